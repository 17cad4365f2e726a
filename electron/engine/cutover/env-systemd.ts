import type { Values } from './env-dotenv.ts';

/**
 * What systemd's EnvironmentFile= sets, null where it refuses the file:
 * https://www.freedesktop.org/software/systemd/man/latest/systemd.exec.html#EnvironmentFile=
 * @param continued comments go on behind a `\` at the end of their line, as before version 254.
 */
export function systemdValues(text: string, continued: boolean): Values | null {
  if (text.includes('\0')) return null;
  const values: Values = new Map();
  const comment = continued ? /(?:[^\\\r\n]+|\\[\s\S]|\\$)*/y : /[^\r\n]*/y;
  // Whatever comes first is of the name.
  const name = /[^\r\n][^=\r\n]*/y;
  for (let at = skip(/[ \t\r\n]*/y, text, 0); at < text.length; at = skip(/[ \t\r\n]*/y, text, at)) {
    if (/[#;]/.test(text[at] as string)) {
      at = skip(comment, text, at);
      continue;
    }
    const equals = skip(name, text, at);
    if (text[equals] !== '=') {
      at = equals;
      continue;
    }
    const key = text.slice(at, equals).replace(/[ \t]+$/, '');
    const { value, end } = valueAt(text, equals + 1);
    if (unusable(key) || unusable(value)) return null;
    values.set(key, value);
    at = end;
  }
  // Names with anything else in them, such as `export X`, are ignored with a warning.
  return new Map([...values].filter(([key]) => /^[A-Za-z_][A-Za-z0-9_]*$/.test(key)));
}

/** Quoted pieces, and an unquoted one up to the end of the line, in which a quote is a character as any other. */
function valueAt(text: string, from: number): { value: string; end: number } {
  let value = '';
  let at = from;
  for (;;) {
    at = skip(/[ \t]*/y, text, at);
    const quote = text[at];
    if (quote === "'") {
      const end = skip(/[^']*/y, text, at + 1);
      value += text.slice(at + 1, end);
      at = end + 1;
    } else if (quote === '"') {
      const end = skip(/(?:[^"\\]+|\\[\s\S]|\\$)*/y, text, at + 1);
      value += text.slice(at + 1, end).replace(/\\([\s\S]|$)/g, (all, next: string) => escaped(all, next));
      at = end + 1;
    } else break;
  }
  const end = skip(/(?:[^\\\r\n]+|\\[\s\S]|\\$)*/y, text, at);
  const bare = text.slice(at, end);
  // A blank that a `\` stands before stays.
  const kept = /^(?:[^\\]*\\[\s\S])*/.exec(bare)?.[0].length ?? 0;
  const trimmed = bare.slice(0, kept) + bare.slice(kept).replace(/[ \t]+$/, '');
  return { value: value + trimmed.replace(/\\(?:[\r\n]|([\s\S])|$)/g, '$1'), end };
}

function escaped(all: string, next: string): string {
  if (next === '\n' || next === '') return '';
  return /["\\`$]/.test(next) ? next : all;
}

/** Characters that no text should hold: https://github.com/systemd/systemd/blob/main/src/basic/utf8.c */
function unusable(text: string): boolean {
  return /[\ufdd0-\ufdef]|\p{Noncharacter_Code_Point}/u.test(text);
}

function skip(pattern: RegExp, text: string, at: number): number {
  pattern.lastIndex = at;
  return at + (pattern.exec(text)?.[0].length ?? 0);
}
