import type { ColumnProfile, FoundColumn } from '../../../../shared/model/index.ts';

/** Causes that a wider type would do away with. */
export const widened = {
  'text.tooLongFor': 'length',
  'text.blanks': 'length',
  'integer.range': 'integer',
  'numeric.scale': 'numeric',
  'numeric.range': 'numeric',
  'time.fraction': 'decimals',
  'real.digits': 'real',
} as const satisfies Record<string, string>;

/**
 * The narrowest type of the same kind that holds what a column has; null where there is none, or the type is of
 * somebody's own making (a domain).
 */
export function widerType(code: string, found: FoundColumn, facts: ColumnProfile): string | null {
  if (found.type !== baseOf(found)) return null;
  switch (widened[code as keyof typeof widened]) {
    case 'length':
      return `character varying(${Math.max(facts.maxChars, 1)})`;
    case 'integer':
      return found.facts.name === 'int8' ? 'numeric' : 'bigint';
    case 'numeric':
      return 'numeric';
    case 'decimals':
      return found.type.replace(/\(\d\)/, '');
    case 'real':
      return 'double precision';
    default:
      return null;
  }
}

/** How `format_type` would print the column's type, were it of no domain. */
function baseOf({ facts, type }: FoundColumn): string {
  const printed: Record<string, RegExp> = {
    varchar: /^character varying/,
    bpchar: /^character(\(|$)/,
    int2: /^smallint$/,
    int4: /^integer$/,
    int8: /^bigint$/,
    numeric: /^numeric/,
    float4: /^real$/,
    timestamp: /^timestamp(\(\d\))? without/,
    timestamptz: /^timestamp(\(\d\))? with /,
    time: /^time(\(\d\))? without/,
  };
  return printed[facts.name]?.test(type) ? type : '';
}
