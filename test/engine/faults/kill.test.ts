import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { writeSample } from '../../../electron/engine/sample/write.ts';
import { readCredentials } from '../../../electron/engine/server/credentials.ts';
import { serverPaths } from '../../../electron/engine/server/paths.ts';
import type { Stage } from '../../../shared/model/index.ts';
import { cli } from '../../helpers/cli.ts';
import { killUntilDone } from '../../helpers/kill.ts';
import { quickTuning } from '../../helpers/migration.ts';
import { freshDatabase, hasPg15, type TestServer } from '../../helpers/postgres.ts';
import { expectSameRows } from '../../helpers/same-rows.ts';

/** `npm run soak` asks for more. */
const wanted = Number(process.env.AUTOCORE_KILLS ?? 12);
const firstSeed = Number(process.env.AUTOCORE_SEED ?? 1);

let folder: string;
let source: string;
const envOf = (name: string) => ({
  AUTOCORE_MIGRATE_HOME: join(folder, name),
  AUTOCORE_MIGRATE_TUNING: JSON.stringify(quickTuning),
});

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'autocore-kill-'));
  source = join(folder, 'autocore.db');
  await writeSample({ out: source, rows: 8_000 });
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** Migrates with kills in between; returns how many there were. */
async function series(seed: number, server: TestServer): Promise<number> {
  const { url, drop } = await freshDatabase(server);
  try {
    const kills = await killUntilDone({ seed, source, target: url, env: envOf(`workspace-${seed}`) });
    console.log(`${server}, seed ${seed} (AUTOCORE_SEED): ${kills.join(', ')}`);
    await expectSameRows(source, url);
    return kills.length;
  } finally {
    await drop();
  }
}

it(
  `the tool is killed ${wanted} times at random moments of every stage, and resumed each time`,
  async () => {
    let kills = 0;
    for (let seed = firstSeed; kills < wanted; seed += 2) {
      const pair = [series(seed, 'pg18'), series(seed + 1, hasPg15() ? 'pg15' : 'pg18')];
      for (const n of await Promise.all(pair)) kills += n;
    }
  },
  300_000 + wanted * 60_000,
);

it('the same on the managed server, which outlives the tool and stops with the last of them', async () => {
  const env = envOf('managed');
  const stages: Stage[] = ['snapshot', 'load', 'indexes'];
  const kills = await killUntilDone({ seed: 4, source, target: null, env, stages });
  expect(kills).toHaveLength(3);
  const status = async () => JSON.parse((await cli(['server', 'status', '--json'], { env })).stdout);
  expect(await status()).toMatchObject({ running: false, users: [] });
  await cli(['server', 'start'], { env });
  try {
    const { owner } = await readCredentials(serverPaths(env.AUTOCORE_MIGRATE_HOME).credentials);
    const url = new URL((await status()).url);
    url.password = owner;
    await expectSameRows(source, url.href);
  } finally {
    await cli(['server', 'stop'], { env });
  }
});
