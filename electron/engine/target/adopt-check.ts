import type pg from 'pg';
import { withTransaction } from './connect.ts';
import { copyFrom } from './copy.ts';
import { quoteIdent } from './sql.ts';
import { sqlstateOf } from './sqlstate.ts';

export interface CheckTrial {
  /** Expression of the rule, over these columns by their names, or `trialName(column)` where another table is there too. */
  expression: string;
  columns: { name: string; type: string }[];
  /** COPY lines: a value for each column, and how many rows have these. */
  lines: Iterable<Buffer>;
  /** Whose rule it is, where we may act as they: what it calls runs with no more rights than theirs. */
  owner: string | null;
  signal: AbortSignal;
}

/** What a rule of the target says of values that are not there yet. */
export interface CheckVerdict {
  rows: number;
  /** Up to three of the values, as the server prints a row. */
  samples: string[];
}

const trialTable = 'autocore_check';

/** A column of the values that are tried, where a name alone might be one of another table. */
export function trialName(column: string): string {
  return `${quoteIdent(trialTable)}.${quoteIdent(column)}`;
}

/**
 * Lets the server judge values by a rule of its own, in a temporary table that is gone afterwards: what an expression
 * means in PostgreSQL nobody else can say for sure.
 */
export async function tryCheck(client: pg.Client, trial: CheckTrial): Promise<CheckVerdict> {
  const { expression, columns, lines, owner, signal } = trial;
  const count = 'autocore_n';
  const from = `pg_temp.${quoteIdent(trialTable)}`;
  const list = columns.map(({ name, type }) => `${quoteIdent(name)} ${type}`);
  try {
    return await withTransaction(client, async () => {
      if (owner !== null) await client.query(`set local role ${quoteIdent(owner)}`);
      await client.query(
        `create temporary table ${quoteIdent(trialTable)} (${[...list, `${count} bigint`].join(', ')}) on commit drop`,
      );
      await copyFrom(client, `copy ${from} from stdin`, lines, signal);
      const broken = `from ${from} where not (${expression})`;
      const counted = await client.query(`select coalesce(sum(${count}), 0)::text as rows ${broken}`);
      const names = columns.map(({ name }) => quoteIdent(name)).join(', ');
      const some = await client.query<{ line: string }>(
        `select row(${names})::text as line ${broken} limit 3`,
      );
      return {
        rows: Number(counted.rows[0].rows),
        samples: some.rows.map(({ line }) => line),
      };
    });
  } catch (error) {
    // A function that we may not call, or one that fails for such a value: the load will tell.
    if (!(error instanceof Error) || !/^(0L|0P|22|42|P0|2F|38|39)/.test(sqlstateOf(error) ?? '')) throw error;
    return { rows: 0, samples: [] };
  }
}
