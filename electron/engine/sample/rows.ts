/** One row as JavaScript holds it; a column that is not there is NULL. */
export type Row = Record<string, string | number | null>;
