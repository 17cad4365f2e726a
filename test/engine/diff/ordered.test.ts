import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { wholeLines } from '../../../electron/engine/diff/lines.ts';
import { diffMultiset } from '../../../electron/engine/diff/multiset.ts';
import { diffOrdered, type KeyField, type LineDifference } from '../../../electron/engine/diff/ordered.ts';

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

/** What the first side has and the second has not, and the other way round, by the lines of both. */
async function differences(source: string[], target: string[], key: KeyField[]): Promise<string[]> {
  const of = (lines: string[]) =>
    (async function* () {
      yield Buffer.from(lines.map((line) => `${line}\n`).join(''));
    })();
  const found: string[] = [];
  await diffOrdered(of(source), of(target), key, ({ kind, source: left, target: right }) => {
    found.push(`${kind} ${(left ?? right)?.toString().slice(0, -1)}`);
  });
  return found;
}

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

  it.each<[what: string, first: string, second: string]>([
    ['capitals before small letters', 'Z', 'a'],
    // As UTF-16 it is the other way round: a surrogate is less than U+FFEE.
    ['the last of the first plane before an emoji', '\uffee', '\u{1f600}'],
    ['a letter with an accent after all without', 'z', 'é'],
    ['what begins another one first', 'a', 'aa'],
    ['no text before any', '', '!'],
    // In COPY a tab is a backslash and a letter, which would come after it.
    ['a tab before a blank', '\\t', ' '],
  ])('orders text keys by their bytes, as the C collation does: %s', async (_, first, second) => {
    const key = [{ at: 0, numeric: false }];
    expect(await differences([first, second], [second], key)).toEqual([`missing ${first}`]);
    expect(await differences([second], [first, second], key)).toEqual([`unexpected ${first}`]);
    expect(await differences([first], [first, second], key)).toEqual([`unexpected ${second}`]);
    expect(await differences([first], [second], key)).toEqual([`missing ${first}`, `unexpected ${second}`]);
  });

  it('orders keys of texts and numbers so, whatever they are', async () => {
    // UTF-16, which JavaScript compares by, has the emoji before U+FFEE; COPY writes a tab as a backslash and a letter.
    const letters = fc.constantFrom('Z', 'a', 'é', '\t', '\\', '\uffee', '\u{1f600}');
    const word = fc.array(letters, { minLength: 1, maxLength: 3 }).map((all) => all.join(''));
    const keyed = fc.uniqueArray(fc.tuple(word, fc.integer({ min: -11, max: 11 })), {
      selector: ([text, number]) => `${text} ${number}`,
      maxLength: 12,
    });
    type Key = [text: string, number: number];
    const inOrder = ([a, m]: Key, [b, n]: Key): number =>
      Buffer.compare(Buffer.from(a), Buffer.from(b)) || m - n;
    const line = ([text, number]: Key): string =>
      `${text.replaceAll('\\', '\\\\').replaceAll('\t', '\\t')}\t${number}`;
    const lines = (keys: Key[]): string[] => [...keys].sort(inOrder).map(line);
    const key = [
      { at: 0, numeric: false },
      { at: 1, numeric: true },
    ];
    await fc.assert(
      fc.asyncProperty(keyed, keyed, async (source, target) => {
        const [here, there] = [new Set(source.map(line)), new Set(target.map(line))];
        const expected = lines([...source, ...target.filter((each) => !here.has(line(each)))])
          .filter((each) => !here.has(each) || !there.has(each))
          .map((each) => `${here.has(each) ? 'missing' : 'unexpected'} ${each}`);
        expect(await differences(lines(source), lines(target), key)).toEqual(expected);
      }),
      { numRuns: 2000 },
    );
  });

  it('orders numbers beyond 53 bits, and the parts of a key one after the other', async () => {
    const number = [{ at: 1, numeric: true }];
    const [low, high] = ['x\t9007199254740992', 'x\t9007199254740993'];
    expect(await differences([low, high], [high], number)).toEqual([`missing ${low}`]);
    expect(await differences(['x\t-10', 'x\t-9', 'x\t9', 'x\t10'], ['x\t-9', 'x\t10'], number)).toEqual([
      'missing x\t-10',
      'missing x\t9',
    ]);
    const both = [{ at: 0, numeric: false }, ...number];
    expect(await differences(['a\t9', 'a\t10', 'b\t1'], ['a\t10', 'b\t1'], both)).toEqual(['missing a\t9']);
    expect(await differences(['a\t2', 'b\t1'], ['b\t1'], both)).toEqual(['missing a\t2']);
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
