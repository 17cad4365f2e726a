import { describe, expect, it } from 'vitest';
import { attach, historiesOf, historyOf } from '../../../electron/engine/kit/checkout/history.ts';

const kit = 'abcdefabcdef';

/** Files of a history: id, what it stands on; a kit's own have a K before their id. */
function filesOf(...revisions: [id: string, ...down: string[]][]) {
  return revisions.map(([name, ...down]) => {
    const id = name.replace('K', '');
    const end = name.startsWith('K') ? '_autocore_postgresql' : '';
    const text = `revision = "${id}"\ndown_revision = (${down.map((each) => `"${each}",`).join(' ')})\n`;
    return { path: `database/alembic/versions/${id}${end}.py`, text };
  });
}

function attached(versions: string[], ...revisions: [id: string, ...down: string[]][]) {
  return attach(historyOf(historiesOf(filesOf(...revisions)), versions), versions, kit);
}

const plain = { fork: false, stamp: [kit], unknown: [], stale: [] };
const path = (id: string) => `database/alembic/versions/${id}_autocore_postgresql.py`;

describe("the kit's revision", () => {
  it('stands where the source says it is', () => {
    expect(attached(['a2'], ['a1'], ['a2', 'a1'])).toEqual({ ...plain, down: ['a2'] });
    expect(attached(['a1'], ['a1'], ['a2', 'a1'])).toEqual({ ...plain, down: ['a1'], fork: true });
    expect(attached([], ['a1'], ['a2', 'a1'])).toEqual({ ...plain, down: ['a2'] });
    expect(attach(null, ['a2'], kit)).toEqual({ ...plain, down: ['a2'] });
  });

  it('says which version no file has', () => {
    expect(attached(['x9'], ['a1'], ['a2', 'a1'])).toEqual({ ...plain, down: ['a2'], unknown: ['x9'] });
    expect(attached(['x9', 'a2'], ['a1'], ['a2', 'a1'])).toEqual({ ...plain, down: ['a2'], unknown: ['x9'] });
  });

  it('takes the place of an earlier one that nothing stands on', () => {
    expect(attached(['a1'], ['a1'], ['Kb1', 'a1'])).toEqual({ ...plain, down: ['a1'], stale: [path('b1')] });
    expect(attached([], ['a1'], ['Kb1', 'a1'], ['Kb2', 'b1'])).toEqual({
      ...{ ...plain, down: ['a1'] },
      stale: [path('b1'), path('b2')],
    });
    // The same one: its file is written over.
    expect(attached(['a1'], ['a1'], [`K${kit}`, 'a1'])).toEqual({ ...plain, down: ['a1'] });
  });

  it('closes no circle where others stand on an earlier one', () => {
    const history: [string, ...string[]][] = [['a1'], [`K${kit}`, 'a1'], ['c1', kit], ['c2', 'c1']];
    expect(attached([], ...history)).toEqual({ ...plain, down: ['a1'] });
    expect(attached(['a1'], ...history)).toEqual({ ...plain, down: ['a1'] });
    expect(attached([kit], ...history)).toEqual({ ...plain, down: ['a1'] });
    // The source came back from PostgreSQL with what was done there.
    expect(attached(['c2'], ...history)).toEqual({ ...plain, down: ['a1'], stamp: ['c2'] });
    // One that was closed before is opened.
    expect(attached(['a1'], ['a1'], [`K${kit}`, 'a1', 'c1'], ['c1', kit])).toEqual({
      ...plain,
      down: ['a1'],
    });
    expect(attach(null, [kit], kit)).toEqual({ ...plain, down: [] });
  });

  it('stands on an earlier one that the source has', () => {
    expect(attached(['b1'], ['a1'], ['Kb1', 'a1'])).toEqual({ ...plain, down: ['b1'] });
    expect(attached(['c1'], ['a1'], ['Kb1', 'a1'], ['c1', 'b1'])).toEqual({ ...plain, down: ['c1'] });
  });
});

it('a kit that lies in the checkout is no history', () => {
  const lying = filesOf([`K${kit}`]).map((file) => ({ ...file, path: `kit/${file.path}` }));
  expect(historiesOf(lying)).toEqual([]);
});
