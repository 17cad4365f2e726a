import { expect, it } from 'vitest';
import { checkedRange } from '../../../electron/engine/plan/check-range.ts';

const { NEGATIVE_INFINITY: low, POSITIVE_INFINITY: high } = Number;

it.each([
  ['a = 1', 1, 1],
  ['a between -5 and +7', -5, 7],
  ['a >= 0 and a <= 100', 0, 100],
  ['0 <= "A" AND 100 > A', 0, 100],
  ['(a) in (3, -2, null, (9))', -2, 9],
  ['a is null or a in (0, 1)', 0, 1],
  ['a isnull or (a < 10 and a > 2)', 2, 10],
  ['a = 1 or a = 4294967296', 1, 4294967296],
  ["a in (0, 1) and b <> 'x'", 0, 1],
  ['t.a = 1', 1, 1],
  // Nothing that bounds it.
  ['a > 0', 0, high],
  ['a <= 5', low, 5],
  ['a not between 1 and 2', low, high],
  ['a not in (1, 2)', low, high],
  ['a <> 1', low, high],
  ['not a > 5', low, high],
  ['b between 1 and 2', low, high],
  ['a between 1 and b', low, high],
  ['a in (select 1)', low, high],
  ['a = 1 or b = 2', low, high],
  ['abs(a) < 5', low, high],
  ['a + 1 < 5', low, high],
  ['a is not null', low, high],
  ['this is no expression', low, high],
])('%s leaves %s to %s', (check, min, max) => {
  expect(checkedRange(check, 'a', ['a', 'b'])).toEqual({ min, max });
});
