import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import SQLite from 'better-sqlite3';
import { expect, test } from 'vitest';
import { random } from '../../../electron/engine/sample/random.ts';
import { writeSample } from '../../../electron/engine/sample/write.ts';
import { cli } from '../../helpers/cli.ts';
import { freshDatabase, withPg } from '../../helpers/postgres.ts';

const kills = Number(process.env['AUTOCORE_KILLS'] ?? 30);
const rows = 40_000;

test(
  `${kills} kills at random moments lose and double nothing`,
  async () => {
    const folder = mkdtempSync(join(tmpdir(), 'autocore-kill-'));
    const [source, workspace] = [join(folder, 's.db'), join(folder, 'w')];
    const database = await freshDatabase();
    const seed = Number(process.env['AUTOCORE_SEED'] ?? 20_261_123);
    console.log(`kills at random moments: seed ${seed} (AUTOCORE_SEED), ${kills} kills (AUTOCORE_KILLS)`);
    const moments = random(seed, 'kills');
    const done = new Set<string>();
    try {
      await writeSample({ out: source, rows });
      let killed = 0;
      let schema = 0;
      let run: string | null = null;
      const finished: number[] = [];
      while (killed < kills || run !== null) {
        const args =
          run === null
            ? ['migrate', '--source', source, '--schema', `s${++schema}`, '--yes']
            : ['resume', '--run', run];
        let fuse: Promise<void> | null = null;
        const result = await cli(
          [...args, '--target', database.url, '--workspace', workspace, '--lang', 'en', '--progress', 'json'],
          {
            // The clock starts with the first sign of life, so that every phase gets its share.
            onStderr: (child) => {
              if (killed >= kills) return;
              fuse ??= delay(moments.between(0, 1500)).then(() => {
                child.kill('SIGKILL');
              });
            },
          },
        );
        await fuse;
        if (result.code === null) killed++;
        else expect([result.code, result.stderr.slice(-500)]).toEqual([0, expect.any(String)]);
        const last = readdirSync(join(workspace, 'runs')).sort();
        const known = last.filter((id) => readdirSync(join(workspace, 'runs', id)).includes('run.json'));
        const open = known.filter((id) => !done.has(id));
        if (result.code === 0) {
          for (const id of open) done.add(id);
          finished.push(schema);
          run = null;
        } else run = open.at(-1) ?? null;
      }
      expect(finished.length).toBeGreaterThan(0);
      await expectWhole(source, database.url, finished);
    } finally {
      await database.drop();
      rmSync(folder, { recursive: true, force: true });
    }
  },
  60_000 + kills * 8000,
);

async function expectWhole(source: string, url: string, schemas: number[]): Promise<void> {
  const db = new SQLite(source, { readonly: true });
  const own = db.prepare('select count(*), sum(id), count(distinct id) from telemetry_data').raw().get();
  db.close();
  await withPg(url, async (client) => {
    for (const n of schemas) {
      const found = await client.query(
        `select count(*)::int as a, sum(id)::bigint::text as b, count(distinct id)::int as c from s${n}.telemetry_data`,
      );
      const { a, b, c } = found.rows[0];
      expect([a, Number(b), c]).toEqual(own);
    }
  });
}
