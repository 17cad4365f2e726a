import fc from 'fast-check';
import { expect, it } from 'vitest';
import { type Hazard, migrated } from '../../helpers/hazard.ts';
import { isLong } from '../../helpers/long.ts';
import { problemsOf } from '../../helpers/oracle.ts';
import { type FileSpec, file, write } from './tables.ts';

/** Each file has 4 tables of 250 rows and 4 to 12 columns. The long run never is the same twice. */
const files = isLong ? 400 : 10;
const seed = Number(process.env.AUTOCORE_SEED ?? (isLong ? Math.floor(Math.random() * 2 ** 31) : 1754748191));

/** Migrates one file and says what is wrong with it. */
async function problems(spec: FileSpec): Promise<string[]> {
  const h = await migrated((db) => write(db, spec));
  try {
    const found = [];
    for (const { name, ddl } of spec.tables) {
      const wrong = await problemsOf(h, name);
      found.push(...wrong.slice(0, 3).map((p) => `${name}: ${p}`));
      if (wrong.length > 0) found.push(ddl.join('; '));
    }
    for (const e of h.exceptions)
      if (e.code.startsWith('server.')) found.push(`${e.table}: ${e.code} ${e.reason}`);
    const { differences, samples, insertsWithoutId } = h.state.validation ?? {};
    const noInsert = insertsWithoutId?.filter((i) => !i.ok) ?? [];
    const missing = h.state.objects.missing.filter((m) => !collides(h, m));
    if (samples?.length !== 0 || noInsert.length > 0 || missing.length > 0)
      found.push(JSON.stringify({ differences, samples: samples?.slice(0, 2), noInsert, missing }));
    return found;
  } finally {
    await h.close();
  }
}

/**
 * Two values that are one after a repair, or two spellings of one time (`.5` and `.50`), can stand in the way of a
 * unique key; nothing else may.
 */
function collides(h: Hazard, missing: string): boolean {
  const [, name] = /^(?:unique|index) \w+_(c\d+)_key on/.exec(missing) ?? [];
  const [, table = ''] = / on (t\d)$/.exec(missing) ?? [];
  const columns = name ? [name] : ['c0', 'c1'];
  return columns.some(
    (c) =>
      /^time/.test(h.column(table, c).conversion) || h.ledger(table, c).some((e) => e.action === 'repaired'),
  );
}

it('every value of every storage class in every column is exact in the target, or in the ledger', async () => {
  const result = await fc.check(
    fc.asyncProperty(file(4, 250), async (spec) => {
      const found = await problems(spec);
      if (found.length > 0) throw new Error(`${spec.encoding}\n${found.slice(0, 12).join('\n')}`);
    }),
    { numRuns: files, seed, endOnFailure: true },
  );
  // The counterexample is thousands of values: what was wrong with them says more.
  const error = result.errorInstance as Error | null;
  expect(error?.stack ?? '', `seed ${seed}, run ${result.numRuns}`).toBe('');
});
