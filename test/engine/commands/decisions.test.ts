import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import SQLite from 'better-sqlite3';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type MigrateInput, migrate } from '../../../electron/engine/commands/migrate.ts';
import { planSource } from '../../../electron/engine/commands/plan.ts';
import { planText } from '../../../electron/engine/run/session.ts';
import type { Plan } from '../../../shared/model/index.ts';
import { quiet } from '../../helpers/migrated.ts';
import { freshDatabase, withPg } from '../../helpers/postgres.ts';

const folder = mkdtempSync(join(tmpdir(), 'autocore-decisions-'));
const workspace = join(folder, 'workspace');
let database: Awaited<ReturnType<typeof freshDatabase>>;

beforeAll(async () => {
  database = await freshDatabase();
});
afterAll(async () => {
  await database.drop();
  rmSync(folder, { recursive: true, force: true });
});

/** A little file with one odd value in each of three columns. */
function vehicleFile(name: string, more = ''): string {
  const path = join(folder, name);
  const db = new SQLite(path);
  db.exec(`create table readings (id integer primary key, at datetime, n integer, note text);
    insert into readings values (1, '2025-08-08 05:11:57', 10, 'ok'), (2, '31/12/2024 10:00:00', 20, 'ok'),
      (3, '2025-08-10 00:00:00', 'muito', 'ok'), (4, '2025-08-11 00:00:00', 40, cast(x'53e36f' as text));${more}`);
  db.close();
  return path;
}

const plan = (source: string, set: string[] = []) =>
  planSource({ workspace, source, profile: 'compatible', extras: true, set }, quiet);

function run(source: string, schema: string, given: Partial<MigrateInput> = {}) {
  return migrate(
    {
      workspace,
      source,
      target: database.url,
      env: {},
      schema,
      plan: null,
      profile: 'compatible',
      extras: true,
      ifNotEmpty: 'abort',
      rehearse: false,
      acceptDefaults: false,
      language: 'en',
      ...given,
    },
    quiet,
  );
}

async function rows(schema: string): Promise<unknown[]> {
  return withPg(database.url, async (client) => {
    const found = await client.query(
      `select id::int, at::text, n::text, note from ${schema}.readings order by id`,
    );
    return found.rows.map((r) => [r.id, r.at, r.n, r.note]);
  });
}

test('findings show what each odd value becomes, and the options', async () => {
  const { audit } = await plan(vehicleFile('shown.db'));
  expect(audit.score.level).toBe('decisions needed');
  const shown = audit.findings
    .filter((f) => f.column !== null)
    .map((f) => [f.id, f.count, f.options, f.samples]);
  expect(shown).toEqual([
    [
      'time.brazilian:readings.at',
      1,
      ['repair', 'null', 'text'],
      [{ key: { id: 2 }, value: '31/12/2024 10:00:00', after: '2024-12-31 10:00:00', action: 'repaired' }],
    ],
    [
      'integer.text:readings.n',
      1,
      ['null', 'text'],
      [{ key: { id: 3 }, value: 'muito', after: null, action: 'nulled' }],
    ],
    [
      'text.notUtf8:readings.note',
      1,
      ['repair', 'null'],
      [{ key: { id: 4 }, value: { base64: 'U+Nv' }, after: 'São', action: 'repaired' }],
    ],
  ]);
});

test('defaults repair, and a decision takes the other way', async () => {
  const source = vehicleFile('decided.db');
  await run(source, 'by_default');
  expect(await rows('by_default')).toEqual([
    [1, '2025-08-08 05:11:57', '10', 'ok'],
    [2, '2024-12-31 10:00:00', '20', 'ok'],
    [3, '2025-08-10 00:00:00', null, 'ok'],
    [4, '2025-08-11 00:00:00', '40', 'São'],
  ]);
  const set = [
    'time.brazilian:readings.at=null',
    'integer.text:readings.n=text',
    'text.notUtf8:readings.note=null',
  ];
  const chosen = await plan(source, set);
  const file = join(folder, 'plan.json');
  writeFileSync(file, planText(chosen.plan));
  const state = await run(source, 'by_choice', { plan: file });
  expect(state.status).toBe('succeeded');
  expect(await rows('by_choice')).toEqual([
    [1, '2025-08-08 05:11:57', '10', 'ok'],
    [2, null, '20', 'ok'],
    [3, '2025-08-10 00:00:00', 'muito', 'ok'],
    [4, '2025-08-11 00:00:00', '40', null],
  ]);
});

