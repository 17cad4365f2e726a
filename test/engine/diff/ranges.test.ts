import { expect, onTestFinished, test } from 'vitest';
import type { LineDifference } from '../../../electron/engine/diff/ordered.ts';
import { rangeDifferences } from '../../../electron/engine/diff/ranges.ts';
import { migrated } from '../../helpers/hazard.ts';
import { quiet } from '../../helpers/migrated.ts';

test('ranges may lie where the column of the server has no room', async () => {
  const hazard = await migrated(`create table t (id integer primary key, v text);
    insert into t values (1, 'one'), (2, 'two'), (9, 'nine')`);
  onTestFinished(() => hazard.close());
  // As in tables that the application made; ids of the source that do not fit there lie on its pages all the same.
  await hazard.target.query(`alter table t alter id type integer; update t set v = 'x' where id in (2, 9)`);
  const kindsIn = async (...ranges: [bigint, bigint][]) => {
    const found: LineDifference[] = [];
    await rangeDifferences(
      {
        ...{ db: hazard.source, client: hazard.target, schema: 'public', table: hazard.table('t') },
        ...{ encoding: 'UTF-8', refused: new Set<string>(), signal: quiet.signal },
        onRows() {},
        onDifference: (difference) => void found.push(difference),
      },
      ranges.map(([from, to]) => ({ from, to })),
    );
    return found.map(({ kind, source }) => `${kind} ${source}`);
  };
  const far = 5_000_000_000n;
  expect(await kindsIn([far, far + 1n])).toEqual([]);
  expect(await kindsIn([-far, 1n])).toEqual([]);
  expect(await kindsIn([-far, 2n], [3n, 8n])).toEqual(['changed 2\ttwo\n']);
  expect(await kindsIn([3n, far])).toEqual(['changed 9\tnine\n']);
});
