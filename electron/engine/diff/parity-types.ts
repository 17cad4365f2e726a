/**
 * One spelling for each PostgreSQL type, the short one that plans use: `character varying(36)` and `varchar(36)`
 * become `varchar(36)`, `timestamp without time zone` becomes `timestamp`. Arrays keep their `[]`.
 * https://www.postgresql.org/docs/current/datatype.html
 */
export function normaliseType(type: string): string {
  // A name in quotes is spelled as it is.
  if (type.includes('"')) return type.trim();
  const plain = type.toLowerCase().replaceAll(/\s+/g, ' ').trim();
  // The extension's type is printed with its schema.
  if (/(^|\.)citext$/.test(plain)) return 'citext';
  const [, base = '', modifier = '', rest = '', array = ''] =
    /^([a-z_][a-z0-9_ ]*?) ?(\([^)]*\))?( with(?:out)? time zone)?((?: ?\[\d*\])*)$/.exec(plain) ?? [];
  if (base === '') return plain;
  const withZone = rest === ' with time zone';
  // Without a length it has none, unlike `char`.
  const isEndless = base === 'bpchar' && modifier === '';
  const name = withZone ? (zoned[base] ?? base) : isEndless ? base : (shortNames[base] ?? base);
  return `${name}${modifierOf(name, modifier)}${array.replaceAll(/[ \d]/g, '')}`;
}

/** Types whose values have a collation. */
export function isText(type: string): boolean {
  return /^(text|varchar|char|bpchar|citext)\b(?!.*\[\])/.test(normaliseType(type));
}

const shortNames: Record<string, string> = {
  'character varying': 'varchar',
  character: 'char',
  bpchar: 'char',
  int: 'integer',
  int4: 'integer',
  int8: 'bigint',
  int2: 'smallint',
  float8: 'double precision',
  float: 'double precision',
  float4: 'real',
  decimal: 'numeric',
  bool: 'boolean',
  'bit varying': 'varbit',
};

const zoned: Record<string, string> = { timestamp: 'timestamptz', time: 'timetz' };

/** `char` alone is `char(1)`, and a numeric without a scale has the scale 0. */
function modifierOf(name: string, modifier: string): string {
  const compact = modifier.replaceAll(' ', '');
  if (name === 'char' && compact === '') return '(1)';
  if (name === 'numeric' && /^\(\d+\)$/.test(compact)) return compact.replace(')', ',0)');
  return compact;
}