test('an edited plan is taken as it is, and serves the next vehicle: only what is new is asked', async () => {
  const first = vehicleFile('first.db');
  const { plan: made } = await plan(first);
  const edited = structuredClone(made) as Plan;
  const n = edited.tables[0]?.columns.find((c) => c.source === 'n');
  if (!n) throw new Error('no column n');
  n.type = 'text';
  const file = join(folder, 'edited.json');
  writeFileSync(file, planText(edited));
  await run(first, 'edited', { plan: file });
  expect((await rows('edited'))[2]).toEqual([3, '2025-08-10 00:00:00', 'muito', 'ok']);

  const same = vehicleFile('same.db', `insert into readings values (5, '01/02/2025 08:00:00', 50, 'ok')`);
  await run(same, 'same', { plan: file });
  expect((await rows('same'))[4]).toEqual([5, '2025-02-01 08:00:00', '50', 'ok']);

  const other = vehicleFile('other.db', `insert into readings values (5, '', 50, 'ok')`);
  await expect(run(other, 'other', { plan: file })).rejects.toMatchObject({
    code: 'decisions.missing',
    params: { findings: 'time.empty:readings.at (null | text)' },
  });
  await run(other, 'other', { plan: file, acceptDefaults: true });
  expect((await rows('other'))[4]).toEqual([5, null, '50', 'ok']);
});

test('what only a person can decide stands open in the plan until somebody fills it in', async () => {
  const source = vehicleFile(
    'open.db',
    `create table must (id integer primary key, n integer not null);
    insert into must values (1, 1), (2, 2), (3, 'três')`,
  );
  const made = await plan(source);
  const open = made.plan.decisions.filter((d) => d.option === null);
  expect(open).toEqual([
    { finding: 'integer.text:must.n', option: null, options: ['quarantine', 'text'], by: 'user' },
  ]);
  expect(made.audit.score.level).toBe('blocked');
  const file = join(folder, 'open.json');
  writeFileSync(file, planText(made.plan));
  await expect(run(source, 'still_open', { plan: file })).rejects.toMatchObject({
    code: 'decisions.missing',
  });
  for (const decision of open) decision.option = 'text';
  writeFileSync(file, planText(made.plan));
  const asText = await run(source, 'filled_in_text', { plan: file });
  expect(asText.tables.find((t) => t.name === 'must')).toMatchObject({ migrated: 3, quarantined: 0 });
  for (const decision of open) decision.option = 'quarantine';
  writeFileSync(file, planText(made.plan));
  const state = await run(source, 'filled_in', { plan: file });
  expect(state.tables.find((t) => t.name === 'must')).toMatchObject({
    source: 3,
    migrated: 2,
    quarantined: 1,
  });
  expect(state.validation?.status).toBe('identical');
});

test('the same file gives the same plan, byte for byte', async () => {
  const source = vehicleFile('twice.db');
  const [a, b] = [await run(source, 'twice_a'), await run(source, 'twice_b')];
  const text = (id: string) => readFileSync(join(workspace, 'runs', id, 'plan.json'), 'utf8');
  expect(text(a.id)).toBe(text(b.id));
});

test('a column or a type that does not exist is refused by name', async () => {
  const source = vehicleFile('refused.db');
  for (const [choice, named] of [
    ['readings.nope=text', 'readings.nope'],
    ['readings.n=money', 'money'],
  ] as const)
    await expect(plan(source, [choice])).rejects.toMatchObject({
      code: 'usage',
      params: { reason: expect.stringContaining(named) },
    });
});

test('a hypertable that is chosen for all vehicles stops none that has no telemetry', async () => {
  const state = await run(vehicleFile('bare.db'), 'bare', { set: ['telemetry=hypertable'] });
  expect(state.status).toBe('succeeded');
});
