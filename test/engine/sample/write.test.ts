import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import SQLite from 'better-sqlite3';
import { describe, expect, it, onTestFinished } from 'vitest';
import { eraShape, eras } from '../../../electron/engine/sample/eras.ts';
import { type SampleInput, writeSample } from '../../../electron/engine/sample/write.ts';
import { tempFolder } from '../../helpers/folder.ts';

async function sample(input: Partial<SampleInput> = {}) {
  const out = join(tempFolder(), 'exemplo.db');
  const result = await writeSample({ out, rows: 100, ...input });
  const db = new SQLite(out, { readonly: true });
  onTestFinished(() => void db.close());
  return { out, db, result };
}

function digest(path: string): string {
  return createHash('sha256').update(readFileSync(path)).digest('hex');
}

describe('a sample', () => {
  it('has the 14 tables of AutoCore as SQLAlchemy writes them', async () => {
    const { db, result } = await sample();
    expect(result.tables.map(({ name }) => name)).toEqual([
      'can_signals',
      'devices',
      'event_logs',
      'icons',
      'macros',
      'relay_boards',
      'relay_channels',
      'screen_items',
      'screens',
      'telemetry_data',
      'themes',
      'users',
      'vehicle_devices',
      'vehicles',
    ]);
    const sql = (name: string) =>
      db.prepare<[string], string>('select sql from sqlite_schema where name = ?').pluck().get(name);
    expect(sql('relay_boards')).toBe(
      'CREATE TABLE relay_boards (\n\tid INTEGER NOT NULL, \n\tdevice_id INTEGER NOT NULL, ' +
        '\n\ttotal_channels INTEGER NOT NULL, \n\tboard_model VARCHAR(50), \n\tis_active BOOLEAN, ' +
        '\n\tcreated_at DATETIME, \n\tPRIMARY KEY (id), ' +
        '\n\tFOREIGN KEY(device_id) REFERENCES devices (id) ON DELETE CASCADE\n)',
    );
    expect(sql('can_signals')).toContain('\n\t"offset" FLOAT, ');
    expect(sql('vehicles')).toContain('CONSTRAINT check_single_vehicle_record CHECK (id = 1)');
    expect(sql('idx_telemetry_timestamp')).toBe(
      'CREATE INDEX idx_telemetry_timestamp ON telemetry_data (timestamp, device_id)',
    );
    expect(db.pragma('foreign_key_list(screen_items)')).toHaveLength(3);
    const indexes = db.prepare("select count(*) from sqlite_schema where type = 'index' and sql is not null");
    expect(indexes.pluck().get()).toBe(37);
  });

  it('is sound: intact, without orphans, and within its own checks', async () => {
    const { db } = await sample({ rows: 1000 });
    expect(db.pragma('integrity_check', { simple: true })).toBe('ok');
    expect(db.pragma('foreign_key_check')).toEqual([]);
    for (const { name, checks } of eraShape('14').tables) {
      for (const { expression } of checks) {
        const broken = db.prepare(`select count(*) from ${name} where not (${expression})`).pluck().get();
        expect(broken, expression).toBe(0);
      }
    }
  });

  it('holds values of the declared type, and texts as long as declared', async () => {
    const { db } = await sample({ rows: 1000 });
    for (const { name, columns } of eraShape('14').tables) {
      for (const column of columns) {
        const classes = db
          .prepare<[], string>(`select distinct typeof("${column.name}") from ${name} order by 1`)
          .pluck()
          .all();
        const expected = { INTEGER: 'integer', BOOLEAN: 'integer', FLOAT: 'real' }[column.type] ?? 'text';
        expect(classes.filter((each) => each !== 'null').join(), `${name}.${column.name}`).toMatch(
          new RegExp(`^(${expected})?$`),
        );
        const declared = /^VARCHAR\((\d+)\)$/.exec(column.type)?.[1];
        const longest = db.prepare(`select max(length("${column.name}")) from ${name}`).pluck().get();
        if (declared) expect(Number(longest), `${name}.${column.name}`).toBeLessThanOrEqual(Number(declared));
      }
    }
  });

  it('spreads its telemetry over months, one row a second for each device', async () => {
    const { db, result } = await sample({ rows: 5000 });
    const rows = Object.fromEntries(result.tables.map((table) => [table.name, table.rows]));
    expect(rows).toMatchObject({ telemetry_data: 5000, event_logs: 500 });
    const months = db.prepare('select count(distinct substr(timestamp, 1, 7)) from telemetry_data').pluck();
    expect(months.get()).toBeGreaterThanOrEqual(5);
    const twice = db
      .prepare(
        'select count(*) from (select 1 from telemetry_data group by device_id, timestamp having count(*) > 1)',
      )
      .pluck();
    expect(twice.get()).toBe(0);
    const spellings = db.prepare('select distinct length(timestamp) from telemetry_data order by 1').pluck();
    expect(spellings.all()).toEqual([19, 26]);
    expect(
      db.prepare("select count(*) from event_logs where timestamp not glob '2025-*'").pluck().get(),
    ).toBe(0);
  });

  it('is the same for the same seed, and another for another', async () => {
    const [first, second, other] = [
      await sample({ seed: 7 }),
      await sample({ seed: 7 }),
      await sample({ seed: 8 }),
    ];
    expect(digest(second.out)).toBe(digest(first.out));
    expect(digest(other.out)).not.toBe(digest(first.out));
    const small = await sample({ seed: 7, rows: 50 });
    // But for their times, which are spread over the same months however many there are.
    const firstRows =
      'select id, device_id, data_type, data_key, data_value, unit from telemetry_data where id <= 10 order by id';
    expect(small.db.prepare(firstRows).all()).toEqual(first.db.prepare(firstRows).all());
  });

  it('may be empty of telemetry', async () => {
    const { db } = await sample({ rows: 0 });
    expect(db.prepare('select count(*) from telemetry_data').pluck().get()).toBe(0);
  });
});

