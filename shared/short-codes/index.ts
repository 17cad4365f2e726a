import { errorShorts } from './errors.ts';
import { findingShorts } from './findings.ts';
import { retired } from './retired.ts';
import { screenShorts } from './screens.ts';

/*
 * Three characters for everything that a person may have to say on the telephone: a letter for the kind and two digits.
 * T is a screen, A and W a finding, X and Y an error. These letters sound unlike one another in Portuguese, in English
 * and between the two; the digits have places of their own, so that no letter is taken for one.
 *
 * A code is a promise: it is never given to anything else. What goes away moves to `retired`.
 */

export type Kind = 'screen' | 'finding' | 'error';

/** What a short code stands for: a screen by its name, a finding or an error by its code. */
export interface Meant {
  kind: Kind;
  code: string;
  short: string;
}

const tables: Record<Kind, Readonly<Record<string, string>>> = {
  screen: screenShorts,
  finding: findingShorts,
  error: errorShorts,
};

/** Everything that has a short code: screens, then findings, then errors, each in the order of their codes. */
export const allMeant: readonly Meant[] = (['screen', 'finding', 'error'] as const).flatMap((kind) =>
  Object.entries(tables[kind]).map(([code, short]) => ({ kind, code, short })),
);

const byShort = new Map(allMeant.map((meant) => [meant.short, meant]));

/** The short code of one; null for what has none, such as a code that a server made. */
export function shortCode(kind: Kind, code: string): string | null {
  return tables[kind][baseOf(kind, code)] ?? null;
}

/** `server.23505` is the server's own refusal, whatever its number. */
function baseOf(kind: Kind, code: string): string {
  return kind === 'finding' && code.startsWith('server.') ? 'server' : code;
}

/**
 * What somebody means by what was said or typed: a short code in any case, with blanks or a hyphen in it, with O for
 * nought or I for one; or the long code, as a terminal shows it in brackets. Null where nothing has it.
 */
export function byShortCode(text: string): Meant | null {
  const plain = text.trim().replace(/^\[(.*)\]$/, '$1');
  const squeezed = plain.toUpperCase().replaceAll(/[\s.-]/g, '');
  const letter = squeezed.slice(0, 1);
  const digits = squeezed.slice(1).replaceAll('O', '0').replaceAll(/[IL]/g, '1');
  const said = byShort.get(letter + digits);
  return said ?? allMeant.find(({ code }) => code.toLowerCase() === plain.toLowerCase()) ?? null;
}

/** Codes that stand for nothing any more, and for nothing else ever. */
export const retiredShorts: readonly string[] = Object.values(retired);
