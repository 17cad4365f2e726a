import type { Database } from 'better-sqlite3';
import type pg from 'pg';
import type { Plan } from '../../../shared/model/index.ts';
import type { TextEncoding } from '../convert/values.ts';
import { sightOf, untouched } from '../diff/untouched.ts';
import { type TableVerdict, validateTables } from '../diff/validate.ts';
import type { RunSession } from '../run/session.ts';
import { asOfNow, withTransaction } from '../target/connect.ts';

/**
 * The comparison of all rows while indexes are still being built: builds change no row, and keep no reader waiting. It
 * counts for as long as the target has the very rows that were compared.
 */
export class EarlyRows {
  readonly #session: RunSession;
  readonly #compared: { db: Database; plan: Plan; encoding: TextEncoding };
  #found: { verdicts: TableVerdict[]; sight: string } | null = null;

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
    const look = async () => ({ sight: await sightOf(client), verdicts: await validateTables(input) });
    this.#found = await withTransaction(client, look, asOfNow);
    state.comparedBeside = Math.round(performance.now() - began) / 1000;
  }

  /** What was found, where nothing differed and nobody has written since; else it has to be looked at anew. */
  async standing(client: pg.Client): Promise<TableVerdict[] | null> {
    if (this.#found === null || this.#found.verdicts.some(({ differences }) => differences > 0)) return null;
    const { verdicts, sight } = this.#found;
    const { state } = this.#session;
    const rows = new Map(state.tables.map(({ name, migrated }) => [name, migrated]));
    const tables = this.#compared.plan.tables.map(({ source, target }) => ({
      name: target,
      rows: rows.get(source) ?? 0,
    }));
    return (await untouched(client, state.target.schema, tables, sight)) ? verdicts : null;
  }
}
