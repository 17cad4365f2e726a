import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import SQLite from 'better-sqlite3';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type MigrateInput, migrate, resume } from '../../../electron/engine/run/migrate.ts';
import type { Patience } from '../../../electron/engine/run/patience.ts';
import { rollbackRun } from '../../../electron/engine/run/rollback.ts';
import { writeSample } from '../../../electron/engine/sample/write.ts';
import type { Progress, RunState } from '../../../shared/model/index.ts';
import { silentLog } from '../../helpers/log.ts';
import { freshDatabase, withPg } from '../../helpers/postgres.ts';
import { startProxy } from '../../helpers/proxy.ts';

const folder = mkdtempSync(join(tmpdir(), 'autocore-faults-'));
const workspace = join(folder, 'workspace');
const source = join(folder, 'autocore.db');
const rows = 30_000;
const quick: Patience = { delays: Array(30).fill(20), heartbeat: 50, silence: 400 };

beforeAll(() => writeSample({ out: source, rows }));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

interface Watch {
  onProgress?: (progress: Progress) => void;
  signal?: AbortSignal;
}

function context({ onProgress = () => {}, signal = new AbortController().signal }: Watch) {
  return { signal, onProgress, log: silentLog };
}

function run(target: string, given: Partial<MigrateInput> = {}, watch: Watch = {}): Promise<RunState> {
  const input: MigrateInput = {
    workspace,
    source,
    target,
    env: {},
    schema: null,
    plan: null,
    profile: 'compatible',
    extras: false,
    ifNotEmpty: 'abort',
    rehearse: false,
    acceptDefaults: true,
    language: 'en',
    patience: quick,
    ...given,
  };
  return migrate(input, context(watch));
}

/** Counts and sums by a client and a reader that know nothing of the tool. */
async function expectWhole(url: string): Promise<void> {
  const db = new SQLite(source, { readonly: true });
  const own = db
    .prepare('select count(*), sum(id), sum(device_id), count(distinct id) from telemetry_data')
    .raw()
    .get() as number[];
  db.close();
  await withPg(url, async (client) => {
    const found = await client.query(
      'select count(*)::int as a, sum(id)::bigint::text as b, sum(device_id)::int as c, count(distinct id)::int as d from telemetry_data',
    );
    const { a, b, c, d } = found.rows[0];
    expect([a, Number(b), c, d]).toEqual(own);
  });
}

test('connections that are cut at any byte lose and double nothing', async () => {
  const database = await freshDatabase();
  const proxy = await startProxy(database.url);
  try {
    let planned = 0;
    // Armed again after each cut, at another distance: the run is cut at other places every time.
    const onProgress = (): void => {
      if (planned > proxy.cuts || planned === 12) return;
      proxy.cutAfter(5000 + ((planned++ * 7919) % 13) * 60_000);
    };
    const state = await run(proxy.url, {}, { onProgress });
    expect(state.status).toBe('succeeded');
    expect(proxy.cuts).toBeGreaterThan(3);
    await expectWhole(database.url);
  } finally {
    await proxy.close();
    await database.drop();
  }
});

test('a connection that goes silent is given up and made anew', async () => {
  const database = await freshDatabase();
  const proxy = await startProxy(database.url);
  try {
    let stalled = false;
    const onProgress = (p: Progress): void => {
      if (stalled || p.stage !== 'load' || p.done < 5000) return;
      stalled = true;
      proxy.stall();
    };
    const state = await run(proxy.url, {}, { onProgress });
    expect(stalled).toBe(true);
    expect(state.status).toBe('succeeded');
    await expectWhole(database.url);
  } finally {
    await proxy.close();
    await database.drop();
  }
});

test('a server that ends every session is reconnected to', async () => {
  const database = await freshDatabase();
  try {
    let kills = 0;
    const stages = new Set<string>();
    const onProgress = (p: Progress): void => {
      if (stages.has(p.stage) || p.stage === 'snapshot' || p.stage === 'audit' || p.done === 0) return;
      stages.add(p.stage);
      kills++;
      void withPg(database.url, (client) =>
        client.query(
          `select pg_terminate_backend(pid) from pg_stat_activity where datname = current_database() and pid <> pg_backend_pid()`,
        ),
      );
    };
    const state = await run(database.url, {}, { onProgress });
    expect(kills).toBeGreaterThanOrEqual(2);
    expect(state.status).toBe('succeeded');
    await expectWhole(database.url);
  } finally {
    await database.drop();
  }
});

