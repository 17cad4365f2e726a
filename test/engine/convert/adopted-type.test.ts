import { describe, expect, it } from 'vitest';
import { adoptedType } from '../../../electron/engine/convert/adopted-type.ts';
import type { TypeFacts } from '../../../shared/model/index.ts';
import { allServers, serverUrl, type TestServer, withPg } from '../../helpers/postgres.ts';

/** A type as PostgreSQL's own catalogue tells it: name, modifier and element of a column that is made of it. */
async function factsOf(server: TestServer, types: string[]): Promise<TypeFacts[]> {
  return withPg(serverUrl(server), async (client) => {
    await client.query("create type pg_temp.mood as enum ('ok', 'sad')");
    const columns = types.map((type, i) => `c${i} ${type}`).join(', ');
    await client.query(`create temp table asked (${columns})`);
    const { rows } = await client.query<Row>(
      `select t.typname as name, t.typtype as type, a.atttypmod as modifier, e.typname as element,
         (select array_agg(l.enumlabel::text order by l.enumsortorder) from pg_enum l where l.enumtypid = t.oid) as labels
       from pg_attribute a join pg_type t on t.oid = a.atttypid
       left join pg_type e on e.oid = t.typelem and t.typcategory = 'A'
       where a.attrelid = 'pg_temp.asked'::regclass and a.attnum > 0 order by a.attnum`,
    );
    return rows.map(({ name, type, modifier, element, labels }) => ({
      ...{ name, modifier, labels, collated: false },
      kind: element === null ? (type === 'e' ? 'enum' : type === 'b' ? 'base' : 'other') : 'array',
      element:
        element === null
          ? null
          : {
              ...{ name: element, kind: 'base', modifier: -1 },
              ...{ labels: null, element: null, collated: false },
            },
    }));
  });
}

interface Row {
  name: string;
  type: string;
  modifier: number;
  element: string | null;
  labels: string[] | null;
}

const int2 = { min: '-32768', max: '32767' };
const int4 = { min: '-2147483648', max: '2147483647' };
const int8 = { min: '-9223372036854775808', max: '9223372036854775807' };

const known: [string, ReturnType<typeof adoptedType>][] = [
  ['text', { conversion: 'text' }],
  ['varchar', { conversion: 'text' }],
  ['varchar(36)', { conversion: 'text', fit: { length: 36 } }],
  ['char(2)', { conversion: 'text', fit: { length: 2, padded: true } }],
  ['char', { conversion: 'text', fit: { length: 1, padded: true } }],
  ['smallint', { conversion: 'integer', fit: { range: int2 } }],
  ['integer', { conversion: 'integer', fit: { range: int4 } }],
  ['bigint', { conversion: 'integer', fit: { range: int8 } }],
  ['numeric', { conversion: 'numeric' }],
  ['numeric(10,2)', { conversion: 'numeric', fit: { precision: 10, scale: 2 } }],
  ['numeric(1000,1000)', { conversion: 'numeric', fit: { precision: 1000, scale: 1000 } }],
  ['numeric(3,-2)', { conversion: 'numeric', fit: { precision: 3, scale: -2 } }],
  ['numeric(5)', { conversion: 'numeric', fit: { precision: 5, scale: 0 } }],
  ['real', { conversion: 'real' }],
  ['double precision', { conversion: 'double' }],
  ['boolean', { conversion: 'boolean' }],
  ['timestamp', { conversion: 'timestamp' }],
  ['timestamp(3)', { conversion: 'timestamp', fit: { decimals: 3 } }],
  ['timestamp(6)', { conversion: 'timestamp' }],
  ['timestamptz(0)', { conversion: 'timestamptz', fit: { decimals: 0 } }],
  ['timestamptz', { conversion: 'timestamptz' }],
  ['date', { conversion: 'date' }],
  ['time(0)', { conversion: 'time', fit: { decimals: 0 } }],
  ['timetz', null],
  ['interval', { conversion: 'interval' }],
  ['interval(2)', { conversion: 'interval', fit: { decimals: 2 } }],
  ['interval day to hour', null],
  ['bytea', { conversion: 'bytea' }],
  ['json', { conversion: 'json' }],
  ['jsonb', { conversion: 'jsonb' }],
  ['uuid', { conversion: 'uuid' }],
  ['inet', { conversion: 'network', fit: { network: 'inet' } }],
  ['cidr', { conversion: 'network', fit: { network: 'cidr' } }],
  ['macaddr', { conversion: 'network', fit: { network: 'macaddr' } }],
  ['macaddr8', { conversion: 'network', fit: { network: 'macaddr8' } }],
  ['pg_temp.mood', { conversion: 'text', fit: { labels: ['ok', 'sad'] } }],
  ['text[]', { conversion: 'array', fit: { element: { conversion: 'text' } } }],
  ['varchar(5)[]', { conversion: 'array', fit: { element: { conversion: 'text', fit: { length: 5 } } } }],
  ['integer[]', { conversion: 'array', fit: { element: { conversion: 'integer', fit: { range: int4 } } } }],
  [
    'numeric(4,2)[]',
    { conversion: 'array', fit: { element: { conversion: 'numeric', fit: { precision: 4, scale: 2 } } } },
  ],
  ['uuid[]', { conversion: 'array', fit: { element: { conversion: 'uuid' } } }],
  ['boolean[]', { conversion: 'array', fit: { element: { conversion: 'boolean' } } }],
  ['jsonb[]', null],
  ['timestamptz[]', null],
  ['money', null],
  ['xml', null],
  ['bit(3)', null],
  ['bit varying', null],
  ['point', null],
  ['tsvector', null],
  ['int4range', null],
  ['name', null],
  ['oid', null],
  ['"char"', null],
];

describe.each(allServers())('a type as the catalogue of %s tells it', (server) => {
  it('has its conversion and what it asks', async () => {
    const facts = await factsOf(
      server,
      known.map(([type]) => type),
    );
    const found = facts.map((type, i) => [known[i]?.[0], adoptedType(type)]);
    expect(found).toEqual(known);
  });
});

describe('text that does not sort by bytes', () => {
  const base: TypeFacts = {
    ...{ name: 'varchar', kind: 'base', modifier: 9, labels: null, element: null, collated: true },
  };
  it.each<[string, TypeFacts, ReturnType<typeof adoptedType>]>([
    ['varchar(5)', base, { conversion: 'text', fit: { length: 5, collated: true } }],
    [
      'citext',
      { ...base, name: 'citext', modifier: -1, collated: false },
      { conversion: 'text', fit: { collated: true } },
    ],
    [
      'citext of another kind',
      { ...base, name: 'citext', kind: 'other', modifier: -1 },
      { conversion: 'text', fit: { collated: true } },
    ],
    ['somebody’s own int4', { ...base, name: 'int4', kind: 'other', modifier: -1 }, null],
    ['a number', { ...base, name: 'uuid', modifier: -1 }, { conversion: 'uuid' }],
  ])('%s', (_, type, expected) => expect(adoptedType(type)).toEqual(expected));
});
