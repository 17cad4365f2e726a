import type { EventEmitter } from 'node:events';
import type { Socket } from 'node:net';
import pg, { type ClientBase } from 'pg';

/** What @types/pg leaves out: how a query of pg's takes part in the protocol. */
interface RawQuery extends EventEmitter {
  callback: (error: unknown) => void;
  submit(connection: RawConnection): null;
  handleCopyInResponse(connection: RawConnection): void;
  handleCopyData(message: { chunk: Buffer }): void;
}

interface RawConnection {
  stream: Socket;
  query(text: string): void;
}

const RawQuery = pg.Query as unknown as new (text: string) => RawQuery;

/** Bytes up to which rows are sent or fetched whole: they fit the buffers on the way, so that nobody waits for anybody. */
export const wholeBytes = 512 * 1024;

/**
 * Sends COPY text that is in memory, all of it behind its statement: nothing is waited for, so that it goes out with
 * what is asked before and behind it (`inOneTrip`). A server that refuses the statement passes over the rows.
 * https://www.postgresql.org/docs/current/protocol-flow.html#PROTOCOL-COPY
 */
export function copyWhole(client: ClientBase, sql: string, data: readonly Buffer[]): Promise<void> {
  return submitted(client, new CopyIn(sql, data));
}

/** Fetches the rows of a COPY into memory: for what is known to be little, and asked with other things. */
export async function fetchWhole(client: ClientBase, sql: string): Promise<Buffer[]> {
  const query = new CopyOut(sql);
  await submitted(client, query);
  return query.chunks;
}

function submitted(client: ClientBase, query: RawQuery): Promise<void> {
  const { promise, resolve, reject } = Promise.withResolvers<void>();
  query.callback = (error) => (error ? reject(error) : resolve());
  client.query(query as unknown as pg.Query);
  return promise;
}

class CopyIn extends RawQuery {
  readonly #sql: string;
  readonly #data: readonly Buffer[];

  constructor(sql: string, data: readonly Buffer[]) {
    super(sql);
    this.#sql = sql;
    this.#data = data;
  }

  override submit(connection: RawConnection): null {
    const { stream } = connection;
    stream.cork();
    connection.query(this.#sql);
    for (const data of this.#data) {
      stream.write(headOf('d', data.length));
      stream.write(data);
    }
    stream.write(headOf('c', 0));
    stream.uncork();
    return null;
  }

  /** The rows are on their way already. */
  override handleCopyInResponse(): void {}
}

class CopyOut extends RawQuery {
  readonly chunks: Buffer[] = [];

  override handleCopyData({ chunk }: { chunk: Buffer }): void {
    // The reader's own memory is used again.
    this.chunks.push(Buffer.from(chunk));
  }
}

/** https://www.postgresql.org/docs/current/protocol-message-formats.html */
function headOf(code: 'c' | 'd', length: number): Buffer {
  const head = Buffer.alloc(5);
  head.write(code, 'latin1');
  head.writeUInt32BE(length + 4, 1);
  return head;
}