test('a server that stays away ends the run, which then resumes without the source', async () => {
  const database = await freshDatabase();
  const proxy = await startProxy(database.url);
  const own = join(folder, 'gone.db');
  await writeSample({ out: own, rows: 5000 });
  let closed: Promise<void> | null = null;
  const onProgress = (p: Progress): void => {
    if (p.stage === 'load' && p.done > 0) closed ??= proxy.close();
  };
  const patience = { ...quick, delays: [10, 10] };
  try {
    const failed = await run(proxy.url, { source: own, patience }, { onProgress }).catch((e: unknown) => e);
    expect(failed).toMatchObject({ code: 'target.lost', params: { run: expect.any(String) } });
    await closed;
    rmSync(own);
    const { run: id } = (failed as { params: { run: string } }).params;
    const state = await resume(
      { workspace, run: id, target: database.url, env: {}, language: 'en' },
      context({}),
    );
    expect(state.status).toBe('succeeded');
    expect(state.tables.find((t) => t.name === 'telemetry_data')).toMatchObject({
      source: 5000,
      migrated: 5000,
    });
  } finally {
    await database.drop();
  }
});

test('a cancel stops within two seconds, says what is there, and leaves no statement running', async () => {
  const database = await freshDatabase();
  try {
    const cancel = new AbortController();
    let asked = 0;
    const onProgress = (p: Progress): void => {
      if (p.stage !== 'load' || p.done < 10_000 || asked) return;
      asked = performance.now();
      cancel.abort();
    };
    const stopped = await run(database.url, {}, { onProgress, signal: cancel.signal }).catch(
      (e: unknown) => e,
    );
    expect(performance.now() - asked).toBeLessThan(2000);
    expect(stopped).toMatchObject({ code: 'interrupted', params: { rows: expect.any(Number) } });
    await withPg(database.url, async (client) => {
      const busy = await client.query(
        `select count(*)::int as n from pg_stat_activity where datname = current_database() and pid <> pg_backend_pid() and state <> 'idle'`,
      );
      expect(busy.rows[0].n).toBe(0);
    });
    const { run: id } = (stopped as { params: { run: string } }).params;
    const state = await resume(
      { workspace, run: id, target: database.url, env: {}, language: 'en' },
      context({}),
    );
    expect(state.status).toBe('succeeded');
    await expectWhole(database.url);
  } finally {
    await database.drop();
  }
});

test('undo drops what the run made, keeps what it did not, and brings back what it moved aside', async () => {
  const database = await freshDatabase();
  try {
    await withPg(database.url, (client) =>
      client.query(
        `create table devices (mine text); insert into devices values ('kept'); create view seen as select * from devices`,
      ),
    );
    const state = await run(database.url, { ifNotEmpty: 'replace', extras: true });
    await withPg(database.url, (client) => client.query('create table public.foreign_one (x int)'));
    await rollbackRun(
      { workspace, run: state.id, target: database.url, env: {}, confirm: true },
      context({}),
    );
    await withPg(database.url, async (client) => {
      const found = await client.query(
        `select n.nspname || '.' || c.relname as name from pg_class c join pg_namespace n on n.oid = c.relnamespace
         where n.nspname !~ '^(pg_|information_schema)' and c.relkind in ('r', 'v', 'p', 'S') order by 1`,
      );
      expect(found.rows.map((r) => r.name)).toEqual(['public.devices', 'public.foreign_one', 'public.seen']);
      expect((await client.query('select mine from seen')).rows).toEqual([{ mine: 'kept' }]);
      const functions = await client.query(
        `select count(*)::int as n from pg_proc where pronamespace = 'public'::regnamespace`,
      );
      expect(functions.rows[0].n).toBe(0);
    });
  } finally {
    await database.drop();
  }
});

test('a run whose snapshot, plan or tables were changed by hand is refused by name', async () => {
  const database = await freshDatabase();
  try {
    const state = await run(database.url);
    const again = () =>
      resume({ workspace, run: state.id, target: database.url, env: {}, language: 'en' }, context({}));
    const dir = join(workspace, 'runs', state.id);
    expect(existsSync(dir)).toBe(true);
    for (const [file, change] of [
      [
        'snapshot.db',
        (old: Buffer) => Buffer.concat([old.subarray(0, -1), Buffer.from([~(old.at(-1) as number) & 255])]),
      ],
      ['plan.json', (old: Buffer) => Buffer.from(old.toString().replace('"devices"', '"device"'))],
      ['measures.json', () => Buffer.from('{')],
    ] as const) {
      const path = join(dir, file);
      const old = readFileSync(path);
      writeFileSync(path, change(old));
      const refused = await again().then(
        () => 'went on',
        (e: unknown) => e,
      );
      expect([file, refused]).toMatchObject([file, { code: 'run.damaged', params: { path } }]);
      writeFileSync(path, old);
    }
    await withPg(database.url, (client) => client.query('drop table themes'));
    await expect(again()).rejects.toMatchObject({
      code: 'target.changed',
      params: { tables: expect.stringContaining('themes') },
    });
  } finally {
    await database.drop();
  }
});
