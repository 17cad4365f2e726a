import fc from 'fast-check';
import { expect, it } from 'vitest';
import { CoveringRanges } from '../../../electron/engine/diff/covering.ts';

const [least, most] = [-(2n ** 63n), 2n ** 63n - 1n];
const id = fc.oneof(fc.bigInt({ min: -50n, max: 400n }), fc.bigInt({ min: least, max: most }));
const range = fc.tuple(id, id).map(([a, b]) => (a < b ? { from: a, to: b } : { from: b, to: a }));
const row = id.map((each) => ({ from: each, to: each }));

it('holds all that was added, in few ranges and in order', () => {
  const check = (added: { from: bigint; to: bigint }[]) => {
    const covering = new CoveringRanges();
    for (const each of added) covering.add(each);
    const list = covering.list();
    expect(list.length).toBeLessThanOrEqual(16);
    for (const { from, to } of added)
      expect(list.some((each) => each.from <= from && to <= each.to)).toBe(true);
    list.forEach((each, i) => {
      expect(each.from <= each.to && (i === 0 || (list[i - 1]?.to ?? most) + 1n < each.from)).toBe(true);
      // Each end is one that was asked for.
      expect(added.some(({ from }) => from === each.from) && added.some(({ to }) => to === each.to)).toBe(
        true,
      );
    });
  };
  fc.assert(fc.property(fc.array(fc.oneof(row, range), { maxLength: 80 }), check), { numRuns: 2000 });
});

it('leaves the widest gaps open', () => {
  const covering = new CoveringRanges();
  // Twenty neighbourhoods of two rows each, the gaps between them wider and wider.
  const starts = Array.from({ length: 20 }, (_, i) => BigInt(i * i * 100));
  for (const from of starts) for (const at of [from, from + 2n]) covering.add({ from: at, to: at });
  const list = covering.list();
  expect(list).toHaveLength(16);
  expect(list[0]).toEqual({ from: 0n, to: 1602n });
  expect(list.slice(1)).toEqual(starts.slice(5).map((from) => ({ from, to: from + 2n })));
});

it('keeps little of very many, in any order', () => {
  const covering = new CoveringRanges();
  for (let i = 0n; i < 20_000n; i++)
    covering.add({ from: ((i * 7919n) % 20_000n) * 10n, to: 5n + ((i * 7919n) % 20_000n) * 10n });
  covering.add({ from: 5_000_000n, to: 5_000_000n });
  const list = covering.list();
  expect(list.length).toBeLessThanOrEqual(16);
  expect(list[0]?.from).toBe(0n);
  expect(list.at(-1)).toEqual({ from: 5_000_000n, to: 5_000_000n });
  expect(list.some(({ from, to }) => from <= 199_995n && to > 199_995n)).toBe(false);
});