describe('the versions of AutoCore', () => {
  it.each([
    ['11-early', 11, 'default_state'],
    ['11', 11, null],
    ['11+macro', 11, 'allow_in_macro'],
    ['12', 12, 'allow_in_macro'],
    ['enum', 13, 'allow_in_macro'],
    ['14', 14, 'allow_in_macro'],
    ['14-strftime', 14, 'allow_in_macro'],
    ['hand-patched', 15, 'allow_in_macro'],
  ] as const)('%s has %i tables', async (era, tables, column) => {
    const { db, result } = await sample({ era });
    expect(result.tables).toHaveLength(tables);
    const columns = (db.pragma('table_info(relay_channels)') as { name: string }[]).map(({ name }) => name);
    if (column === null) expect(columns).not.toContain('allow_in_macro');
    else expect(columns).toContain(column);
  });

  it('adds allow_in_macro last, as Alembic does', async () => {
    const { db } = await sample({ era: '11+macro' });
    const columns = db.pragma('table_info(relay_channels)') as { name: string; dflt_value: string }[];
    expect(columns.at(-1)).toMatchObject({ name: 'allow_in_macro', dflt_value: "'1'" });
  });

  it('writes enumerations in upper case with their widths', async () => {
    const { db } = await sample({ era: 'enum' });
    const types = (db.pragma('table_info(devices)') as { name: string; type: string }[]).map(
      ({ type }) => type,
    );
    expect(types).toContain('VARCHAR(19)');
    expect(db.prepare('select distinct item_type from screen_items order by 1').pluck().all()).toContain(
      'BUTTON',
    );
    expect(db.prepare('select count(*) from _alembic_tmp_screen_items').pluck().get()).toBe(3);
  });

  it('keeps what was patched by hand', async () => {
    const { db } = await sample({ era: 'hand-patched' });
    const references = (db.pragma('foreign_key_list(vehicle_devices)') as { table: string }[]).map(
      ({ table }) => table,
    );
    expect(references.sort()).toEqual(['devices', 'vehicles_backup']);
    expect(db.prepare("select seq from sqlite_sequence where name = 'vehicles'").pluck().get()).toBe(1);
    expect(db.prepare('select length(chassis) from vehicles').pluck().get()).toBe(11);
  });

  it.each(eras)('%s can be dirty', async (era) => {
    const { result } = await sample({ era, dirty: true, rows: 20 });
    expect(result.hazards.length).toBeGreaterThan(150);
  });
});

describe('the file', () => {
  it('is not overwritten unless forced', async () => {
    const out = join(tempFolder(), 'autocore.db');
    writeFileSync(out, 'precious');
    await expect(writeSample({ out, rows: 1 })).rejects.toMatchObject({
      code: 'output.exists',
      params: { path: out },
    });
    expect(readFileSync(out, 'utf8')).toBe('precious');
    await writeSample({ out, rows: 1, force: true });
    expect(readFileSync(out).subarray(0, 15).toString()).toBe('SQLite format 3');
  });

  it('takes any name', async () => {
    const out = join(tempFolder(), 'São João #1 100%?.db');
    await writeSample({ out, rows: 1 });
    expect(existsSync(out)).toBe(true);
  });

  it.each(['missing folder', 'folder of that name'])('says that it cannot be written: %s', async (how) => {
    const folder = tempFolder();
    const out = join(folder, how, 'autocore.db');
    if (how !== 'missing folder') mkdirSync(join(out, 'x'), { recursive: true });
    const writing = writeSample({ out, rows: 1, force: true });
    await expect(writing).rejects.toMatchObject({ code: 'output.unwritable', params: { path: out } });
  });

  it('is not there after an interruption, nor anything of it', async () => {
    const folder = tempFolder();
    const cancel = new AbortController();
    const writing = writeSample({
      out: join(folder, 'autocore.db'),
      rows: 200_000,
      signal: cancel.signal,
      onRows: () => cancel.abort(),
    });
    await expect(writing).rejects.toMatchObject({ code: 'interrupted' });
    expect(readdirSync(folder)).toEqual([]);
  });
});
