/** What a shell still waits for the end of: a quote, a line that goes on, a command that has others in it. */
export type OpenInBash = "'" | '"' | '\\' | '`' | '(' | '|';

/**
 * What is still open for a shell behind this text, null where it begins a new command. What follows an open quote
 * belongs to that value, and what is quoted there is not any more.
 * https://www.gnu.org/software/bash/manual/html_node/Quoting.html
 */
export function openInBash(text: string): OpenInBash | null {
  // What is quoted ends before its quote, or with the text.
  const piece = /#|\\[\s\S]|'[^']*|"(?:[^"\\]+|\\[\s\S])*|[^\\'"#]+/y;
  // Comments begin where a word could.
  let [bare, between] = ['', true];
  for (let at = 0; at < text.length; at = piece.lastIndex) {
    piece.lastIndex = at;
    const found = piece.exec(text)?.[0] ?? '\\';
    const [first, end] = [found[0], at + found.length];
    if (found === '\\' || (found === '\\\n' && end === text.length)) return '\\';
    if (first === '#' && between) {
      const line = text.indexOf('\n', at);
      piece.lastIndex = line < 0 ? text.length : line;
    } else if (first === "'" || first === '"') {
      if (text[end] !== first) return first;
      piece.lastIndex = end + 1;
    }
    // A line that goes on changes nothing, and what is quoted stands for a word.
    if (found === '\\\n' || (first === '#' && between)) continue;
    bare += /[\\'"]/.test(found) ? 'x' : found;
    between = /[ \t\n;&|()<>]/.test(found.at(-1) ?? '') && !/^[\\'"]/.test(found);
  }
  const count = (sign: string) => bare.split(sign).length - 1;
  if (count('`') % 2 === 1) return '`';
  if (count('(') > count(')')) return '(';
  return /(?:\||&&)\s*$/.test(bare) ? '|' : null;
}
