import type { PlanObject } from '../../../shared/model/index.ts';
import { searchPath } from '../target/sql.ts';
import { refuse, type Value } from './expression-value.ts';
import { here } from './in-schema.ts';

const called = 'autocore_round';
const most = 15n;

/** A REAL rounded to decimals as SQLite does it, as a NUMERIC of so many decimals: a call of `roundFunction`. */
export function rounded(real: string, digits: Value): string {
  if (typeof digits.constant !== 'bigint' || digits.constant < 0n || digits.constant > most)
    return refuse('a number of decimals that is no constant from 0 to 15');
  return `${here}${called}(${real}, ${digits.constant})`;
}

/** True for SQL of a plan that calls it. */
export function needsRound(sql: string): boolean {
  return sql.includes(`${here}${called}(`);
}

/**
 * round(x, n) of SQLite looks at the binary number itself: 1.005 lies below its decimal spelling and becomes 1.0.
 * PostgreSQL rounds the spelling. The bits are taken as a whole number, `m / 2^k`, and rounded exactly; from 2^52 on no
 * double has a fraction. https://www.sqlite.org/lang_corefunc.html#round
 */
export const roundFunction: PlanObject = {
  kind: 'function',
  name: called,
  table: null,
  sql: `create function ${here}${called}(x double precision, n integer) returns numeric language sql immutable strict
set search_path = ${searchPath} set extra_float_digits = 1 as $$
  select case
    when abs(x) >= 4503599627370496 then round(x::text::numeric, n)
    when abs(x) < 1e-20 then round(0::numeric, n)
    else (
      select round(sign(x)::numeric * round(div(
          trunc((abs(x) * power(2::float8, k))::bigint::numeric * power(10::numeric, n)) * 2 + trunc(power(2::numeric, k)),
          trunc(power(2::numeric, k)) * 2
        ), n) / trunc(power(10::numeric, n)), n)
      from (select 60 - ceil(ln(abs(x)) / ln(2::float8))::integer as k) as scale
    )
  end
$$`,
};
