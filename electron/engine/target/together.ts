import type pg from 'pg';
import type { Answers } from './pipeline.ts';

/**
 * Runs `work` on every connection and waits for all of them. When one fails, `stop` ends what the others are doing, and
 * the first error is thrown.
 */
export async function together(
  clients: pg.Client[],
  work: (client: pg.Client) => Promise<void>,
  stop: (reason: unknown) => void,
): Promise<void> {
  await sideBySide(
    clients.map((client) => () => work(client)),
    stop,
  );
}

/** The same for works that differ, each on connections of its own. */
export async function sideBySide<const T extends readonly (() => Promise<unknown>)[]>(
  works: T,
  stop: (reason: unknown) => void,
): Promise<Answers<T>> {
  const failures: unknown[] = [];
  const results = await Promise.all(
    works.map((work) =>
      work().catch((error: unknown) => {
        failures.push(error);
        stop(error);
      }),
    ),
  );
  if (failures.length > 0) throw failures[0];
  return results as Answers<T>;
}
