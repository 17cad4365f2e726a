import { beforeAll, expect, it } from 'vitest';
import { writeSample } from '../../../electron/engine/sample/write.ts';
import { type Hazard, migrated } from '../../helpers/hazard.ts';
import { problemsOf } from '../../helpers/oracle.ts';

/** A database as it comes from the field, with one of each hazard planted, and everything the target gets besides. */
let h: Hazard;
let hazards: Awaited<ReturnType<typeof writeSample>>['hazards'];
beforeAll(async () => {
  const write = async (out: string) => {
    ({ hazards } = await writeSample({ out, rows: 2000, dirty: true }));
  };
  h = await migrated({ write }, { extras: true });
  return h.close;
});

it('has every value of every table in the target, or in the ledger', async () => {
  for (const { name } of h.state.tables) {
    const columns = h.table(name).columns.map((c) => c.source);
    if (!columns.includes('id')) continue;
    expect(await problemsOf(h, name, 'id'), name).toEqual([]);
  }
});

it('has each planted value in its row, or the row in quarantine', () => {
  const quarantined = new Set(
    h.exceptions.filter((e) => e.action === 'quarantined').map((e) => `${e.table} ${e.key.id}`),
  );
  const planted = hazards.filter((each) => each.rowid !== null && each.hazard.startsWith('time.'));
  expect(planted.length).toBeGreaterThan(90);
  const outs: boolean[] = [];
  for (const { table, rowid, hazard } of planted) {
    const nothing = /(empty|zero|impossible|month13|beforeChrist|unpadded|word|none|blob|notUtf8)$/;
    const stays = h.column(table, table === 'macros' ? 'last_executed' : 'timestamp').nullable;
    const isTime =
      h.column(table, table === 'macros' ? 'last_executed' : 'timestamp').conversion === 'timestamp';
    const out = isTime && !stays && nothing.test(hazard);
    outs.push(out);
    expect(quarantined.has(`${table} ${rowid}`), `${hazard} in ${table}`).toBe(out);
  }
  expect(new Set(outs)).toEqual(new Set([true, false]));
});

it('is identical as a whole, with what is left out named', () => {
  expect(h.state.validation).toMatchObject({ status: 'identical', differences: 0, samples: [] });
  expect(h.state.objects.missing).toEqual([]);
  expect(h.state.programs).toMatchObject([
    { kind: 'view', name: 'vw_dispositivos_online', reason: null },
    { kind: 'trigger', name: 'trg_devices_updated', reason: null },
  ]);
  expect(h.certificate.leftOut).toEqual(h.plan.leftOut);
});

it('has a finding for every table and column that the ledger names', () => {
  const found = new Set(h.audit.findings.map((f) => `${f.table} ${f.column}`));
  for (const e of h.exceptions) expect(found, e.code).toContain(`${e.table} ${e.column}`);
});

it('does not let clocks that stood still or ran away make partitions', async () => {
  const { partitions } = h.table('telemetry_data');
  expect(partitions?.ranges.length).toBeGreaterThan(0);
  expect(partitions?.ranges.length).toBeLessThan(12);
  const outside = `select count(*) from "${partitions?.defaultName}" where timestamp < '1971-01-01' or (timestamp > '2079-01-01' and timestamp < '10000-01-01')`;
  const [[rows]] = (await h.rows(outside)) as [[string]];
  const outliers = h.findings('telemetry_data', 'timestamp').find((f) => f.code === 'clock.outliers');
  expect(Number(rows)).toBe(outliers?.count);
  expect(outliers?.samples.length).toBeGreaterThan(0);
});
