import type { Language } from '../../../../shared/messages/index.ts';
import { visible } from '../../../../shared/visible.ts';

/**
 * A table for a terminal: text to the left, numbers in the language's writing to the right. What would tear it apart,
 * such as a line break inside of a name, is made visible.
 */
export function table(
  head: readonly string[],
  rows: readonly (readonly (string | number)[])[],
  language: Language,
): string {
  const format = new Intl.NumberFormat(language);
  const cells = [head, ...rows].map((row) =>
    row.map((cell) => (typeof cell === 'number' ? format.format(cell) : visible(cell))),
  );
  const widths = head.map((_, column) => Math.max(...cells.map((row) => row[column]?.length ?? 0)));
  const numeric = head.map((_, column) => rows.some((row) => typeof row[column] === 'number'));
  const rule = widths.map((width) => '─'.repeat(width));
  const lines = cells.map((row) =>
    row.map((cell, column) =>
      numeric[column] ? cell.padStart(widths[column] ?? 0) : cell.padEnd(widths[column] ?? 0),
    ),
  );
  lines.splice(1, 0, rule);
  return lines.map((row) => row.join('  ').trimEnd()).join('\n');
}
