import type { ClientBase } from 'pg';
import { sendAll } from './pipeline.ts';
import { lastingCommits } from './session.ts';

/**
 * Lets commits of this session return before they are on the disk. What a crash of the server may take is the last
 * moment's work together with its line in the journal, so that a resumed run does it again; nothing gets inconsistent.
 * https://www.postgresql.org/docs/current/wal-async-commit.html
 */
export async function commitLater(client: ClientBase): Promise<void> {
  await client.query('set synchronous_commit = off');
}

/** Puts everything that was committed before, by whatever session, on the disk; later commits wait again. */
export async function commitNow(client: ClientBase): Promise<void> {
  // A commit flushes the log up to itself, but only when the transaction has an id.
  await sendAll(client, ['reset synchronous_commit', lastingCommits, 'select txid_current()']);
}
