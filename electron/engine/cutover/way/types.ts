import type { ConversionName } from '../../../../shared/model/index.ts';

/** How values of a type of PostgreSQL are read, and what a column for them is called in SQLite. */
export interface ReverseType {
  conversion: ConversionName;
  declared: string;
}

/**
 * The reverse of the plan's types (plan/kinds.ts). What has no counterpart is text as PostgreSQL prints it; so is JSON,
 * whose own word would have the affinity of numbers: https://www.sqlite.org/datatype3.html#determination_of_column_affinity
 */
const known: Record<string, ReverseType> = {
  int2: { conversion: 'integer', declared: 'INTEGER' },
  int4: { conversion: 'integer', declared: 'INTEGER' },
  int8: { conversion: 'integer', declared: 'INTEGER' },
  float4: { conversion: 'double', declared: 'REAL' },
  float8: { conversion: 'double', declared: 'REAL' },
  numeric: { conversion: 'numeric', declared: 'NUMERIC' },
  bool: { conversion: 'boolean', declared: 'BOOLEAN' },
  timestamp: { conversion: 'timestamp', declared: 'DATETIME' },
  timestamptz: { conversion: 'timestamp', declared: 'DATETIME' },
  date: { conversion: 'date', declared: 'DATE' },
  time: { conversion: 'time', declared: 'TIME' },
  bytea: { conversion: 'bytea', declared: 'BLOB' },
  _text: { conversion: 'textArray', declared: 'TEXT' },
  _varchar: { conversion: 'textArray', declared: 'TEXT' },
};

export function reverseType(base: string | null): ReverseType {
  return (base === null ? undefined : known[base]) ?? { conversion: 'text', declared: 'TEXT' };
}

/** The few words that a STRICT table takes; ANY keeps everything as it is. https://www.sqlite.org/stricttables.html */
export function strictDeclared({ conversion }: ReverseType): string {
  if (conversion === 'integer' || conversion === 'boolean') return 'INTEGER';
  if (conversion === 'bytea') return 'BLOB';
  return conversion === 'double' || conversion === 'numeric' ? 'ANY' : 'TEXT';
}

/** Types that are read as text where the plan does not know them. */
const own: Record<string, ConversionName | undefined> = {
  float4: 'real',
  timestamptz: 'timestamptz',
  interval: 'interval',
  json: 'json',
  jsonb: 'jsonb',
  uuid: 'uuid',
  inet: 'network',
  cidr: 'network',
  macaddr: 'network',
  macaddr8: 'network',
};

/** The conversion of a planned column by the type that it has now. */
export function conversionNow(planned: ConversionName, base: string | null): ConversionName {
  const isStill = base !== null && (own[base] === planned || (planned === 'array' && base.startsWith('_')));
  return isStill ? planned : reverseType(base).conversion;
}
