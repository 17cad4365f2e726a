import { createHash } from 'node:crypto';

/** PostgreSQL cuts names after 63 bytes: https://www.postgresql.org/docs/current/sql-syntax-lexical.html */
const maxBytes = 63;

/**
 * Gives out names that are unique in one namespace of the target. Names stay as they are in the source; one that is
 * too long, empty or taken is cut at a character and ends in a short digest of the whole name, always the same.
 */
export class Names {
  readonly #taken: Set<string>;

  /** @param reserved names that nobody may have */
  constructor(reserved: Iterable<string> = []) {
    this.#taken = new Set(reserved);
  }

  take(wanted: string, fallback = 'x'): string {
    let n = 0;
    let name = candidate(wanted, n, fallback);
    while (Buffer.byteLength(name) > maxBytes || this.#taken.has(name))
      name = candidate(wanted, ++n, fallback);
    this.#taken.add(name);
    return name;
  }

  /** Keeps a name that was given in another namespace from being given here. */
  reserve(name: string): void {
    this.#taken.add(name);
  }

  has(name: string): boolean {
    return this.#taken.has(name);
  }
}

/** The name as it is wanted, and what is tried in its place after that. */
function candidate(wanted: string, n: number, fallback: string): string {
  const clean = wanted.replaceAll('\0', '\u2400') || fallback;
  if (n === 0) return clean;
  const mark = `_${createHash('sha256')
    .update(`${wanted}\0${n - 1}`)
    .digest('hex')
    .slice(0, 8)}`;
  return cut(clean, maxBytes - mark.length) + mark;
}

/** So many have one name at the most, for whoever looks for it. */
const mostAlike = 20;

/** Which of these names was given where one was wanted; null for none of them. */
export function givenFor(wanted: string, names: readonly string[]): string | null {
  for (let n = 0; names.length > 0 && n < mostAlike; n++) {
    const name = candidate(wanted, n, 'x');
    if (names.includes(name)) return name;
  }
  return null;
}

/** The longest beginning of whole characters that fits into the bytes. */
function cut(text: string, bytes: number): string {
  let kept = '';
  let size = 0;
  for (const character of text) {
    size += Buffer.byteLength(character);
    if (size > bytes) break;
    kept += character;
  }
  return kept;
}

/**
 * The name that the server gives to the sequence of an identity column: table and column are cut to fit, the longer one
 * first. https://github.com/postgres/postgres/blob/REL_15_STABLE/src/backend/commands/indexcmds.c (makeObjectName)
 */
export function sequenceName(table: string, column: string): string {
  const available = maxBytes - '__seq'.length;
  let first = Buffer.byteLength(table);
  let second = Buffer.byteLength(column);
  while (first + second > available) {
    if (first > second) first--;
    else second--;
  }
  return `${cut(table, first)}_${cut(column, second)}_seq`;
}

/** The name of a UNIQUE rule: its own, or as the server would call it. */
export function uniqueName(
  table: string,
  unique: { name: string | null; columns: readonly string[] },
): string {
  return unique.name ?? `${table}_${unique.columns.join('_')}_key`;
}

/** The name of a primary key. */
export function primaryKeyName(table: string): string {
  return `${table}_pkey`;
}

/** The name of the CHECK in the given place of its table: its own, or as the server would call it. */
export function checkName(table: string, check: { name: string | null } | undefined, place: number): string {
  return check?.name ?? `${table}_check${place === 0 ? '' : place}`;
}
