const context = 3;

/** Lines `from` to `to` (without) of the old text become `lines`. */
interface Change {
  from: number;
  to: number;
  lines: string[];
}

export interface Edit {
  start: number;
  end: number;
  text: string;
}

/** The text with all edits, which do not overlap and are in order. */
function applyEdits(text: string, edits: readonly Edit[]): string {
  let at = 0;
  const parts = edits.flatMap(({ start, end, text: by }) => {
    const kept = text.slice(at, start);
    at = end;
    return [kept, by];
  });
  return [...parts, text.slice(at)].join('');
}

/** One file of a unified diff, for `patch -p1` and `git apply`. Lines keep the ends they have. */
export function fileDiff(path: string, text: string, edits: readonly Edit[]): string {
  const old = linesOf(text);
  const starts = lineStarts(old);
  const lineAt = (offset: number) => {
    const next = starts.findIndex((start) => start > offset);
    return (next === -1 ? starts.length : next) - 1;
  };
  const changes: Change[] = [];
  for (const edit of edits) {
    const [from, to] = [lineAt(edit.start), lineAt(edit.end) + 1];
    const last = changes.at(-1);
    if (last && from < last.to) last.to = Math.max(last.to, to);
    else changes.push({ from, to, lines: [] });
  }
  for (const change of changes) {
    const [begin, end] = [starts[change.from] ?? 0, starts[change.to] ?? text.length];
    const inside = edits
      .filter(({ start }) => start >= begin && (start < end || end === text.length))
      .map((edit) => ({ ...edit, start: edit.start - begin, end: edit.end - begin }));
    change.lines = linesOf(applyEdits(text.slice(begin, end), inside));
    trim(change, old);
  }
  // One character a byte, as the text. A name with a space ends with a tab, as GNU diff writes it.
  const bytes = Buffer.from(path).toString('latin1');
  const name = bytes.includes(' ') ? `${bytes}\t` : bytes;
  return `--- a/${name}\n+++ b/${name}\n${hunks(old, changes)}`;
}

/** Lines that an insertion only stands beside are no change. */
function trim(change: Change, old: readonly string[]): void {
  while (change.from < change.to && change.lines[0] === old[change.from]) {
    change.from++;
    change.lines.shift();
  }
  while (change.from < change.to && change.lines.at(-1) === old[change.to - 1]) {
    change.to--;
    change.lines.pop();
  }
}

function hunks(old: readonly string[], changes: readonly Change[]): string {
  const groups: Change[][] = [];
  for (const change of changes) {
    const before = groups.at(-1)?.at(-1);
    if (before && change.from - before.to <= 2 * context) groups.at(-1)?.push(change);
    else groups.push([change]);
  }
  let shift = 0;
  return groups
    .map((group) => {
      const first = Math.max(0, (group[0]?.from ?? 0) - context);
      const end = Math.min(old.length, (group.at(-1)?.to ?? 0) + context);
      const lines: string[] = [];
      let at = first;
      for (const { from, to, lines: by } of group) {
        lines.push(...old.slice(at, from).map((line) => ` ${line}`));
        lines.push(...old.slice(from, to).map((line) => `-${line}`), ...by.map((line) => `+${line}`));
        at = to;
      }
      lines.push(...old.slice(at, end).map((line) => ` ${line}`));
      const added = group.reduce((sum, { from, to, lines: by }) => sum + by.length - (to - from), 0);
      const length = end - first;
      const head = `@@ -${first + 1},${length} +${first + 1 + shift},${length + added} @@\n`;
      shift += added;
      return head + lines.map(closed).join('');
    })
    .join('');
}

/** With the ends of the lines; the last may have none. */
function linesOf(text: string): string[] {
  return text.match(/[^\n]*\n|[^\n]+$/g) ?? [];
}

function lineStarts(lines: readonly string[]): number[] {
  let at = 0;
  return lines.map((line) => {
    const start = at;
    at += line.length;
    return start;
  });
}

function closed(line: string): string {
  return line.endsWith('\n') ? line : `${line}\n\\ No newline at end of file\n`;
}
