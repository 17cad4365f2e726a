import { expect, it } from 'vitest';
import { migrate } from '../../../electron/engine/commands/migrate.ts';
import { quiet } from '../../helpers/migrated.ts';
import { findPsql, ownedDatabase } from '../../helpers/psql.ts';
import { place, serverSide } from './scene.ts';

it.skipIf(findPsql() === null)('takes 100,000 rows there as the load does', async () => {
  const here = await place({ rows: 100_000 });
  const clock = async <T>(work: () => Promise<T>): Promise<[T, number]> => {
    const began = performance.now();
    return [await work(), (performance.now() - began) / 1000];
  };
  const there = await serverSide('pg18', here);
  const [{ state }, written] = await clock(() => here.export());
  const [run, loaded] = await clock(() => there.psql());
  expect(run).toMatchObject({ stderr: '', code: 0 });
  const [migrated, whole] = await clock(async () =>
    migrate(
      {
        ...{ workspace: here.workspace, source: here.source, target: await ownedDatabase('pg18'), env: {} },
        ...{ schema: null, plan: null, profile: 'compatible', extras: true, ifNotEmpty: 'abort' },
        ...{ rehearse: false, acceptDefaults: true, language: 'en' },
      },
      quiet,
    ),
  );
  const rows = (tables: { migrated: number }[]) => tables.map((each) => each.migrated);
  expect(rows(state.tables)).toEqual(rows(migrated.tables));
  const { load = 0, indexes = 0, validate = 0 } = migrated.seconds;
  console.log(
    `export ${written.toFixed(1)} s (writing ${state.seconds.export} s), psql ${loaded.toFixed(1)} s;`,
    `migrate ${whole.toFixed(1)} s (load ${load} s, indexes ${indexes} s, validate ${validate} s);`,
    `ratio, of which migrate also compared all rows, ${((written + loaded) / whole).toFixed(2)}`,
  );
});
