import { expect, test } from 'vitest';
import { isText, normaliseType } from '../../../electron/engine/diff/parity-types.ts';

test.for([
  ['character varying(36)', 'varchar(36)'],
  ['VARCHAR (36)', 'varchar(36)'],
  ['varchar', 'varchar'],
  ['char', 'char(1)'],
  ['character(4)', 'char(4)'],
  ['int4', 'integer'],
  ['INT', 'integer'],
  ['int2', 'smallint'],
  ['int8', 'bigint'],
  ['decimal(10, 2)', 'numeric(10,2)'],
  ['numeric(10)', 'numeric(10,0)'],
  ['numeric', 'numeric'],
  ['double  precision', 'double precision'],
  ['float8', 'double precision'],
  ['float', 'double precision'],
  ['float4', 'real'],
  ['bool', 'boolean'],
  ['timestamp without time zone', 'timestamp'],
  ['timestamp(3) without time zone', 'timestamp(3)'],
  ['timestamp with time zone', 'timestamptz'],
  ['timestamp(3) with time zone', 'timestamptz(3)'],
  ['time without time zone', 'time'],
  ['time with time zone', 'timetz'],
  ['bit varying(3)', 'varbit(3)'],
  ['public.citext', 'citext'],
  ['text[]', 'text[]'],
  ['character varying(9)[3]', 'varchar(9)[]'],
  ['"My Type"', '"My Type"'],
  ['bpchar', 'bpchar'],
  ['bpchar(4)', 'char(4)'],
  ['bpchar[]', 'bpchar[]'],
])('%s is %s', ([type, expected]) => {
  expect(normaliseType(type as string)).toBe(expected);
});

test('only text has a collation to compare', () => {
  expect(['text', 'character varying(3)', 'char', 'bpchar', 'public.citext'].every(isText)).toBe(true);
  expect(['text[]', 'bytea', 'bigint', 'jsonb'].some(isText)).toBe(false);
});
