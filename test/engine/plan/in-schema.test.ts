import { expect, it } from 'vitest';
import { inSchema } from '../../../electron/engine/plan/in-schema.ts';

it('puts the schema where it stands for a name, and nowhere else', () => {
  const given = (sql: string) => inSchema(sql, 'a"b');
  expect(given('(:schema.f("x"::text)) desc')).toBe('("a""b".f("x"::text)) desc');
  expect(given('create view :schema."v" as select * from :schema."t"')).toBe(
    'create view "a""b"."v" as select * from "a""b"."t"',
  );
  for (const sql of [
    '":schema.x"',
    `'it''s :schema.x'`,
    `E'\\' :schema.x'`,
    '$$ :schema.x $$',
    '$f$ $$ :schema.x $f$',
    '"a"":schema.x"',
    'x::schema.t',
    ':schemas.x',
    ':Schema.x',
  ]) {
    expect(given(sql)).toBe(sql);
  }
});
