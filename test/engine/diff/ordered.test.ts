import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { wholeLines } from '../../../electron/engine/diff/lines.ts';
import { diffMultiset } from '../../../electron/engine/diff/multiset.ts';
import { diffOrdered, type LineDifference } from '../../../electron/engine/diff/ordered.ts';

type Rows = Map<number, string>;

const rows = fc
  .dictionary(
    fc.integer({ min: -50, max: 50 }).map(String),
    fc.constantFrom('a', 'b', '\\N', 'longer value', ''),
  )
  .map((d): Rows => new Map(Object.entries(d).map(([k, v]) => [Number(k), v])));

/** The rows as a stream that is cut at random places. */
async function* stream(of: Rows, cut: number): AsyncGenerator<Buffer> {
  const lines = [...of].sort(([a], [b]) => a - b).map(([k, v]) => `${k}\t${v}\n`);
  const all = Buffer.from(lines.join(''));
  for (let at = 0; at < all.length; at += cut) yield all.subarray(at, at + cut);
}

function expected(source: Rows, target: Rows): string[] {
  const keys = [...new Set([...source.keys(), ...target.keys()])].sort((a, b) => a - b);
  return keys
    .filter((k) => source.get(k) !== target.get(k))
    .map((k) => `${!target.has(k) ? 'missing' : !source.has(k) ? 'unexpected' : 'changed'} ${k}`);
}

const seen = (found: LineDifference[]) =>
  found.map((d) => `${d.kind} ${(d.source ?? d.target)?.toString().split('\t')[0]}`);

describe('diffOrdered', () => {
  it('finds exactly the rows that differ, however the streams are cut', async () => {
    await fc.assert(
      fc.asyncProperty(
        rows,
        rows,
        fc.integer({ min: 1, max: 40 }),
        fc.integer({ min: 1, max: 40 }),
        async (a, b, cutA, cutB) => {
          const found: LineDifference[] = [];
          const result = await diffOrdered(
            wholeLines(stream(a, cutA)),
            wholeLines(stream(b, cutB)),
            [{ at: 0, numeric: true }],
            (d) => void found.push(d),
          );
          expect(seen(found)).toEqual(expected(a, b));
          expect(result.rows).toEqual({ source: a.size, target: b.size });
          expect(result.digest.source === result.digest.target).toBe(found.length === 0);
        },
      ),
      { numRuns: 2000 },
    );
  });

  it('orders text keys by their bytes, as the C collation does', async () => {
    const lines = (...keys: string[]) =>
      (async function* () {
        yield Buffer.from(keys.map((k) => `${k}\n`).join(''));
      })();
    const found: LineDifference[] = [];
    await diffOrdered(
      lines('Z', 'a', '\uffee', '\u{1f600}'),
      lines('a', '\uffee', '\u{1f600}'),
      [{ at: 0, numeric: false }],
      (d) => void found.push(d),
    );
    expect(seen(found)).toEqual(['missing Z\n']);
  });
});

describe('diffMultiset', () => {
  it('counts rows without a key in any order', async () => {
    const lines = (all: string[]) => () =>
      (async function* () {
        yield Buffer.from(all.map((l) => `${l}\n`).join(''));
      })();
    const text = fc.array(fc.constantFrom('a', 'b', 'c', 'd'), { minLength: 1, maxLength: 12 });
    await fc.assert(
      fc.asyncProperty(text, text, async (a, b) => {
        const surplus = new Map<string, number>();
        const result = await diffMultiset(lines(a), lines(b), (d) => {
          const line = (d.source ?? d.target)?.toString().trim() ?? '';
          surplus.set(line, (surplus.get(line) ?? 0) + (d.kind === 'missing' ? 1 : -1));
        });
        for (const value of 'abcd') {
          const n = a.filter((v) => v === value).length - b.filter((v) => v === value).length;
          expect(surplus.get(value) ?? 0).toBe(n);
        }
        expect(result.digest.source === result.digest.target).toBe(surplus.size === 0);
      }),
      { numRuns: 500 },
    );
  });
});
