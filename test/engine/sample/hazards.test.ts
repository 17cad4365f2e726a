import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import SQLite, { type Database } from 'better-sqlite3';
import { beforeAll, describe, expect, it } from 'vitest';
import { type SampleResult, writeSample } from '../../../electron/engine/sample/write.ts';

let db: Database;
let hazards: SampleResult['hazards'];

beforeAll(async () => {
  const folder = mkdtempSync(join(tmpdir(), 'autocore-migrate-'));
  const out = join(folder, 'sujo.db');
  ({ hazards } = await writeSample({ out, rows: 50, dirty: true }));
  db = new SQLite(out, { readonly: true });
  return () => {
    db.close();
    rmSync(folder, { recursive: true });
  };
});

/** Storage class and hexadecimal bytes of every value planted under a name. */
function planted(hazard: string): { type: string; hex: string }[] {
  return hazards
    .filter((each) => each.hazard === hazard && each.rowid !== null)
    .map(({ table, column, rowid }) => {
      const row = db
        .prepare<[bigint], { type: string; hex: string }>(
          `select typeof("${column}") as type, hex("${column}") as hex from "${table}" where rowid = ?`,
        )
        .get(rowid ?? 0n);
      if (!row) throw new Error(`${hazard} is not in ${table}`);
      return row;
    });
}

describe('a dirty sample', () => {
  it('opens and passes a quick check', () => {
    expect(db.pragma('quick_check', { simple: true })).toBe('ok');
  });

  it.each([
    ['integer.real', 'real'],
    ['integer.empty', 'text'],
    ['integer.word', 'text'],
    ['integer.blob', 'blob'],
    ['integer.beyond32', 'integer'],
    ['integer.infinity', 'real'],
    ['boolean.word', 'text'],
    ['boolean.number', 'integer'],
    ['boolean.blob', 'blob'],
    ['text.blob', 'blob'],
    ['text.notUtf8', 'text'],
    ['real.infinity', 'real'],
    ['real.nan', 'text'],
    ['time.epochSeconds', 'integer'],
    ['time.epochReal', 'real'],
    ['time.julian', 'real'],
    ['time.hour24', 'text'],
    ['time.blob', 'blob'],
    ['json.nul', 'text'],
    ['unique.null', 'null'],
  ])('holds %s as %s', (hazard, type) => {
    const values = planted(hazard);
    expect(values.length).toBeGreaterThan(0);
    expect(values.map((value) => value.type)).toEqual(values.map(() => type));
  });

  it('holds the bytes it promises', () => {
    expect(planted('text.notUtf8').map(({ hex }) => hex)).toContain('53E36F204A6FE36F');
    expect(planted('text.nul').map(({ hex }) => hex)).toContain('4775696E00636F');
    expect(planted('integer.beyond53')[0]?.hex).toBe(Buffer.from('9223372036854775807').toString('hex'));
    expect((planted('text.huge')[0]?.hex.length ?? 0) / 2).toBeGreaterThan(1024 * 1024);
    expect(Buffer.from(planted('json.nul')[0]?.hex ?? '', 'hex').toString()).toBe('{"texto": "a\\u0000b"}');
  });

  it('holds ids beyond 32 bits, negative ones and zero', () => {
    const ids = ['id.beyond32', 'id.negative', 'id.zero'].map(
      (name) => hazards.find(({ hazard }) => hazard === name)?.rowid,
    );
    expect(ids).toEqual([3_000_000_000n, -5n, 0n]);
  });

  it('holds orphans, several vehicles and rows that break checks', () => {
    expect(db.pragma('foreign_key_check(telemetry_data)')).toHaveLength(1);
    expect(db.pragma('foreign_key_check(event_logs)')).toHaveLength(1);
    expect(db.prepare('select count(*) from vehicles').pluck().get()).toBeGreaterThan(1);
    expect(db.prepare("select count(*) from vehicles where fuel_type = 'gnv'").pluck().get()).toBe(1);
    const collisions = db.prepare('select count(*) - count(distinct lower(uuid)) from devices').pluck();
    expect(collisions.get()).toBe(1);
  });

  it('holds objects that AutoCore does not have', () => {
    const list = db.pragma('table_list') as { name: string; type: string; wr: number; strict: number }[];
    const find = (name: string) => list.find((each) => each.name === name);
    expect(find('parametros')).toMatchObject({ wr: 1 });
    expect(find('medidas_estritas')).toMatchObject({ strict: 1 });
    expect(find('busca_eventos')).toMatchObject({ type: 'virtual' });
    expect(find('vw_dispositivos_online')).toMatchObject({ type: 'view' });
    expect(db.prepare("select count(*) from sqlite_schema where type = 'trigger'").pluck().get()).toBe(1);
    expect(db.prepare("select seq from sqlite_sequence where name = 'quick_actions'").pluck().get()).toBe(3);
    expect(find(`tab'ela "estranha" $1 %s;\n--`)).toBeDefined();
  });

  it('names every hazard with where it is', () => {
    for (const { table, column, hazard } of hazards) {
      const columns = db
        .prepare<[string], string>('select name from pragma_table_xinfo(?)')
        .pluck()
        .all(table);
      expect(columns.length, hazard).toBeGreaterThan(0);
      if (column !== null) expect(columns, hazard).toContain(column);
    }
  });
});
