/** Names of the settings that tell AutoCore where its database is. */
export type EnvValues = Record<string, string>;

interface Assignment {
  name: string;
  /** Everything up to the value. */
  head: string;
  value: string;
  /** Everything behind it: blanks, a comment, the line's end. */
  tail: string;
}

type Piece = string | Assignment;

/**
 * Sets values in the text of an .env file and keeps everything else: other lines, comments, order, quotes, `export`,
 * line ends. What is not there is added at the end. The text holds bytes as Latin-1 characters, so that no byte changes
 * whatever the file's encoding is; new values are UTF-8.
 */
export function setEnv(text: string, values: EnvValues): string {
  const pieces = piecesOf(text);
  const missing = new Set(Object.keys(values));
  for (const piece of pieces) {
    if (typeof piece === 'string') continue;
    const value = values[piece.name];
    if (value === undefined) continue;
    missing.delete(piece.name);
    if (read(piece.value) !== bytes(value)) piece.value = write(bytes(value), piece.value[0]);
  }
  const end = text.includes('\r\n') ? '\r\n' : '\n';
  const kept = join(pieces);
  const gap = kept === '' || kept.endsWith('\n') ? '' : end;
  const added = [...missing].map(
    (name) => `${name}=${write(bytes(values[name] as string), undefined)}${end}`,
  );
  return kept + (added.length > 0 ? gap : '') + added.join('');
}

/** The value of a setting as a reader of the file gets it (the last one counts), null where it is not there. */
export function envValue(text: string, name: string): string | null {
  const found = piecesOf(text).findLast((p): p is Assignment => typeof p !== 'string' && p.name === name);
  return found ? Buffer.from(read(found.value), 'latin1').toString('utf8') : null;
}

/**
 * Takes values back out of a text that somebody edited since: each setting becomes what it was in `before`, and one
 * that was not there goes.
 */
export function unsetEnv(text: string, before: string, names: readonly string[]): string {
  const old = piecesOf(before).filter((p) => typeof p !== 'string');
  const pieces = piecesOf(text).filter(
    (p) => typeof p === 'string' || !names.includes(p.name) || old.some((o) => o.name === p.name),
  );
  for (const name of names) {
    const [was, is] = [old, pieces.filter((p) => typeof p !== 'string')].map((all) =>
      all.filter((p) => p.name === name),
    ) as [Assignment[], Assignment[]];
    for (const [i, piece] of is.entries()) piece.value = (was[i] ?? was.at(-1) ?? piece).value;
  }
  return join(pieces);
}

/** Lines that one text has and the other has not, for people: `-` and `+`. Values of these names are not shown. */
export function envDifference(before: string, after: string, secret: (name: string) => boolean): string[] {
  const lines = (text: string) => text.split(/\r?\n/).filter((line) => line !== '');
  const [old, now] = [lines(before), lines(after)];
  const shown = (line: string): string => {
    const [, head = '', name = ''] = assignment.exec(line) ?? [];
    return Buffer.from(secret(name) ? `${head}***` : line, 'latin1').toString('utf8');
  };
  return [
    ...old.filter((line) => !now.includes(line)).map((line) => `- ${shown(line)}`),
    ...now.filter((line) => !old.includes(line)).map((line) => `+ ${shown(line)}`),
  ];
}

const assignment = /^(\s*(?:export\s+)?([A-Za-z_][A-Za-z0-9_]*)\s*=[ \t]*)/;
/** A quoted value, which may go over several lines, or one up to a blank with `#` or the end of the line. */
const valueShape = /^(?:"(?:[^"\\]|\\[\s\S])*"|'[^']*'|[^\r\n]*?(?=[ \t]+#|[ \t]*(?:\r?\n|$)))/;

function piecesOf(text: string): Piece[] {
  const pieces: Piece[] = [];
  for (let at = 0; at < text.length; ) {
    const rest = text.slice(at);
    const [, head, name] = assignment.exec(rest.slice(0, lineLength(rest))) ?? [];
    const value = head === undefined ? null : valueShape.exec(rest.slice(head.length));
    if (head === undefined || name === undefined || value === null) {
      pieces.push(rest.slice(0, lineLength(rest)));
      at += lineLength(rest);
      continue;
    }
    const behind = rest.slice(head.length + value[0].length);
    const tail = behind.slice(0, lineLength(behind));
    pieces.push({ name, head, value: value[0], tail });
    at += head.length + value[0].length + tail.length;
  }
  return pieces;
}

function lineLength(text: string): number {
  const end = text.indexOf('\n');
  return end < 0 ? text.length : end + 1;
}

function join(pieces: Piece[]): string {
  return pieces.map((p) => (typeof p === 'string' ? p : p.head + p.value + p.tail)).join('');
}

function read(value: string): string {
  if (value.startsWith("'")) return value.slice(1, -1);
  if (value.startsWith('"')) return value.slice(1, -1).replace(/\\(["\\$`])/g, '$1');
  return value;
}

/** In the quotes that were there where these can hold the value; single quotes keep `$` and `#` what they are. */
function write(value: string, quote: string | undefined): string {
  const plain = /^[\w./:@%+,=-]*$/.test(value);
  if (quote === '"' && !/["\\$`]/.test(value)) return `"${value}"`;
  if (plain && quote !== "'" && quote !== '"') return value;
  if (!value.includes("'")) return `'${value}'`;
  return `"${value.replace(/["\\$`]/g, '\\$&')}"`;
}

function bytes(text: string): string {
  return Buffer.from(text, 'utf8').toString('latin1');
}
