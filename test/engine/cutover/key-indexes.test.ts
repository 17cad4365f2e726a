import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import SQLite from 'better-sqlite3';
import { expect, it } from 'vitest';
import type { Audit, Plan } from '../../../shared/model/index.ts';
import { firstOf } from '../../helpers/long.ts';
import { withPg } from '../../helpers/postgres.ts';
import { afterMigration } from './live.ts';
import { context } from './scene.ts';

const decisions = { 'future.foreignKey:telemetry_data': 'index', 'future.foreignKey:event_logs': 'index' };
const orphan = `insert into telemetry_data (timestamp, device_id, data_type, data_key, data_value, unit)
  values ('2026-01-02 03:04:05', 987654, 'gps', 'speed', '7', null)`;

const fileOf = (scene: { workspace: string; state: { id: string } }, name: string) =>
  JSON.parse(readFileSync(join(scene.workspace, 'runs', scene.state.id, name), 'utf8'));

it('foreign keys are told of, with the choice where rows are only appended', async () => {
  const scene = await afterMigration({ rows: 50 });
  const { findings } = fileOf(scene, 'audit.json') as Audit;
  const found = findings.filter((f) => f.code === 'future.foreignKey');
  expect(found.filter((f) => f.options.length > 0).map((f) => [f.table, f.decision, f.options])).toEqual(
    [
      ['event_logs', 'enforce', ['enforce', 'index']],
      ['telemetry_data', 'enforce', ['enforce', 'index']],
    ].sort(),
  );
  expect(found.length).toBeGreaterThan(5);
  expect(found.every((f) => f.severity === 'note')).toBe(true);
  expect(findings.filter((f) => f.code === 'future.strict')).toHaveLength(1);
});

it.each(firstOf([true, false]))(
  'an index stands in for a foreign key through the whole way (extras: %s)',
  async (extras) => {
    const scene = await afterMigration({
      rows: 200,
      extras,
      choices: { types: {}, decisions },
      prepare: (db) => void db.exec(orphan),
    });
    expect(scene.state).toMatchObject({ validation: { status: 'identical' }, objects: { missing: [] } });
    const plan = fileOf(scene, 'plan.json') as Plan;
    const telemetry = plan.tables.find((t) => t.source === 'telemetry_data');
    expect(telemetry?.foreignKeys).toEqual([]);
    // One of the extras begins with the device already.
    const name = extras ? 'idx_telemetry_data_device_time' : 'idx_telemetry_data_device_id';
    expect(telemetry?.indexes.filter((i) => i.terms[0] === '"device_id"').map((i) => i.name)).toEqual([name]);
    const { findings } = fileOf(scene, 'audit.json') as Audit;
    expect(findings.filter((f) => f.code === 'rows.orphans' || f.code === 'leftOut.foreignkey')).toEqual([]);
    const kept = plan.decisions.filter((d) => d.option === 'index').map((d) => [d.finding, d.by]);
    expect(Object.fromEntries(kept)).toEqual({
      'future.foreignKey:telemetry_data': 'user',
      'future.foreignKey:event_logs': 'user',
    });
    await withPg(scene.url, async (client) => {
      const { rows } = await client.query(
        `select (select count(*)::int from pg_constraint where contype = 'f'
         and conrelid in ('telemetry_data'::regclass, 'event_logs'::regclass)) as keys,
       array(select indexname::text from pg_indexes where indexname in ($1, 'idx_event_logs_user_id') order by 1) as indexes`,
        [name],
      );
      expect(rows).toEqual([{ keys: 0, indexes: ['idx_event_logs_user_id', name].sort() }]);
      await client.query('begin');
      await client.query(orphan);
      await client.query('rollback');
    });
    scene.change((db) => {
      db.exec(orphan);
      db.exec('delete from devices where id = 1');
    });
    await scene.sync();
    expect((await scene.validate()).validation).toMatchObject({ status: 'identical' });
    await scene.commands.cutover(scene.url, context());
    await withPg(scene.url, (client) => client.query(orphan));
    await scene.commands.rollback(scene.url, context());
    const db = new SQLite(scene.source, { readonly: true });
    expect(db.prepare('select count(*) from telemetry_data where device_id = 987654').pluck().get()).toBe(3);
    db.close();
  },
);
