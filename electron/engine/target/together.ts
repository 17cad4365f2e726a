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
