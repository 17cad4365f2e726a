import type pg from 'pg';
import type { Bandwidth, Prediction, RunState } from '../../../shared/model/index.ts';
import { quoteIdent } from '../target/sql.ts';

export interface Sizes {
  /** Rows alone, about what goes over the line. */
  tables: number;
  indexes: number;
}

/** Bytes in a schema: tables with what is kept beside them, and indexes. */
export async function sizesOf(client: pg.Client, schema: string): Promise<Sizes> {
  const { rows } = await client.query<{ tables: string; indexes: string }>(
    `select coalesce(sum(pg_table_size(oid)), 0)::text as tables, coalesce(sum(pg_indexes_size(oid)), 0)::text as indexes
       from pg_class where relnamespace = to_regnamespace($1::text) and relkind = 'r'`,
    [quoteIdent(schema)],
  );
  return { tables: Number(rows[0]?.tables), indexes: Number(rows[0]?.indexes) };
}

const sample = 4 * 2 ** 20;

/** Sends and fetches some megabytes; the better of two, since the first one also wakes the line up. */
export async function measureBandwidth(client: pg.Client): Promise<Bandwidth> {
  const best = async (work: () => Promise<unknown>): Promise<number> => {
    let seconds = Number.POSITIVE_INFINITY;
    for (let i = 0; i < 2; i++) {
      const began = performance.now();
      await work();
      seconds = Math.min(seconds, (performance.now() - began) / 1000);
    }
    return seconds;
  };
  const trip = await best(() => client.query('select 1'));
  const text = 'x'.repeat(sample);
  const up = await best(() => client.query('select length($1::text)', [text]));
  const down = await best(() => client.query(`select repeat('x', ${sample})`));
  const rate = (seconds: number) => Math.round(sample / Math.max(seconds - trip, 0.001));
  return { up: rate(up), down: rate(down), latencyMs: Math.round(trip * 100_000) / 100 };
}

/**
 * What the real migration will take: as long as the rehearsal, or as long as the line takes where that is slower. How
 * fast the real server works is not known before it is used.
 * @param before what snapshot and audit took that the rehearsal did not make again
 */
export function predict(
  state: RunState,
  sizes: Sizes,
  bandwidth: Bandwidth | null,
  before: { snapshot: number; audit: number } | null = null,
): Prediction {
  const took = (stage: keyof RunState['seconds']) => state.seconds[stage] ?? 0;
  // A source that changes until then is copied and audited again.
  const atLeast = (stage: 'snapshot' | 'audit') => Math.max(took(stage), before?.[stage] ?? 0);
  const line = (rate: number | undefined) => (rate ? sizes.tables / rate : 0);
  const { comparedBeside } = state;
  const beside = comparedBeside === undefined ? 0 : line(bandwidth?.down);
  const behind = comparedBeside === undefined ? line(bandwidth?.down) : 0;
  const seconds = {
    snapshot: atLeast('snapshot'),
    audit: atLeast('audit'),
    load: Math.max(took('load'), line(bandwidth?.up)),
    indexes: Math.max(took('indexes'), beside),
    validate: Math.max(took('validate'), behind),
  };
  const total = Object.values(seconds).reduce((sum, each) => sum + each, 0);
  const round = (value: number) => Math.round(value * 10) / 10;
  const databaseBytes = sizes.tables + sizes.indexes;
  return {
    databaseBytes,
    diskBytes: Math.ceil(databaseBytes * 1.5),
    bandwidth,
    seconds: {
      snapshot: round(seconds.snapshot),
      audit: round(seconds.audit),
      load: round(seconds.load),
      indexes: round(seconds.indexes),
      validate: round(seconds.validate),
      total: round(total),
    },
    downtimeSeconds: round(total),
    // Both look at every row on each side, as validation does.
    shortDowntimeSeconds: round(2 * Math.max(seconds.validate, comparedBeside ?? 0, beside)),
  };
}
