import { fold } from '../source/sql.ts';
import { quoteLiteral } from '../target/sql.ts';
import { textArgument, toText } from './expression-convert.ts';
import { likeConstants } from './expression-fold.ts';
import { refuse, type Value, value } from './expression-value.ts';

/**
 * SQLite's LIKE ignores the case of ASCII letters and has no escape character unless one is named
 * (https://www.sqlite.org/lang_expr.html#the_like_glob_regexp_match_and_extract_operators).
 */
export function like(subject: Value, pattern: Value, escapedBy: Value | null): Value {
  const text = `lower(${textArgument(subject)} collate "C")`;
  if (typeof pattern.constant === 'string') {
    const escaped = escapedBy === null ? null : escapeCharacter(escapedBy);
    if (typeof subject.constant === 'string')
      return likeConstants(subject.constant, likePattern(pattern.constant, escaped), escaped);
    const folded = quoteLiteral(fold(likePattern(pattern.constant, escaped)));
    return value(`(${text} like ${folded} escape ${quoteLiteral(escaped ?? '')})`, 'boolean');
  }
  if (escapedBy !== null) return refuse('LIKE with ESCAPE and a pattern that is not a constant');
  return value(`(${text} like lower(${textArgument(pattern)} collate "C") escape '')`, 'boolean');
}

function escapeCharacter(given: Value): string {
  const { constant } = given;
  // A letter would be folded with the pattern and mean something else.
  if (typeof constant !== 'string' || [...constant].length !== 1 || /[A-Za-z%_]/.test(constant))
    return refuse('LIKE with an ESCAPE that is not one plain character');
  return constant;
}

/** PostgreSQL refuses a pattern that ends with its escape character. */
function likePattern(pattern: string, escaped: string | null): string {
  if (escaped === null) return pattern;
  const characters = [...pattern];
  for (let i = 0; i < characters.length; i += 1) {
    if (characters[i] !== escaped) continue;
    if (i + 1 === characters.length) return refuse('a LIKE pattern that ends with its escape character');
    i += 1;
  }
  return pattern;
}

/** GLOB by a regular expression over the whole text; case matters. Only for constant patterns. */
export function glob(subject: Value, pattern: Value): Value {
  if (typeof subject.constant === 'string') return refuse('GLOB over a constant');
  if (typeof pattern.constant !== 'string') return refuse('GLOB with a pattern that is not a constant');
  const text = toText(subject);
  return value(`(${text} ~ ${quoteLiteral(`^${globToRegex(pattern.constant)}$`)})`, 'boolean');
}

/** https://www.postgresql.org/docs/current/functions-matching.html#POSIX-SYNTAX-DETAILS; `.` matches line ends too. */
function globToRegex(pattern: string): string {
  const characters = [...pattern];
  let regex = '';
  for (let i = 0; i < characters.length; i += 1) {
    const c = characters[i] as string;
    if (c === '*') regex += '.*';
    else if (c === '?') regex += '.';
    else if (c === '[') {
      const end = classEnd(characters, i);
      regex += characterClass(characters.slice(i + 1, end));
      i = end;
    } else regex += escaped(c);
  }
  return regex;
}

/** Place of the bracket that ends the class; one that comes first belongs to it. */
function classEnd(characters: string[], start: number): number {
  const first = characters[start + 1] === '^' ? start + 2 : start + 1;
  const end = characters.indexOf(']', first + 1);
  return end < 0 ? refuse('a GLOB pattern with a bracket that never ends') : end;
}

function characterClass(inside: string[]): string {
  const negated = inside[0] === '^';
  const members = negated ? inside.slice(1) : inside;
  let regex = '';
  for (let i = 0; i < members.length; i += 1) {
    const from = members[i] as string;
    const to = members[i + 2];
    if (members[i + 1] === '-' && to !== undefined) {
      if (from > to) return refuse('a GLOB pattern with a range that runs backwards');
      regex += `${escaped(from)}-${escaped(to)}`;
      i += 2;
    } else regex += escaped(from);
  }
  return `[${negated ? '^' : ''}${regex}]`;
}

function escaped(c: string): string {
  return /[A-Za-z0-9_\u0080-\u{10ffff}\s]/u.test(c) ? c : `\\${c}`;
}
