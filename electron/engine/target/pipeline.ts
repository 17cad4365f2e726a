import type { Duplex } from 'node:stream';
import type { ClientBase, QueryResult } from 'pg';
import type { Query } from './sql.ts';

/** Not in @types/pg: the switch for sending before the answers are there, and what is sent on. */
type Pipelined = ClientBase & { pipeline: boolean; connection: { stream: Duplex } };

export type Answers<T extends readonly (() => Promise<unknown>)[]> = {
  -readonly [K in keyof T]: Awaited<ReturnType<T[K]>>;
};

/**
 * Asks several things of a connection without waiting in between: the server does them in this order, and all of them
 * cost the time of one round trip. Nothing else may use the connection meanwhile, and no COPY of streams.
 * https://www.postgresql.org/docs/current/protocol-flow.html#PROTOCOL-FLOW-PIPELINING
 * @throws the failure of the first one that failed, when all of them were answered: those behind it were asked, too.
 */
export async function inOneTrip<const T extends readonly (() => Promise<unknown>)[]>(
  client: ClientBase,
  asks: T,
): Promise<Answers<T>> {
  const pipelined = client as Pipelined;
  const before = pipelined.pipeline;
  const { stream } = pipelined.connection;
  pipelined.pipeline = true;
  try {
    // In as few packets as they fit into.
    stream.cork();
    const asked = asks.map(async (ask) => ask());
    stream.uncork();
    const answers = await Promise.allSettled(asked);
    const failed = answers.find((answer) => answer.status === 'rejected');
    if (failed) throw failed.reason;
    return answers.map((answer) => (answer as PromiseFulfilledResult<unknown>).value) as Answers<T>;
  } finally {
    pipelined.pipeline = before;
  }
}

/** Statements in one trip. @throws the first failure; in a transaction everything behind it failed, too */
export async function sendAll(client: ClientBase, queries: readonly (string | Query)[]): Promise<void> {
  await inOneTrip(
    client,
    queries.map((query) => () => client.query(query as Query)),
  );
}

/** What a transaction does: a statement, or something of its own that begins with one. */
type Work = string | Query | (() => Promise<unknown>);

/**
 * A whole transaction in one trip: committed when nothing fails, else nothing of it stays.
 * @throws the first failure
 */
export async function transactionOf(client: ClientBase, work: readonly Work[]): Promise<void> {
  const asks = ['begin', ...work, 'commit'].map((each) =>
    typeof each === 'function' ? each : () => client.query(each as Query),
  );
  const { command } = (await inOneTrip(client, asks)).at(-1) as QueryResult;
  // The server answers ROLLBACK, and no error, to the commit of a transaction that had failed.
  if (command !== 'COMMIT') throw new Error(`the transaction was not committed: ${command}`);
}

/** Several of them in one trip, each for itself: how each ended. */
export function transactionsOf(
  client: ClientBase,
  works: readonly (readonly Work[])[],
): Promise<PromiseSettledResult<void>[]> {
  const settled = async (work: readonly Work[]) => {
    const [result] = await Promise.allSettled([transactionOf(client, work)]);
    return result;
  };
  return inOneTrip(
    client,
    works.map((work) => () => settled(work)),
  );
}
