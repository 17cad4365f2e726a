import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import { readPlan, writePlan } from '../../../electron/engine/run/plan-file.ts';
import { planJsonSchema, schemaAddress, schemaName } from '../../../electron/engine/run/plan-json-schema.ts';
import { planDigest, planText } from '../../../electron/engine/run/session.ts';
import { cli } from '../../helpers/cli.ts';
import { tempFolder } from '../../helpers/folder.ts';
import { migrated } from '../../helpers/hazard.ts';
import { firstOf } from '../../helpers/long.ts';
import { migratedSample } from '../../helpers/migrated.ts';
import { cases } from '../adopt/orm-cases.ts';
import { adoptScene } from '../adopt/scene.ts';

const read = (path: string) => JSON.parse(readFileSync(path, 'utf8'));

it('a plan names the schema beside it, which is no part of it', async () => {
  const h = await migrated('create table t (id integer primary key, v text default (1 + 1))');
  onTestFinished(h.close);
  const { $schema, ...plan } = read(h.files.plan);
  expect($schema).toBe(`./${schemaName}`);
  expect(readFileSync(join(h.files.plan, '..', schemaName), 'utf8')).toBe(planJsonSchema());

  const bare = join(tempFolder(), 'antigo.json');
  writeFileSync(bare, planText(plan));
  expect(readFileSync(bare, 'utf8')).not.toContain('$schema');
  expect(await readPlan(h.files.plan)).toEqual(plan);
  expect(await readPlan(bare)).toEqual(plan);
  expect(planDigest(read(h.files.plan))).toBe(planDigest(plan));
  const { rows } = await h.target.query('select plan_sha256 from autocore_migration.run');
  expect(rows).toEqual([{ plan_sha256: planDigest(plan) }]);
});

it('a file of that name that is not ours stays, and so does a place for devices', async () => {
  const h = await migrated('create table t (id integer primary key)');
  onTestFinished(h.close);
  const folder = tempFolder();
  const [plan, beside] = [join(folder, 'plano.json'), join(folder, schemaName)];
  writeFileSync(beside, '{ "mine": true }');
  await writePlan(plan, h.plan);
  expect(readFileSync(beside, 'utf8')).toBe('{ "mine": true }');
  expect(read(plan).$schema).toBe(schemaAddress);
  expect(await readPlan(plan)).toEqual(await readPlan(h.files.plan));

  if (!existsSync('/dev/null')) return;
  await writePlan('/dev/null', h.plan, async (path, text) => writeFileSync(path, text));
  expect(existsSync(`/dev/${schemaName}`)).toBe(false);
});

it('every plan that there is follows the schema: of a dirty sample too', async () => {
  for (const profile of firstOf(['enhanced', 'compatible'] as const)) {
    const run = await migratedSample({ rows: 800, seed: 5, dirty: true, profile });
    const path = join(run.workspace, 'runs', run.state.id, 'plan.json');
    expect((await readPlan(path)).tables.length).toBeGreaterThan(10);
  }
});

it.each(firstOf(Object.entries(cases), 2))('so does one for tables as %s makes them', async (_, made) => {
  const scene = await adoptScene(made.sqlite, made.postgres);
  const { state } = await scene.migrate({ acceptDefaults: true, set: made.set ?? [] });
  const plan = await readPlan(join(scene.workspace, 'runs', state.id, 'plan.json'));
  expect(plan.tables.every((table) => table.adopted)).toBe(true);
});

it('a mistake in an edited plan is named with its place', async () => {
  const h = await migrated('create table t (id integer primary key)');
  onTestFinished(h.close);
  const path = join(tempFolder(), 'plano.json');
  const plan = read(h.files.plan);
  plan.tables[0].columns[0].type = 7;
  writeFileSync(path, JSON.stringify(plan));
  await expect(readPlan(path)).rejects.toMatchObject({
    code: 'plan.unreadable',
    params: { reason: expect.stringContaining('tables[0].columns[0].type') },
  });
});

it('the command line writes both, for the editor', async () => {
  const folder = tempFolder();
  const [source, out] = [join(folder, 'a.db'), join(folder, 'plano.json')];
  expect((await cli(['sample', '--rows', '50', '--out', source, '--workspace', folder])).code).toBe(0);
  expect((await cli(['plan', '--source', source, '--out', out, '--workspace', folder])).code).toBe(0);
  expect(read(out).$schema).toBe(`./${schemaName}`);
  expect(read(join(folder, schemaName)).$id).toBe(schemaAddress);
});
