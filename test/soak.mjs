// The fault tests for as long as somebody likes: `npm run soak -- 500` kills the tool 500 times.
import { spawnSync } from 'node:child_process';

const kills = process.argv[2] ?? '300';
const seed = String(Date.now() % 1_000_000);
const args = [
  'node_modules/vitest/vitest.mjs',
  'run',
  '--config',
  'test/vitest.config.ts',
  'test/engine/faults',
];
const env = { ...process.env, AUTOCORE_KILLS: kills, AUTOCORE_SEED: seed };
process.exit(spawnSync(process.execPath, args, { env, stdio: 'inherit' }).status ?? 1);
