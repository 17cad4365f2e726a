import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { migrate } from '../../../electron/engine/commands/migrate.ts';
import { planSource } from '../../../electron/engine/commands/plan.ts';
import { planText } from '../../../electron/engine/run/session.ts';
import { writeSample } from '../../../electron/engine/sample/write.ts';
import type { Plan, Profile } from '../../../shared/model/index.ts';
import { quiet } from '../../helpers/migrated.ts';
import { freshDatabase, withPg } from '../../helpers/postgres.ts';

const folder = mkdtempSync(join(tmpdir(), 'autocore-lengths-'));
const workspace = join(folder, 'workspace');
const source = join(folder, 'autocore.db');

beforeAll(async () => {
  await writeSample({ out: source, rows: 50 });
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const planned = (set: string[] = [], profile: Profile = 'compatible') =>
  planSource({ workspace, source, profile, extras: true, set }, quiet);

function typeOf({ tables }: Plan, name: string): string | undefined {
  const [table, column] = name.split('.');
  return tables.find((t) => t.source === table)?.columns.find((c) => c.source === column)?.type;
}

async function ran(plan: Plan): Promise<(string | null)[]> {
  const { url, drop } = await freshDatabase();
  try {
    const file = join(folder, 'plan.json');
    writeFileSync(file, planText(plan));
    const state = await migrate(
      {
        ...{ workspace, source, target: url, env: {}, schema: null, plan: file, profile: 'compatible' },
        ...{ extras: true, ifNotEmpty: 'abort', rehearse: false, acceptDefaults: false, language: 'en' },
      },
      quiet,
    );
    expect(state).toMatchObject({
      status: 'succeeded',
      validation: { status: 'identical' },
      objects: { missing: [] },
    });
    return await withPg(url, async (client) => {
      const { rows } = await client.query(
        `select format_type(atttypid, atttypmod) as type from pg_attribute
         where attrelid = 'devices'::regclass and attname in ('mac_address', 'firmware_version') order by attname`,
      );
      return rows.map((row) => row.type);
    });
  } finally {
    await drop();
  }
}

it('texts have no length, and the audit says so once with the choice', async () => {
  const { plan, audit, sql, alembic } = await planned();
  expect(typeOf(plan, 'devices.firmware_version')).toBe('character varying');
  expect(`${sql}${alembic}`).not.toMatch(/varying\s*\(/);
  const found = audit.findings.filter((f) => f.code.startsWith('text.'));
  expect(found).toMatchObject([
    { id: 'text.lengths', severity: 'note', decision: 'open', options: ['open', 'declared'], table: null },
  ]);
  const [{ count, params }] = found as [(typeof found)[number]];
  expect(count).toBeGreaterThan(50);
  expect(params.declared).toContain('devices.firmware_version VARCHAR(20)');
});

it.each(['lengths=declared', 'text.lengths=declared'])('--set %s keeps the declared ones', async (set) => {
  const { plan, audit } = await planned([set]);
  expect(typeOf(plan, 'devices.firmware_version')).toBe('character varying(20)');
  // What AutoCore is known to write longer than declared has its room.
  expect(typeOf(plan, 'devices.mac_address')).toBe('character varying(24)');
  expect(audit.findings.find((f) => f.id === 'text.lengths')?.decision).toBe('declared');
  expect(audit.findings.some((f) => f.code === 'text.room')).toBe(true);
});

it('the enhanced profile keeps the declared ones, unless somebody wants none', async () => {
  expect(typeOf((await planned([], 'enhanced')).plan, 'devices.firmware_version')).toBe(
    'character varying(20)',
  );
  const { plan, audit } = await planned(['lengths=open'], 'enhanced');
  expect(typeOf(plan, 'devices.firmware_version')).toBe('character varying');
  const found = audit.findings.find((f) => f.id === 'text.lengths');
  expect(found).toMatchObject({ decision: 'open', options: ['declared', 'open'] });
});

it('a word that is none of the two is refused', async () => {
  await expect(planned(['lengths=short'])).rejects.toMatchObject({ code: 'usage' });
});

it('a saved plan follows the choice that is changed in it, and keeps what was edited where none is', async () => {
  const { plan } = await planned();
  const kept = structuredClone(plan);
  for (const { indexes } of kept.tables) indexes.length = 0;
  expect(await ran(kept)).toEqual(['character varying', 'character varying']);
  const decision = plan.decisions.find((d) => d.finding === 'text.lengths');
  if (!decision) throw new Error('it is not asked');
  decision.option = 'declared';
  expect(await ran(plan)).toEqual(['character varying(20)', 'character varying(24)']);
  // There and back again.
  const { plan: declared } = await planned(['lengths=declared', 'devices.name=text']);
  const back = declared.decisions.find((d) => d.finding === 'text.lengths');
  if (!back) throw new Error('it is not asked');
  expect(back).toMatchObject({ option: 'declared', by: 'user' });
  back.option = 'open';
  expect(await ran(declared)).toEqual(['character varying', 'character varying']);
});

it('a choice as the wizard makes it leads to the same', async () => {
  const choices = { types: {}, decisions: { 'text.lengths': 'declared' } };
  const { url, drop } = await freshDatabase();
  try {
    const state = await migrate(
      {
        ...{
          workspace,
          source,
          target: url,
          env: {},
          schema: null,
          plan: null,
          profile: 'compatible',
          choices,
        },
        ...{ extras: true, ifNotEmpty: 'abort', rehearse: false, acceptDefaults: false, language: 'en' },
      },
      quiet,
    );
    const text = readFileSync(join(workspace, 'runs', state.id, 'plan.json'), 'utf8');
    expect(typeOf(JSON.parse(text), 'devices.firmware_version')).toBe('character varying(20)');
  } finally {
    await drop();
  }
});
