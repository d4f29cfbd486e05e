// Three kinds of test: rules and the local world in Node, the phone's components on WeChat's simulator.
const swc = ['@swc/jest', { sourceMaps: 'inline', jsc: { target: 'es2022', parser: { syntax: 'typescript' } }, module: { type: 'commonjs' } }];
const common = { transform: { '^.+\\.[tj]s$': swc }, moduleFileExtensions: ['ts', 'js', 'cjs', 'mjs', 'json', 'node'], modulePathIgnorePatterns: ['<rootDir>/dist/', '<rootDir>/.tsbuild/'] };
module.exports = {
  maxWorkers: 2, // Jest's default on 2 cores is one worker
  testTimeout: 60_000, // a patience, not a measure: journeys start real processes
  globalSetup: '<rootDir>/test/support/build-once.cjs',
  projects: [
    { ...common, displayName: 'cloud', testEnvironment: 'node', testMatch: ['<rootDir>/test/**/*.test.ts'], testPathIgnorePatterns: ['<rootDir>/test/miniprogram/', '/node_modules/'] },
    {
      ...common, displayName: 'phone', testEnvironment: 'jsdom', testMatch: ['<rootDir>/test/miniprogram/**/*.test.ts'],
      setupFiles: ['<rootDir>/test/support/miniprogram-globals.ts'],
      snapshotSerializers: ['miniprogram-simulate/jest-snapshot-plugin'],
    },
  ],
};
