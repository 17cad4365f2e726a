import type { ColumnProfile, PlanColumn } from '../../../shared/model/index.ts';

type Rule = (facts: ColumnProfile) => boolean;

/** The types to choose from, each with the columns that it can be the type of. */
const types: [string, Rule][] = [
  ['text', () => true],
  ['smallint', (facts) => hasNumbers(facts) && isWithin(facts, 16)],
  ['integer', (facts) => hasNumbers(facts) && isWithin(facts, 32)],
  ['bigint', hasNumbers],
  ['numeric', hasNumbers],
  ['double precision', hasNumbers],
  ['boolean', (facts) => isEmpty(facts) || facts.integers > 0 || facts.texts > 0],
  ['timestamp without time zone', hasNumbers],
  ['timestamp with time zone', hasNumbers],
  ['date', hasNumbers],
  ['time without time zone', hasTexts],
  ['bytea', () => true],
  ['jsonb', hasTexts],
  ['uuid', (facts) => hasTexts(facts) && (isEmpty(facts) || facts.maxChars >= 32)],
  ['text[]', hasTexts],
];

/** Their names. */
export const typeNames = types.map(([name]) => name);

const wholeTypes = new Set(['smallint', 'integer', 'bigint']);

/**
 * The types that a person can choose for a column: what is planned, what is chosen, and those that can hold any of its
 * values at all: by the facts of the audit, and by what was tried since. The id of a table's rows is a whole number whatever is chosen.
 * https://www.postgresql.org/docs/current/sql-createtable.html: identities are integers
 * @param unfit types in which no value of the column could be kept
 */
export function typesFor(
  column: Pick<PlanColumn, 'type' | 'planned' | 'identity' | 'facts'>,
  unfit: readonly string[] = [],
): string[] {
  const { planned, type, identity, facts } = column;
  const able = types
    .filter(([name]) => (identity === null || wholeTypes.has(name)) && !unfit.includes(name))
    .flatMap(([name, can]) => (can(facts) ? [name] : []));
  return [...new Set([planned, type, ...able])];
}

function isEmpty({ integers, reals, texts, blobs }: ColumnProfile): boolean {
  return integers + reals + texts + blobs === 0;
}

/** Numbers, or texts that may be numbers or moments: of bytes none of these can be read. */
function hasNumbers(facts: ColumnProfile): boolean {
  return isEmpty(facts) || facts.integers > 0 || facts.reals > 0 || facts.texts > 0;
}

function hasTexts(facts: ColumnProfile): boolean {
  return isEmpty(facts) || facts.texts > 0;
}

function isWithin({ minInteger, maxInteger }: ColumnProfile, bits: number): boolean {
  const most = 2n ** BigInt(bits - 1);
  return BigInt(minInteger ?? 0) >= -most && BigInt(maxInteger ?? 0) < most;
}
