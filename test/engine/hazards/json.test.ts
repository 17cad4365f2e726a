import { beforeAll, describe, expect, it } from 'vitest';
import { expectIdentical } from '../../helpers/cases.ts';
import { type Hazard, migrated } from '../../helpers/hazard.ts';
import { problemsOf } from '../../helpers/oracle.ts';

/** Texts where AutoCore keeps JSON, with the code of what is wrong with each: jsonb would change or refuse it. */
const hazards: [string, string][] = [
  ['json.broken', '{"canal": 1'],
  ['json.broken', 'toggle'],
  ['json.broken', "{'ligado': True, 'nome': None}"],
  ['json.broken', '[1, 2,]'],
  ['json.broken', '{"a": 01}'],
  ['json.broken', '"tab\there"'],
  ['json.empty', ''],
  ['json.empty', '  '],
  ['json.nan', '{"valor": NaN}'],
  ['json.nan', '[-Infinity]'],
  ['json.duplicateKey', '{"canal": 1, "canal": 2}'],
  ['json.duplicateKey', '{"a": {"b": 1, "\\u0062": 2}}'],
  ['json.nul', '{"texto": "a\\u0000b"}'],
  ['json.nul', '{"\\u0000": 1}'],
  ['json.surrogate', '{"texto": "\\ud83d"}'],
  ['json.surrogate', '["\\ude00\\ud83d"]'],
  ['json.number', '{"valor": 1e400000}'],
  ['json.number', '[-0]'],
  ['json.number', '[-0.0]'],
];

const good = [
  '{"canal": 1, "nome": "Farol", "ligado": true, "nulo": null}',
  '[]',
  '{}',
  '42',
  '"só texto"',
  ' { "b" : [ 1 , 2.50 , 1E3 ] , "a" : "\\u00e9\\n\\/" } ',
  '{"valor": 0.1000000000000000055511151231257827021181583404541015625}',
  '{"grande": 123456789012345678901234567890}',
  '{"emoji": "\\ud83d\\ude97", "cru": "🚗"}',
  '{"bb": 1, "a": 2, "ção": 3, "c": 4}',
];

const quote = (text: string) => `'${text.replaceAll("'", "''")}'`;

const real = '7f3c2a90-51de-4b6c-9e0f-2d8a4c11b7e5';
const sql = `
  create table devices (n integer primary key, uuid varchar(36) unique, configuration_json text, capabilities_json text);
  ${good.map((json, i) => `insert into devices values (${i + 1}, 'esp32-relay-${i}', ${quote(json)}, ${quote(json)});`).join('\n')}
  ${hazards.map(([, json], i) => `insert into devices values (${100 + i}, null, ${quote(json)}, null);`).join('\n')}
  update devices set uuid = '${real}' where n = 1;
  update devices set uuid = '${real.toUpperCase()}' where n = 2;
  create table icons (n integer primary key, tags text);
  insert into icons values (1, '["luz", "farol alto", "", "NULL", "a,b", "{x}", "\\"", "\\\\"]'), (2, '[]'), (3, null);
  create table vehicles (n integer primary key, uuid varchar(36), tags text);
  insert into vehicles values (1, '${real}', '["a", 1]');
`;

describe('in the compatible profile', () => {
  let h: Hazard;
  beforeAll(async () => {
    h = await migrated(sql, { extras: true });
    return h.close;
  });

  it('JSON stays the text that it is', async () => {
    expectIdentical(h);
    for (const table of ['devices', 'icons', 'vehicles']) expect(await problemsOf(h, table)).toEqual([]);
    expect(h.exceptions).toEqual([]);
    for (const column of ['configuration_json', 'capabilities_json'])
      expect(h.column('devices', column).type).toBe('text');
  });

  it('is named where it is none that PostgreSQL could query', () => {
    const counted = Map.groupBy(hazards, ([code]) => code);
    for (const [code, all] of counted) {
      const finding = h.findings('devices', 'configuration_json').find((f) => f.code === code);
      expect([code, finding?.count]).toEqual([code, all.length]);
      const keys = finding?.samples.map((s) => s.key?.n as number) ?? [];
      expect(keys).toHaveLength(Math.min(all.length, 3));
      for (const n of keys) expect(hazards[n - 100]?.[0]).toBe(code);
    }
    expect(h.findings('devices', 'capabilities_json')).toEqual([]);
  });

  it('can be queried through the view, wherever it is JSON', async () => {
    const rows = await h.rows('select n, configuration_json from devices_json order by n');
    // Those that jsonb would change it takes all the same: keys that come twice, and zeros below zero.
    expect(rows.filter(([, json]) => json !== null)).toHaveLength(good.length + 4);
    expect(rows.find(([n]) => n === '2')?.[1]).toBe('[]');
    expect(rows.find(([n]) => n === '100')?.[1]).toBeNull();
  });
});

describe('in the enhanced profile', () => {
  let h: Hazard;
  beforeAll(async () => {
    h = await migrated(sql, { profile: 'enhanced' });
    return h.close;
  });

  it('JSON becomes jsonb only where every text survives', async () => {
    expectIdentical(h);
    expect(h.exceptions).toEqual([]);
    expect(h.column('devices', 'configuration_json').type).toBe('text');
    expect(h.column('devices', 'capabilities_json').type).toBe('jsonb');
    const equal = good.map((json) => `${quote(json)}::jsonb`).join(', ');
    const [[all]] = (await h.rows(
      `select array_agg(capabilities_json order by n) filter (where n < 100) = array[${equal}] from devices`,
    )) as [[string]];
    expect(all).toBe('t');
    // What jsonb does not keep is the spelling; every digit stays.
    expect(await h.rows('select capabilities_json from devices where n in (6, 7, 8) order by n')).toEqual([
      ['{"a": "é\\n/", "b": [1, 2.50, 1000]}'],
      ['{"valor": 0.1000000000000000055511151231257827021181583404541015625}'],
      ['{"grande": 123456789012345678901234567890}'],
    ]);
  });

  it('UUIDs become uuid only where every text is one, spelled as PostgreSQL spells them', () => {
    expect(h.column('devices', 'uuid').type).toMatch(/^character varying/);
    expect(h.column('vehicles', 'uuid').type).toBe('uuid');
    const codes = h.findings('devices', 'uuid').map((f) => [f.code, f.count]);
    expect(codes).toEqual(
      expect.arrayContaining([
        ['uuid.notUuid', good.length - 2],
        ['uuid.spelling', 1],
        ['uuid.collision', 2],
      ]),
    );
  });

  it('lists of texts become text[], other lists jsonb', async () => {
    expect(h.column('icons', 'tags').type).toBe('text[]');
    expect(await h.rows('select n, to_json(tags) from icons order by n')).toEqual([
      ['1', '["luz","farol alto","","NULL","a,b","{x}","\\"","\\\\"]'],
      ['2', '[]'],
      ['3', null],
    ]);
    expect(h.column('vehicles', 'tags').type).toBe('jsonb');
    expect(await h.rows('select tags from vehicles')).toEqual([['["a", 1]']]);
  });

  it('says what changes for the application', () => {
    const codes = h.audit.findings.filter((f) => f.code.startsWith('application.'));
    expect(codes.map((f) => `${f.table}.${f.column} ${f.code}`).sort()).toEqual([
      'devices.capabilities_json application.jsonb',
      'icons.tags application.textArray',
      'vehicles.tags application.jsonb',
      'vehicles.uuid application.uuid',
    ]);
  });
});
