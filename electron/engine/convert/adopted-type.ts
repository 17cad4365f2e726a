import type { ColumnFit, ConversionName, TypeFacts } from '../../../shared/model/index.ts';

export interface AdoptedType {
  conversion: ConversionName;
  fit?: ColumnFit;
}

/** Types without a modifier of their own. */
const plain = new Map<string, AdoptedType>([
  ['int2', whole(16n)],
  ['int4', whole(32n)],
  ['int8', whole(64n)],
  ['float4', { conversion: 'real' }],
  ['float8', { conversion: 'double' }],
  ['bool', { conversion: 'boolean' }],
  ['date', { conversion: 'date' }],
  ['bytea', { conversion: 'bytea' }],
  ['json', { conversion: 'json' }],
  ['jsonb', { conversion: 'jsonb' }],
  ['uuid', { conversion: 'uuid' }],
  ...(['inet', 'cidr', 'macaddr', 'macaddr8'] as const).map(
    (network) => [network, { conversion: 'network', fit: { network } }] as const,
  ),
]);

/** What an array may hold: what JSON can say. */
const elements = new Set<ConversionName>(['text', 'integer', 'numeric', 'double', 'real', 'boolean', 'uuid']);

/**
 * How values get into a column of a type that stands in the target already; null for a type that no conversion is for.
 * https://www.postgresql.org/docs/current/catalog-pg-type.html
 */
export function adoptedType(type: TypeFacts): AdoptedType | null {
  if (type.kind === 'enum') return { conversion: 'text', fit: { labels: type.labels ?? [] } };
  if (type.kind === 'array') return arrayType(type.element, type.modifier);
  // A type of somebody's own may be called like one of PostgreSQL's; citext is the one that is known.
  if (type.kind === 'other') return type.name === 'citext' ? text(type, {}) : null;
  const { name, modifier } = type;
  switch (name) {
    case 'text':
      return text(type, {});
    case 'citext':
      return text({ ...type, collated: true }, {});
    // The modifier has the four bytes of a length in it.
    case 'varchar':
      return text(type, modifier < 0 ? {} : { length: modifier - 4 });
    case 'bpchar':
      return text(type, modifier < 0 ? {} : { length: modifier - 4, padded: true });
    case 'numeric':
      return numeric(modifier);
    case 'timestamp':
    case 'timestamptz':
    case 'time':
      return withDecimals(name, modifier);
    case 'interval':
      return interval(modifier);
    default:
      return plain.get(name) ?? null;
  }
}

function whole(bits: bigint): AdoptedType {
  const half = 2n ** (bits - 1n);
  return { conversion: 'integer', fit: { range: { min: String(-half), max: String(half - 1n) } } };
}

function text({ name, collated }: TypeFacts, fit: ColumnFit): AdoptedType {
  const whole: ColumnFit = collated || name === 'citext' ? { ...fit, collated: true } : fit;
  return Object.keys(whole).length === 0 ? { conversion: 'text' } : { conversion: 'text', fit: whole };
}

/** Precision in the upper half, the scale as eleven bits with a sign: numeric.c in PostgreSQL's source. */
function numeric(modifier: number): AdoptedType {
  if (modifier < 4) return { conversion: 'numeric' };
  const packed = modifier - 4;
  const scale = ((packed & 0x7ff) ^ 1024) - 1024;
  return { conversion: 'numeric', fit: { precision: (packed >> 16) & 0xffff, scale } };
}

/** Six decimals are all there are. */
function withDecimals(conversion: ConversionName, decimals: number): AdoptedType {
  return decimals < 0 || decimals > 5 ? { conversion } : { conversion, fit: { decimals } };
}

/** Precision in the lower half, the fields above it; `interval day to hour` leaves out the others of a value. */
function interval(modifier: number): AdoptedType | null {
  const allFields = 0x7fff;
  if (modifier < 0) return { conversion: 'interval' };
  return ((modifier >> 16) & 0x7fff) === allFields ? withDecimals('interval', modifier & 0xffff) : null;
}

function arrayType(type: TypeFacts | null, modifier: number): AdoptedType | null {
  const element = type && adoptedType(type.modifier < 0 ? { ...type, modifier } : type);
  if (!element || !elements.has(element.conversion)) return null;
  // Whether a list sorts otherwise than by bytes is a matter of the texts in it.
  const { collated, ...fit } = element.fit ?? {};
  const asked = Object.keys(fit).length === 0 ? {} : { fit };
  return {
    conversion: 'array',
    fit: { element: { conversion: element.conversion, ...asked }, ...(collated && { collated }) },
  };
}
