// The fault tests for as long as somebody likes: `npm run soak -- 500 2000000` kills the tool 500 times, and takes two
// million rows to the server and back.
import { spawnSync } from 'node:child_process';

const [kills = '300', rows = '1000000'] = process.argv.slice(2);
const seed = String(Date.now() % 1_000_000);
const args = [
  'node_modules/vitest/vitest.mjs',
  'run',
  '--config',
  'test/vitest.config.ts',
  'test/engine/faults',
  'test/engine/cutover',
];
const env = { ...process.env, AUTOCORE_KILLS: kills, AUTOCORE_SEED: seed, AUTOCORE_ROWS: rows };
process.exit(spawnSync(process.execPath, args, { env, stdio: 'inherit' }).status ?? 1);
