/** What two copies of a source have in common, counted in SQLite (identity-counts.ts). */
export interface Evidence {
  /** `PRAGMA application_id`: whose file it is. https://www.sqlite.org/pragma.html#pragma_application_id */
  applicationId: { before: number; after: number };
  tables: TableEvidence[];
}

export interface TableEvidence {
  table: string;
  before: number;
  after: number;
  /** Rows with the same key in both that were looked at: a sample over the whole table. */
  shared: number;
  /** For each column, in how many of them the value is the same, and the share that would be by chance alone. */
  columns: { name: string; agree: number; chance: number }[];
  /** The later rows were all written after the last of the earlier ones: they took the ids of rows that are gone. */
  younger: boolean;
  /** Columns that name the thing itself, such as a chassis: values of each copy, and those that both have. */
  names: { column: string; before: number; after: number; both: number }[];
}

/**
 * A file is the same database when the rows that both copies have agree, and the things they name are the same ones.
 * All thresholds are here. In real copies of one database the shares lie near 1, between two cars near 0 (timestamps
 * and readings under the same ids hardly ever agree); what lies between is an edit, and edits are legitimate.
 */
const limits = {
  /** Share of agreeing values, beyond chance, from which a table speaks for the same database, and below which against. */
  same: 0.5,
  other: 0.2,
  /** Fewer rows may all have been edited. */
  rows: 10,
  /**
   * Screens, icons and signals come with the program and are the same in every car, so a vote against counts from this
   * share of the rows on; a small table whose rows were made anew stays below it.
   */
  against: 0.2,
  /** Share of named things that both have, below which they are others: some boards may have been replaced. */
  names: 0.25,
  /** Rows without any counterpart that say something. */
  disjoint: 20,
};

/**
 * Judges whether a file is still the database that was migrated. Null: nothing speaks against it, or there is too
 * little to tell. Else what is not in common, for people: `devices.uuid 0/6, telemetry_data 2/400`.
 */
export function otherDatabase({ applicationId, tables }: Evidence): string | null {
  if (applicationId.before !== applicationId.after)
    return `application_id ${applicationId.before}/${applicationId.after}`;
  const named = tables.flatMap((t) => namesOf(t));
  const judged = tables.map((t) => ({ t, ...judge(t) }));
  const details = (): string =>
    [
      ...named.filter((n) => n.vote !== 'same').map((n) => n.text),
      ...judged.filter((j) => j.vote === 'other').map(({ t, share }) => told(t, share)),
      ...tables.filter((t) => isDisjoint(t)).map((t) => `${t.table} 0/${Math.min(t.before, t.after)}`),
    ].join(', ');

  const [same, other] = [named.filter((n) => n.vote === 'same'), named.filter((n) => n.vote === 'other')];
  const kept = keptShare(judged);
  const few = other.reduce((n, { count }) => n + count, 0) < 2;
  // One board replaced, or a vehicle sold: then the history is still there.
  if (other.length > 0 && (kept < limits.same || (same.length === 0 && !few))) return details();

  const rows = (list: typeof judged) => list.reduce((n, { t }) => n + Math.min(t.before, t.after), 0);
  const sames = judged.filter((j) => j.vote === 'same');
  const others = judged.filter((j) => j.vote === 'other');
  // Not counted: ids that went to later rows, and a single column that tells rows apart, which may have been edited.
  const against = rows(others.filter(({ t }) => !t.younger && telling(t).length > 1));
  if (against > 0 && against >= limits.against * (against + rows(sames))) return details();
  // Nothing at all is in common: what was emptied and filled anew looks no different.
  if (sames.length + same.length > 0) return null;
  return others.length > 0 || tables.some((t) => isDisjoint(t)) ? details() : null;
}

type Vote = 'same' | 'other' | 'silent';

function judge(t: TableEvidence): { vote: Vote; share: number } {
  const columns = telling(t);
  if (t.shared === 0 || columns.length === 0) return { vote: 'silent', share: 0 };
  const sum = columns.reduce((n, { agree, chance }) => {
    // Cohen's kappa: agreement beyond what chance gives.
    return n + Math.max(0, (agree / t.shared - chance) / (1 - chance));
  }, 0);
  const share = sum / columns.length;
  if (share >= limits.same) return { vote: 'same', share };
  const against = share < limits.other && t.shared >= limits.rows;
  return { vote: against ? 'other' : 'silent', share };
}

/** Columns that tell rows apart: where nearly all rows have one value, agreeing means nothing. */
function telling({ columns }: TableEvidence) {
  return columns.filter(({ chance }) => chance < 0.9);
}

function namesOf(t: TableEvidence): { vote: Vote; count: number; text: string }[] {
  const both = t.names.filter(({ before, after }) => before > 0 && after > 0);
  if (both.length === 0) return [];
  const share = both.reduce((n, c) => n + c.both / Math.min(c.before, c.after), 0) / both.length;
  const vote = share >= limits.same ? 'same' : share < limits.names ? 'other' : 'silent';
  const count = Math.max(...both.map((c) => Math.min(c.before, c.after)));
  const text = both.map((c) => `${t.table}.${c.column} ${c.both}/${Math.min(c.before, c.after)}`).join(', ');
  return [{ vote, count, text }];
}

/** Share of the earlier rows that are still there as they were, as far as that can be told. */
function keptShare(judged: { t: TableEvidence; share: number }[]): number {
  const total = judged.reduce((n, { t }) => n + t.before, 0);
  const kept = judged.reduce((n, { t, share }) => n + share * Math.min(t.before, t.after), 0);
  return total === 0 ? 1 : kept / total;
}

function isDisjoint(t: TableEvidence): boolean {
  return t.shared === 0 && Math.min(t.before, t.after) >= limits.disjoint;
}

function told(t: TableEvidence, share: number): string {
  return `${t.table} ${Math.round(share * t.shared)}/${t.shared}`;
}
