// `npm run proof`: the long tiers of the sweeps that `npm test` runs short: a hundred thousand command sequences, a thousand rounds of each race, every server in each step of a day.
import { spawnSync } from 'node:child_process';
import path from 'node:path';
import { ROOT } from './build.mjs';

const env = { ...process.env, PROOF_RUNS: '100000', PROOF_ROUNDS: '1000' };
const jest = path.join(ROOT, 'node_modules/jest/bin/jest.js');
const { status } = spawnSync(process.execPath, [jest, 'test/auth/session/model', 'test/auth/merge', 'test/journeys/races', 'test/journeys/merge.test', 'test/journeys/unmerge', 'test/journeys/app-token-day', '--verbose', ...process.argv.slice(2)], { cwd: ROOT, env, stdio: 'inherit' });
process.exit(status ?? 1);
