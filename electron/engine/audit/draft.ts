import type { Finding, Sample, Severity } from '../../../shared/model/index.ts';

/** A finding before it is counted, illustrated and decided. */
export interface Draft extends Omit<Finding, 'samples' | 'decision' | 'count'> {
  /** Null: counted by `where`. */
  count: number | null;
  /** Rows it is about, as an SQLite condition on its table; null where no rows stand for it. */
  where: string | null;
  /** Column whose value a sample shows; null for the first. */
  shows: string | null;
  /** Samples that were read already. */
  samples: Sample[] | null;
  /** Nobody but a person can decide this: there is no default without `--yes`. */
  mustDecide: boolean;
}

interface Rest {
  table?: string | null;
  column?: string | null;
  /** What else tells two findings of one code and table apart. */
  detail?: string;
  count?: number | null;
  params?: Draft['params'];
  options?: string[];
  where?: string | null;
  shows?: string | null;
  samples?: Sample[] | null;
  mustDecide?: boolean;
}

/**
 * A finding with its stable id: `code:table.column`. Where there is but one way there is nothing to choose: no options
 * stand there, and it is a note. What may be lost is asked all the same.
 */
export function draft(code: string, wanted: Severity, rest: Rest = {}): Draft {
  const { table = null, column = null, detail, count = 1, params = {} } = rest;
  const { where = null, shows = column, samples = null, mustDecide = false } = rest;
  const ways = rest.options ?? [];
  const isOneWay = ways.length === 1 && !mustDecide;
  const options = isOneWay ? [] : ways;
  const severity = isOneWay ? 'note' : wanted;
  const at = [table, column, detail].filter((v) => v !== null && v !== undefined).join('.');
  const id = at ? `${code}:${at}` : code;
  return { id, code, severity, table, column, count, options, params, where, shows, samples, mustDecide };
}
