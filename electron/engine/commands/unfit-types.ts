import { AppError } from '../../../shared/errors.ts';
import { unfitTypes } from '../audit/unfit-types.ts';
import type { TextEncoding } from '../convert/values.ts';
import { auditFiles, type KeptAudit } from '../run/audit-folder.ts';
import { exists } from '../run/folder.ts';
import { introspect } from '../source/introspect.ts';
import { openSnapshot } from '../source/snapshot.ts';

export interface UnfitTypesInput extends KeptAudit {
  /** A table of the audited source. */
  table: string;
  /** The types to try. */
  types: string[];
}

/**
 * The types that no value of a column fits, by column; nothing for a table that is not there. Reads the snapshot of
 * the kept audit. Throws AppError audit.none, usage {reason} for a type that does not exist.
 */
export async function findUnfitTypes(input: UnfitTypesInput): Promise<Record<string, string[]>> {
  const files = auditFiles(input);
  if (!(await exists(files.snapshot))) throw new AppError('audit.none', {});
  const db = openSnapshot(files.snapshot);
  try {
    const schema = introspect(db);
    const table = schema.tables.find(({ name }) => name === input.table);
    return table ? unfitTypes(db, table, input.types, schema.encoding as TextEncoding) : {};
  } finally {
    db.close();
  }
}
