import { readFileSync } from 'node:fs';
import { expect, it, onTestFinished } from 'vitest';
import { exitCodeOf } from '../../../shared/errors.ts';
import { migrationScene } from '../../helpers/migration.ts';
import { startPooler } from '../../helpers/pooler.ts';
import { withPg } from '../../helpers/postgres.ts';
import { expectSameRows } from '../../helpers/same-rows.ts';
import { afterMigration, envBefore } from '../cutover/live.ts';
import { context } from '../cutover/scene.ts';

const patience = { silence: 30_000, answer: 5_000, earlier: 20_000 };

/** With one session alone it takes the whole patience to find out: that is for `npm run soak`. */
const sizes = process.env.AUTOCORE_KILLS ? [5, 1] : [5];

it.each(sizes)(
  'a pooler that lends %i sessions by transaction is refused before anything is written',
  async (size) => {
    // The one session is busy for longer than the tests' usual patience with a silent server.
    const scene = await migrationScene(500, { tuning: { patience } });
    const pooler = await startPooler(scene.url, 'transaction', size);
    onTestFinished(() => pooler.close());
    const error = await scene.migrate({ target: pooler.url }).catch((e) => e);
    expect(error).toMatchObject({ code: 'target.pooler' });
    expect(exitCodeOf(error)).toBe(5);
    expect(pooler.lent()).toBeGreaterThan(1);
    await withPg(scene.url, async (client) => {
      const left = await client.query(
        `select count(*)::int as n from pg_class where relnamespace = 'public'::regnamespace`,
      );
      expect(left.rows).toEqual([{ n: 0 }]);
      // Nothing of ours stays behind in somebody else's session.
      const locks = await client.query(`select count(*)::int as n from pg_locks where locktype = 'advisory'
         and database = (select oid from pg_database where datname = current_database())`);
      expect(locks.rows).toEqual([{ n: 0 }]);
    });
  },
);

it('a pooler that lends a session until its client leaves is as good as none', async () => {
  const scene = await migrationScene(2_000, { tuning: { patience } });
  const pooler = await startPooler(scene.url, 'session', 12);
  onTestFinished(() => pooler.close());
  expect((await scene.migrate({ target: pooler.url })).status).toBe('succeeded');
  await expectSameRows(scene.source, scene.url);
});

it('catching up, going live and going back refuse it too, and leave nothing behind', async () => {
  const scene = await afterMigration({ rows: 200 });
  const pooler = await startPooler(scene.url, 'transaction', 5);
  onTestFinished(() => pooler.close());
  const refused = async (command: 'sync' | 'cutover' | 'rollback'): Promise<void> => {
    const error = await scene.commands[command](pooler.url, context()).catch((e) => e);
    expect(error, command).toMatchObject({ code: 'target.pooler' });
  };
  await refused('sync');
  await refused('cutover');
  expect(readFileSync(scene.file, 'utf8')).toBe(envBefore);
  await scene.commands.cutover(scene.url, context());
  const live = readFileSync(scene.file, 'utf8');
  await refused('rollback');
  expect(readFileSync(scene.file, 'utf8')).toBe(live);
});
