import { expect, it } from 'vitest';
import { typesFor } from '../../renderer/steps/audit/types.ts';
import type { ColumnProfile, PlanColumn } from '../../shared/model/index.ts';

function column(facts: Partial<ColumnProfile>, rest: Partial<PlanColumn> = {}): PlanColumn {
  const none = { integers: 0, reals: 0, texts: 0, blobs: 0, minInteger: null, maxInteger: null, maxChars: 0 };
  return {
    type: 'text',
    planned: 'text',
    identity: null,
    facts: { ...none, ...facts },
    ...rest,
  } as PlanColumn;
}

it('offers whole numbers for an id, and only those that hold its rows', () => {
  const id = { type: 'bigint', planned: 'bigint', identity: { start: '9' } };
  const facts = { integers: 2, minInteger: '1', maxInteger: '40000' };
  expect(typesFor(column(facts, id))).toEqual(['bigint', 'integer']);
  expect(typesFor(column({ ...facts, maxInteger: '2147483648' }, id))).toEqual(['bigint']);
  expect(typesFor(column({ ...facts, minInteger: '-32768', maxInteger: '5' }, id))).toContain('smallint');
});

it('offers what is planned and what is chosen, whatever these are', () => {
  const rest = { type: 'uuid', planned: 'character varying' };
  expect(typesFor(column({ integers: 1 }, rest)).slice(0, 2)).toEqual(['character varying', 'uuid']);
});

it('offers no type that could hold none of the values', () => {
  const blobs = typesFor(column({ blobs: 3 }));
  expect(blobs).toEqual(['text', 'bytea']);
  const numbers = typesFor(column({ integers: 3, minInteger: '0', maxInteger: '1' }));
  expect(numbers).toContain('boolean');
  expect(numbers).toContain('timestamp without time zone');
  for (const type of ['jsonb', 'uuid', 'text[]', 'time without time zone'])
    expect(numbers).not.toContain(type);
  expect(typesFor(column({ reals: 3 }))).not.toContain('boolean');
  expect(typesFor(column({ texts: 3, maxChars: 12 }))).not.toContain('uuid');
  expect(typesFor(column({ texts: 3, maxChars: 36 }))).toContain('uuid');
});

it('offers every type for a column without values', () => {
  expect(typesFor(column({}))).toHaveLength(15);
});

it('leaves out what no value could be kept in, but for what is planned or chosen', () => {
  const names = column({ texts: 3, maxChars: 36 }, { type: 'uuid' });
  const unfit = ['uuid', 'integer', 'jsonb'];
  const offered = typesFor(names, unfit);
  expect(offered).toEqual(expect.arrayContaining(['text', 'uuid', 'bytea']));
  expect(offered).not.toContain('integer');
  expect(offered).not.toContain('jsonb');
});
