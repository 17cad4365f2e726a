import type { AdoptPreview, PreviewTable } from '../../../shared/model/index.ts';

/** What somebody should look at in a table, the gravest first; `tableAlone` is one that the file does not have. */
export type Attention = 'noTable' | 'noColumn' | 'rowsThere' | 'columnsAlone' | 'bookkeeping' | 'tableAlone';

export type Shown =
  | { name: string; table: PreviewTable; attention: Attention[] }
  /** A table of the target without a partner in the file. */
  | { name: string; table: null; attention: ['tableAlone'] };

const order: Attention[] = ['noTable', 'noColumn', 'rowsThere', 'columnsAlone', 'tableAlone', 'bookkeeping'];

/** The tables of both sides: those with something to look at first, then as the file has them. */
export function tablesToShow({ tables, alone }: AdoptPreview): Shown[] {
  const shown: Shown[] = [
    ...tables.map((table) => ({ name: table.source, table, attention: attentionOf(table) })),
    ...alone.map((name): Shown => ({ name, table: null, attention: ['tableAlone'] })),
  ];
  const rank = ({ attention: [first] }: Shown): number =>
    first === undefined ? order.length : order.indexOf(first);
  return shown.toSorted((a, b) => rank(a) - rank(b));
}

function attentionOf({ target, bookkeeping, columns, there, alone }: PreviewTable): Attention[] {
  if (bookkeeping) return ['bookkeeping'];
  if (target === null) return ['noTable'];
  return [
    ...(columns.some((column) => column.target === null) ? (['noColumn'] as const) : []),
    ...(there > 0 ? (['rowsThere'] as const) : []),
    ...(alone.length > 0 ? (['columnsAlone'] as const) : []),
  ];
}
