import type pg from 'pg';
import type { PlanTable } from '../../../shared/model/index.ts';
import { stoodRows } from '../target/adopted-rows.ts';
import type { LineDifference } from './ordered.ts';

/** Rows of the application that stood in an adopted table and stay there: expected, though the source has none. */
export interface KeptRows {
  rows: number;
  /** For one reading of the table: true for the line of one of them, as it was, each once. Left out where there are none. */
  isOne: (() => (line: Buffer) => boolean) | undefined;
  /** Those that the last reading has not met: somebody changed or deleted them. */
  gone(): LineDifference[];
}

export async function keptRows(client: pg.ClientBase, run: string, table: PlanTable): Promise<KeptRows> {
  const stood = table.adopted?.there ? await stoodRows(client, run, table.source) : [];
  const kept = stood.filter((s) => s.kind === 'kept');
  const wanted = new Map<string, number>();
  for (const { seen } of kept) wanted.set(seen, (wanted.get(seen) ?? 0) + 1);
  let left = new Map(wanted);
  const isOne = (line: Buffer): boolean => {
    const text = line.subarray(0, line.length - 1).toString('utf8');
    const n = left.get(text) ?? 0;
    if (n === 0) return false;
    left.set(text, n - 1);
    return true;
  };
  return {
    rows: kept.length,
    isOne:
      kept.length === 0
        ? undefined
        : () => {
            left = new Map(wanted);
            return isOne;
          },
    gone: () =>
      [...left].flatMap(([line, n]) =>
        Array.from({ length: n }, (): LineDifference => {
          return { kind: 'missing', source: Buffer.from(`${line}\n`), target: null };
        }),
      ),
  };
}
