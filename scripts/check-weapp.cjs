// Compiles the mini program with WeChat's own compiler, offline: `npm run check:weapp` fetches miniprogram-ci with npx for it.
// It is no dependency of the project: 1,086 packages that nothing else needs.
const { generateKeyPairSync } = require('node:crypto');
const fs = require('node:fs');
const os = require('node:os');
const path = require('node:path');

/** npx puts the package beside its commands, not where `require` looks. */
function loadCompiler() {
  const places = (process.env.PATH ?? '').split(path.delimiter).filter((folder) => folder.endsWith(path.join('node_modules', '.bin'))).map((folder) => path.dirname(folder));
  try { return require(require.resolve('miniprogram-ci', { paths: [...places.map((folder) => path.dirname(folder)), __dirname] })); } catch (error) {
    throw new Error('miniprogram-ci is not here: run `npm run check:weapp`, which fetches it.', { cause: error });
  }
}

/** What WeChat's server would say about the account; asking it needs an upload key and a network. */
const attributes = async () => ({
  platform: false, gameApp: false, isSandbox: false, released: true, appType: 0,
  setting: {
    MaxCodeSize: 2048, MaxSubpackageSubCodeSize: 2048, MaxSubpackageFullCodeSize: 30720, NavigateMiniprogramLimit: 10, MaxSubPackageLimit: 100,
    MinTabbarCount: 2, MaxTabbarCount: 5, MaxTabbarIconSize: 40, MaxCustomTabbarCount: 5,
  },
});

/** The constructor wants a private key; nothing is signed with this one. */
function unusedKey(folder) {
  const file = path.join(folder, 'unused.key');
  const { privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048, privateKeyEncoding: { type: 'pkcs1', format: 'pem' }, publicKeyEncoding: { type: 'spki', format: 'pem' } });
  fs.writeFileSync(file, privateKey);
  return file;
}

async function main() {
  const compiler = loadCompiler();
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'weapp-'));
  process.chdir(folder); // the compiler leaves an empty folder where it runs
  try {
    const project = new compiler.Project({
      appid: 'wx0000000000000000', type: 'miniProgram', projectPath: path.resolve(__dirname, '..'), privateKeyPath: unusedKey(folder),
      ignores: ['node_modules/**/*', 'dist/**/*', 'test/**/*', 'emulator/**/*', '.tsbuild/**/*', '.local/**/*'],
    });
    project.attr = attributes;
    const zip = path.join(folder, 'package.zip');
    await compiler.getCompiledResult({ project, version: '0.0.0', setting: { useProjectConfig: true, es6: true, minify: true }, onProgressUpdate() {} }, zip);
    console.log(`WeChat's compiler takes the mini program: ${fs.statSync(zip).size} bytes as packed, uncompressed.`);
  } finally { fs.rmSync(folder, { recursive: true, force: true }); }
}

main().then(() => process.exit(0), (error) => { console.error(String(error?.message || error)); process.exit(1); });
