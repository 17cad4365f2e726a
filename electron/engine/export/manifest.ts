import type { TableAccount } from '../../../shared/model/index.ts';
import type { RunRow } from '../target/journal.ts';
import type { ExportedFile } from './output-file.ts';
import type { TableData } from './table-data.ts';

/** What the folder holds, for programs: every file but this one and run.sql, which is written after it. */
export function manifest(
  run: RunRow,
  createdAt: string,
  tables: readonly TableData[],
  files: readonly ExportedFile[],
): string {
  const document = {
    format: 1,
    run: run.id,
    tool: run.tool,
    createdAt,
    schema: run.schema,
    source: { sha256: run.sourceSha256 },
    plan: { sha256: run.planSha256 },
    tables: tables.map(({ rows, exceptions, ...data }) => ({
      ...accountOf(data),
      files: [...data.paths, ...(data.late?.paths ?? [])],
      rows,
      exceptions,
    })),
    files,
  };
  return `${JSON.stringify(document, null, 2)}\n`;
}

/** The account of a table as it will be where psql has loaded it. */
export function accountOf({ table, chunk }: Pick<TableData, 'table' | 'chunk'>): TableAccount {
  return {
    name: table.source,
    target: table.target,
    source: chunk?.read ?? 0,
    migrated: chunk?.migrated ?? 0,
    repaired: chunk?.repaired ?? 0,
    nulled: chunk?.nulled ?? 0,
    quarantined: chunk?.quarantined ?? 0,
    digest: null,
  };
}
