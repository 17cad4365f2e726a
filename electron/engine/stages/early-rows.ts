import type { Database } from 'better-sqlite3';
import type pg from 'pg';
import type { Plan } from '../../../shared/model/index.ts';
import type { TextEncoding } from '../convert/values.ts';
import { type TableVerdict, validateTables } from '../diff/validate.ts';
import type { RunSession } from '../run/session.ts';
import { withTransaction } from '../target/connect.ts';

/** What one moment of the target holds. */
export const asOfNow = 'begin isolation level repeatable read read only';

/**
 * The comparison of all rows while indexes are still being built: builds change no row, and keep no reader waiting. What
 * it finds is what validation would find behind them.
 */
export class EarlyRows {
  /** Null until all were compared. */
  verdicts: TableVerdict[] | null = null;
  readonly #session: RunSession;
  readonly #compared: { db: Database; plan: Plan; encoding: TextEncoding };

  /** @param session whose load has ended */
  constructor(session: RunSession, compared: { db: Database; plan: Plan; encoding: TextEncoding }) {
    this.#session = session;
    this.#compared = compared;
  }

  async compare(client: pg.Client): Promise<void> {
    const { state, ctx } = this.#session;
    const input = {
      ...{ ...this.#compared, client, run: state.id, schema: state.target.schema, level: 'rows' as const },
      ...{ accounts: state.tables, signal: ctx.signal, onRows: () => {} },
    };
    const began = performance.now();
    this.verdicts = await withTransaction(client, () => validateTables(input), asOfNow);
    state.comparedBeside = Math.round(performance.now() - began) / 1000;
  }
}
