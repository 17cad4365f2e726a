import { withoutUrlPasswords } from '../log.ts';
import { maskText } from './mask.ts';

/** Names of tables, columns, keys and schemas, which may stand in a message as they are. */
export type Names = ReadonlySet<string>;

/** Where a plan, an audit or the state of a run has names. */
const ofNames = new Set([
  'source',
  'target',
  'table',
  'name',
  'column',
  'schema',
  'references',
  'defaultName',
]);
const ofLists = new Set(['columns', 'refColumns']);

/** Where they are of rows: a table may have a key that is called `name`. */
const ofRows = new Set(['samples']);

/** All names in plain data. Pure. */
export function namesIn(...all: unknown[]): Names {
  const names = new Set<string>();
  const look = (value: unknown): void => {
    if (typeof value !== 'object' || value === null) return;
    for (const [key, inner] of Object.entries(value)) {
      if (ofRows.has(key)) continue;
      if (typeof inner === 'string' && ofNames.has(key)) names.add(inner);
      if (ofLists.has(key) && Array.isArray(inner))
        for (const each of inner) if (typeof each === 'string') names.add(each);
      look(inner);
    }
  };
  all.forEach(look);
  return names;
}

/**
 * What a server, a driver or a system said, without the values of rows that it may quote: what stands in quotes or
 * behind `Key (…)=` is masked unless it is a name. https://www.postgresql.org/docs/current/error-style-guide.html says
 * that names and values are quoted.
 */
export function maskSaid(text: string, names: Names): string {
  const masked = (value: string): string => (names.has(value) ? value : maskText(value));
  const isPath = /\bE[A-Z]{3,}: /.test(text);
  const inQuotes = (_: string, before: string, value: string, after: string): string =>
    before + masked(value) + after;
  // French puts a space that breaks no line inside its quotes.
  const inOtherQuotes = (_: string, before: string, quoted: string, after: string): string => {
    const value = quoted.trim();
    return before + quoted.replace(value, () => masked(value)) + after;
  };
  return (
    withoutUrlPasswords(text)
      // Our own errors have their params in their message; a log has them beside it.
      .replace(/ \{".*\}(?=: |\n|$)/s, ' {…}')
      // Whatever follows up to the last bracket: the value may have brackets of its own.
      .replaceAll(/(=\s*\()(.*)(\))/gs, inQuotes)
      .replaceAll(/(row contains \()(.*)(\)|$)/gs, inQuotes)
      .replaceAll(/(JSON data, line \d+: )(.*)($)/gm, inQuotes)
      // At the end of a line, a value that may have quotes of its own.
      .replaceAll(/(: ")(.*)("\.?$)/gm, inQuotes)
      .replaceAll(/(")([^"\n]*)(")/g, inQuotes)
      // As servers in other languages quote; at the end of a line as above.
      .replaceAll(/(:\s[«»„“”])(.*)([«»“”]\.?$)/gm, inOtherQuotes)
      .replaceAll(/([«»„“”])([^\n]*?)([«»“”])/g, inOtherQuotes)
      // The system's own errors name files so, which are no values.
      .replaceAll(/(')([^'\n]*)(')/g, (all, before: string, value: string, after: string) =>
        isPath ? all : before + masked(value) + after,
      )
  );
}

/** Everything but names: of a text that is there to show values. */
export function maskAllBut(text: string, names: Names): string {
  return withoutUrlPasswords(text).replaceAll(/[\p{L}\p{N}_]+/gu, (word) =>
    names.has(word) ? word : maskText(word),
  );
}

/** Where a server shows whole rows and statements: https://www.postgresql.org/docs/current/protocol-error-fields.html */
const ofValues = new Set(['detail', 'where', 'internalQuery', 'query']);

/** A line of the log, or any other plain data with messages in it. Numbers and the words of the log itself stay. */
export function maskSaidIn(value: unknown, names: Names, key = ''): unknown {
  if (typeof value === 'string') {
    if (key === 'msg' || key === 'time') return value;
    return ofValues.has(key) ? maskAllBut(value, names) : maskSaid(value, names);
  }
  if (Array.isArray(value)) return value.map((each) => maskSaidIn(each, names, key));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([name, inner]) => [name, maskSaidIn(inner, names, name)]),
  );
}
