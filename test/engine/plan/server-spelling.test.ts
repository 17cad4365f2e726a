import { expect, it } from 'vitest';
import { needsIsJson, spelledFor } from '../../../electron/engine/plan/server-spelling.ts';

it('spells JSON and random UUIDs as an older server takes them, and nothing within names and constants', () => {
  const given = (sql: string) => spelledFor(120_000, sql, 's');
  const json = (name: string) => `(${name}::text is json)`;
  expect(given(json('"a"'))).toBe('"s".is_json("a"::text)');
  // An apostrophe within a name begins no constant.
  expect(given(`"it's" <> 1 and ${json(`"it's"`)} and "it's" is null`)).toBe(
    `"it's" <> 1 and "s".is_json("it's"::text) and "it's" is null`,
  );
  expect(given(`"it's" = gen_random_uuid()`)).toMatch(/^"it's" = md5\(/);
  for (const kept of [
    `'${json('"a"')}'`,
    `'it''s ${json('"a"')}'`,
    `e'\\'${json('"a"')}'`,
    `"it's gen_random_uuid()"`,
    `"x"" ${json("''")}"`,
  ]) {
    expect(given(kept)).toBe(kept);
    expect(needsIsJson(120_000, kept)).toBe(false);
  }
  expect(needsIsJson(120_000, `"it's" = 'x' or ${json('"a"')}`)).toBe(true);
  expect(needsIsJson(160_000, json('"a"'))).toBe(false);
});
