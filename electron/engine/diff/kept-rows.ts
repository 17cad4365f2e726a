import type pg from 'pg';
import type { PlanTable } from '../../../shared/model/index.ts';
import { stoodRows } from '../target/adopted-rows.ts';
import type { LineDifference } from './ordered.ts';

/** Rows of the application that stood in an adopted table and stay there: expected, though the source has none. */
export interface KeptRows {
  rows: number;
  /** True for a row that is one of them, as it was. Each counts once. */
  isOne(difference: LineDifference): boolean;
  /** Those that were not seen: somebody changed or deleted them. */
  gone(): LineDifference[];
}

export async function keptRows(client: pg.ClientBase, run: string, table: PlanTable): Promise<KeptRows> {
  const stood = table.adopted?.there ? await stoodRows(client, run, table.source) : [];
  const kept = stood.filter((s) => s.kind === 'kept');
  const left = new Map<string, number>();
  for (const { was } of kept) left.set(was ?? '', (left.get(was ?? '') ?? 0) + 1);
  return {
    rows: kept.length,
    isOne({ source, target }) {
      if (source !== null || target === null) return false;
      const line = target.subarray(0, target.length - 1).toString('utf8');
      const n = left.get(line) ?? 0;
      if (n === 0) return false;
      left.set(line, n - 1);
      return true;
    },
    gone: () =>
      [...left].flatMap(([line, n]) =>
        Array.from({ length: n }, (): LineDifference => {
          return { kind: 'missing', source: Buffer.from(`${line}\n`), target: null };
        }),
      ),
  };
}
