import {
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmdirSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { afterAll, describe, expect, it, onTestFinished } from 'vitest';
import { cutoverRun } from '../../../electron/engine/commands/cutover.ts';
import { rollbackRun } from '../../../electron/engine/commands/rollback.ts';
import type { EngineContext } from '../../../electron/engine/context.ts';
import { AppError } from '../../../shared/errors.ts';
import { isLong } from '../../helpers/long.ts';
import { withPg } from '../../helpers/postgres.ts';
import { startProxy } from '../../helpers/proxy.ts';
import { expectSameRows } from '../../helpers/same-rows.ts';
import { smallDisk } from '../../helpers/small-disk.ts';
import { until } from '../../helpers/until.ts';
import { dump } from './dump.ts';
import { afterMigration, envBefore, watched } from './live.ts';
import { context } from './scene.ts';

type Live = Awaited<ReturnType<typeof afterMigration>>;

interface Fault {
  strike(): void;
  mend(): void;
  signal(): AbortSignal;
  /** The codes that people are told. */
  told: RegExp;
}

/**
 * Runs a command again and again, each time with the fault a moment later, until it comes to its end before the fault.
 * Returns the moments, in order.
 */
async function throughAll(
  work: (ctx: EngineContext) => Promise<unknown>,
  fault: Fault,
  check: () => void,
): Promise<string[]> {
  const moments: string[] = [];
  for (let last = false; !last; ) {
    const before = moments.length;
    last = true;
    const ctx = watched((moment) => {
      if (!last || moments.includes(moment)) return;
      last = false;
      moments.push(moment);
      fault.strike();
    }, fault.signal());
    const error = await work(ctx).then(
      () => null,
      (reason: unknown) => reason,
    );
    fault.mend();
    if (error !== null) {
      expect(moments.length, String(error)).toBe(before + 1);
      // Whatever else comes of a cancel is told as one.
      const code = error instanceof AppError ? error.code : ctx.signal.aborted && 'interrupted';
      expect(code, moments.at(-1)).toMatch(fault.told);
    }
    check();
  }
  return moments;
}

/** Follows, goes live, writes and comes back, with the fault at every moment of each. */
async function allTheWay(scene: Live, target: string, fault: Fault): Promise<Record<string, string[]>> {
  const { commands, file } = scene;
  const source = () => dump(scene.source);
  const envs = new Set([envBefore]);
  const whole = (): void => {
    // Nothing half-written, and nothing left over: every file is the old one or the new one.
    const env = readFileSync(file, 'utf8');
    if (!envs.has(env)) expect(env).toContain('# hoje\nDATABASE_TYPE=postgresql\nDB_HOST="127.0.0.1"\n');
    if (!envs.has(env)) expect(env).toMatch(/DB_PASSWORD=.+\n$/);
    const left = readdirSync(dirname(file)).filter((name) => /\.part$|\.incoming$/.test(name));
    expect(left).toEqual([]);
  };
  scene.change((db) =>
    db.exec(`update telemetry_data set data_value = data_value || '!' where id % 3 = 0;
      delete from telemetry_data where id % 7 = 0`),
  );
  const before = source();
  const sync = await throughAll((ctx) => commands.sync(target, ctx), fault, whole);
  expect((await scene.validate()).validation).toMatchObject({ status: 'identical' });
  scene.change((db) => db.exec(`update devices set name = name || '?'`));
  const left = source();
  expect(left.telemetry_data).toEqual(before.telemetry_data);
  const cutover = await throughAll((ctx) => commands.cutover(target, ctx), fault, whole);
  expect(readFileSync(file, 'utf8')).toContain('DATABASE_TYPE=postgresql');
  expect(source()).toEqual(left);
  await expectSameRows(scene.source, scene.url);
  await withPg(scene.url, (client) =>
    client.query(`update devices set name = 'depois' where id = 2; delete from telemetry_data where id = 3`),
  );
  const rollback = await throughAll(
    (ctx) => commands.rollback(target, ctx),
    fault,
    () => {
      whole();
      // The old rows or the new ones, all of them.
      const now = source();
      const n = now.devices?.filter((row) => !left.devices?.includes(row)).length;
      expect([now.telemetry_data?.length, n]).toEqual(
        n === 0 ? [left.telemetry_data?.length, 0] : [(left.telemetry_data?.length ?? 0) - 1, 1],
      );
    },
  );
  expect(readFileSync(file, 'utf8')).toBe(envBefore);
  expect(source().devices).not.toEqual(left.devices);
  expect(dump(`${scene.source}.before-rollback-${scene.state.id}`)).toEqual(left);
  expect(existsSync(`${scene.source}-wal`)).toBe(false);
  return { sync, cutover, rollback };
}

/** Every moment at which the fault struck. */
const everything = {
  sync: ['snapshot', 'compare', 'apply'],
  cutover: [
    ...['snapshot', 'compare', 'apply', 'caughtUp done', 'validate', 'validated done'],
    ...['role', 'role done', 'smoke', 'smoke done', 'env', 'env done'],
  ],
  rollback: ['rebuild', 'swap', 'env'],
};

const never = new AbortController().signal;

const disk = smallDisk(24);
afterAll(() => disk?.remove());

describe.runIf(isLong)('following, going live and coming back outlive', { timeout: 900_000 }, () => {
  it('a server that is lost at any moment', async () => {
    const scene = await afterMigration({ rows: 300 });
    const proxy = await startProxy(scene.url);
    onTestFinished(() => proxy.close());
    const moments = await allTheWay(scene, proxy.url, {
      strike: () => {
        proxy.refuse(true);
        proxy.cutAll();
      },
      mend: () => proxy.refuse(false),
      signal: () => never,
      told: /^(target\.(lost|unreachable)|restore\.(noServer|unchecked))$/,
    });
    expect(moments).toEqual(everything);
  });

  it('a cancel at any moment', async () => {
    const scene = await afterMigration({ rows: 300 });
    let cancel = new AbortController();
    const moments = await allTheWay(scene, scene.url, {
      strike: () => cancel.abort(),
      mend: () => {
        cancel = new AbortController();
      },
      signal: () => cancel.signal,
      told: /^interrupted$/,
    });
    // Behind the swap nothing is left that takes long: a cancel comes in time for the last look, or too late.
    const { rollback, ...before } = moments;
    expect({ ...before, rollback: [] }).toEqual({ ...everything, rollback: [] });
    expect(['rebuild,swap', 'rebuild,swap,env']).toContain(rollback?.join());
  });

  it.runIf(disk)('a disk that fills up at any moment', async () => {
    const scene = await afterMigration({ rows: 300, folder: disk?.path ?? '' });
    const moments = await allTheWay(scene, scene.url, {
      strike: () => disk?.fill(),
      mend: () => disk?.empty(),
      signal: () => never,
      told: /^(workspace\.(full|noSpace|unwritable)|output\.unwritable|(cutover|restore)\.envUnusable|restore\.envPending)$/,
    });
    expect(moments).toEqual(everything);
  });
});

/** The end of a transaction, which goes out with what is said before and asked behind it. */
function isCommit(data: Buffer): boolean {
  return data.includes('commit\0', 'latin1');
}

it.each(['arrives', 'is lost'])(
  'sync is right where the answer to its COMMIT never comes: it %s',
  async (how) => {
    const scene = await afterMigration({ rows: 100 });
    const proxy = await startProxy(scene.url);
    onTestFinished(() => proxy.close());
    scene.change((db) =>
      db.exec(`update devices set name = name || '!'; delete from telemetry_data where id < 9`),
    );
    let commits = 0;
    proxy.inspect((link, data, to) => {
      if (to === 'client') {
        if (commits === 0 || !data.includes('COMMIT\0', 'latin1')) return data;
        link.cut();
        return null;
      }
      if (!isCommit(data)) return data;
      commits++;
      if (how === 'arrives') return data;
      link.cut();
      return null;
    });
    const failed = scene.commands.sync(proxy.url, context());
    await expect(failed).rejects.toMatchObject({ code: 'target.lost' });
    expect(commits).toBe(1);
    proxy.inspect(null);
    // Whoever looks next finds out which of the two it was.
    expect((await scene.validate()).validation).toMatchObject({ status: 'identical' });
    const { rows } = await scene.sync();
    expect(rows > 0).toBe(how === 'is lost');
    expect((await scene.validate()).validation).toMatchObject({ status: 'identical' });
  },
);

it('waits for a COMMIT that is still on its way when its client is gone', async () => {
  const scene = await afterMigration({ rows: 20 });
  const proxy = await startProxy(scene.url);
  onTestFinished(() => proxy.close());
  scene.change((db) => db.exec(`update telemetry_data set unit = 'x'`));
  // It gets there when the next one has found the lock taken.
  const asked = () =>
    withPg(scene.url, async (client) => {
      const { rows } = await client.query('select clock_timestamp()::text as now');
      const looks = `select from pg_stat_activity where datname = current_database() and query_start > $1
        and query like 'select pg_try_advisory_lock(%'`;
      await until(async () => (await client.query(looks, [rows[0].now])).rows.length > 0);
    });
  let arrived: Promise<void> | undefined;
  proxy.inspect((link, data, to) => {
    if (to === 'client' || !isCommit(data)) return data;
    arrived = asked();
    link.orphan(data, arrived);
    return null;
  });
  const failed = scene.commands.sync(proxy.url, context());
  await expect(failed).rejects.toMatchObject({ code: 'target.lost' });
  expect((await scene.validate()).validation).toMatchObject({ status: 'identical' });
  await arrived;
  expect(await scene.sync()).toMatchObject({ rows: 0 });
});

it('an .env file that is gone at the last moment leaves a state that is known, and both ways open', async () => {
  const scene = await afterMigration({ rows: 20 });
  const place = join(scene.folder, 'gateway');
  const second = join(place, '.env');
  mkdirSync(place);
  writeFileSync(second, envBefore);
  const cutover = (onProgress: EngineContext['onProgress']) =>
    cutoverRun(
      { ...scene.call, envFiles: [scene.file, second], confirm: true },
      { ...context(), onProgress },
    );
  // All are tried before any is written; this one goes when the first is.
  await expect(
    cutover(({ stage, done }) => {
      if (stage === 'env' && done === 1) renameSync(place, `${place}.away`);
    }),
  ).rejects.toMatchObject({
    code: 'cutover.envUnusable',
    params: { path: second },
  });
  renameSync(`${place}.away`, place);
  expect(readFileSync(scene.file, 'utf8')).toContain('DATABASE_TYPE=postgresql');
  expect(readFileSync(second, 'utf8')).toBe(envBefore);
  // The first file is written: the application may be live, so nothing follows the source any more.
  await expect(scene.sync()).rejects.toMatchObject({ code: 'cutover.done' });
  // PostgreSQL has refused the application until now, so SQLite is followed once more.
  expect(await cutover(() => {})).toMatchObject({ live: true, rows: 0 });
  expect(readFileSync(second, 'utf8')).toContain('DATABASE_TYPE=postgresql');
  renameSync(place, `${place}.away`);
  const back = () => scene.commands.rollback(scene.url, context());
  await expect(back()).rejects.toMatchObject({ code: 'restore.envUnusable' });
  expect(readFileSync(scene.file, 'utf8')).toContain('DATABASE_TYPE=postgresql');
  renameSync(`${place}.away`, place);
  expect((await back()).restored).toMatchObject({ done: true });
  for (const file of [scene.file, second]) expect(readFileSync(file, 'utf8')).toBe(envBefore);
});

it.each([true, false])(
  'a crash between the swap and the note of it is seen (the application still had its file: %s)',
  async (hasFile) => {
    const scene = await afterMigration({ rows: 20 });
    await scene.commands.cutover(scene.url, context());
    await withPg(scene.url, (client) => client.query(`update devices set name = 'depois' where id = 2`));
    const original = readFileSync(scene.source);
    if (!hasFile) rmSync(scene.source);
    const note = join(scene.workspace, 'runs', scene.state.id, 'cutover.json');
    // From the swap on nothing more can be noted: its place is taken.
    const crashed = scene.commands.rollback(
      scene.url,
      watched((moment) => {
        if (moment !== 'swap') return;
        renameSync(note, `${note}.away`);
        mkdirSync(note);
      }),
    );
    await expect(crashed).rejects.toThrow(/EISDIR|directory/);
    rmdirSync(note);
    renameSync(`${note}.away`, note);
    expect(JSON.parse(readFileSync(note, 'utf8')).restore).toMatchObject({ swappedAt: null, rows: 1 });
    const swapped = readFileSync(scene.source);
    expect(swapped.equals(original)).toBe(false);

    const { restored } = await scene.commands.rollback(scene.url, context());
    const kept = hasFile ? `${scene.source}.before-rollback-${scene.state.id}` : null;
    expect(restored).toMatchObject({ done: true, rows: 1, sourceChanged: !hasFile, kept });
    // It was not made a second time, and what is kept is what the application had.
    expect(readFileSync(scene.source).equals(swapped)).toBe(true);
    if (kept) expect(readFileSync(kept).equals(original)).toBe(true);
    const beside = readdirSync(dirname(scene.source)).filter((name) => name.startsWith('autocore.db.'));
    expect(beside).toEqual(kept ? [basename(kept)] : []);
    expect(readFileSync(scene.file, 'utf8')).toBe(envBefore);
  },
);

it('a file of the run that somebody changed by hand is refused, and named', async () => {
  const scene = await afterMigration({ rows: 20 });
  const path = (name: string) => join(scene.workspace, 'runs', scene.state.id, name);
  writeFileSync(path('sync.json'), '{"sha256": 1}');
  const refused = { code: 'run.damaged', params: { run: scene.state.id, path: path('sync.json') } };
  await expect(scene.sync()).rejects.toMatchObject(refused);
  await expect(scene.validate()).rejects.toMatchObject(refused);
  rmSync(path('sync.json'));
  await scene.commands.cutover(scene.url, context());
  const state = readFileSync(path('cutover.json'), 'utf8');
  for (const damaged of ['', state.slice(0, 40), state.replace('"envs"', '"env"')]) {
    writeFileSync(path('cutover.json'), damaged);
    for (const command of [scene.commands.sync, scene.commands.cutover, scene.commands.rollback])
      await expect(command(scene.url, context())).rejects.toMatchObject({
        code: 'run.damaged',
        params: { run: scene.state.id, path: path('cutover.json') },
      });
  }
  writeFileSync(path('cutover.json'), state);
  const snapshot = readFileSync(path('snapshot.db'));
  const changed = Buffer.from(snapshot);
  changed[changed.length - 100] = (changed.at(-100) ?? 0) ^ 1;
  writeFileSync(path('snapshot.db'), changed);
  for (const snapshotOnly of [false, true])
    await expect(
      rollbackRun({ ...scene.call, confirm: true, snapshotOnly }, context()),
    ).rejects.toMatchObject({
      code: 'run.changed',
      params: { path: path('snapshot.db') },
    });
  writeFileSync(path('snapshot.db'), snapshot);
  expect((await scene.commands.rollback(scene.url, context())).restored).toMatchObject({ done: true });
});

it('a run that went live is not taken for another one when the file that says so is gone', async () => {
  const scene = await afterMigration({ rows: 20 });
  await scene.commands.cutover(scene.url, context());
  const path = join(scene.workspace, 'runs', scene.state.id, 'cutover.json');
  renameSync(path, `${path}.away`);
  for (const command of [scene.commands.sync, scene.commands.cutover, scene.commands.rollback])
    await expect(command(scene.url, context())).rejects.toMatchObject({
      code: 'run.incomplete',
      params: { run: scene.state.id, path },
    });
  renameSync(`${path}.away`, path);
  expect((await scene.commands.rollback(scene.url, context())).restored).toMatchObject({ done: true });
});

it.each([false, true])(
  'a crash around the first .env file (it was written: %s) can be undone',
  async (isWritten) => {
    const scene = await afterMigration({ rows: 20 });
    await scene.commands.cutover(scene.url, context());
    const path = join(scene.workspace, 'runs', scene.state.id, 'cutover.json');
    const live = JSON.parse(readFileSync(path, 'utf8'));
    live.finishedAt = null;
    writeFileSync(path, JSON.stringify(live));
    if (!isWritten) {
      writeFileSync(scene.file, envBefore);
      rmSync(live.envs[0].backup);
    }
    await withPg(scene.url, (client) => client.query(`update devices set name = 'depois' where id = 2`));
    // What the application may have written meanwhile comes back; nothing is dropped.
    const { restored, dropped } = await scene.commands.rollback(scene.url, context());
    expect(restored).toMatchObject({ done: true, rows: 1 });
    expect(dropped).toEqual([]);
    expect(readFileSync(scene.file, 'utf8')).toBe(envBefore);
  },
);
