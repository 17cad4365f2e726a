import type pg from 'pg';

/**
 * Runs `work` on every connection and waits for all of them. When one fails, `stop` ends what the others are doing, and
 * the first error is thrown.
 */
export async function together(
  clients: pg.Client[],
  work: (client: pg.Client) => Promise<void>,
  stop: (reason: unknown) => void,
): Promise<void> {
  const failures: unknown[] = [];
  await Promise.all(
    clients.map((client) =>
      work(client).catch((error: unknown) => {
        failures.push(error);
        stop(error);
      }),
    ),
  );
  if (failures.length > 0) throw failures[0];
}

/** The same for two different works on connections of their own. */
export async function sideBySide<A, B>(
  [one, other]: [() => Promise<A>, () => Promise<B>],
  stop: (reason: unknown) => void,
): Promise<[A, B]> {
  const failures: unknown[] = [];
  const noted = <T>(work: () => Promise<T>) =>
    work().catch((error: unknown): never => {
      failures.push(error);
      stop(error);
      throw error;
    });
  const [a, b] = await Promise.allSettled([noted(one), noted(other)]);
  if (a.status === 'rejected' || b.status === 'rejected') throw failures[0];
  return [a.value, b.value];
}
