import { createHash } from 'node:crypto';

/** Bytes of a name in PostgreSQL. https://www.postgresql.org/docs/current/sql-syntax-lexical.html#SQL-SYNTAX-IDENTIFIERS */
const longest = 63;

/** Schemas that are the server's, the application's usual one, or ours. */
const taken = new Set(['public', 'information_schema', 'autocore_migration', 'fleet']);
/** Databases that a server has of itself. */
const takenDatabases = new Set(['postgres', 'template0', 'template1']);

/** Why a schema cannot have that name, as a key of `fleet.faults`; null where it can. */
export function faultOfName(
  name: string,
  each: 'schema' | 'database',
): 'long' | 'reserved' | 'letters' | null {
  if (Buffer.byteLength(name) > longest) return 'long';
  // A name with something invisible in it could not be told from another one.
  if (/[\p{C}\p{Zl}\p{Zp}]/u.test(name) || name.trim() !== name) return 'letters';
  const lower = name.toLowerCase();
  if (lower.startsWith('pg_') || taken.has(lower)) return 'reserved';
  return each === 'database' && takenDatabases.has(lower) ? 'reserved' : null;
}

/** A schema's name made of what people call a vehicle: `Caminhão 12 (ABC-1D23)` gives `caminhao_12_abc_1d23`. */
export function nameOf(vehicle: string): string {
  const plain = vehicle
    .normalize('NFKD')
    .replaceAll(/\p{M}/gu, '')
    .toLowerCase()
    .replaceAll(/[^a-z0-9]+/g, '_')
    .replaceAll(/^_+|_+$/g, '');
  // Letters of another writing leave nothing: then its digest has to do.
  if (plain === '') return `v_${createHash('sha256').update(vehicle).digest('hex').slice(0, 8)}`;
  const named = /^[a-z]/.test(plain) && faultOfName(plain, 'database') !== 'reserved' ? plain : `v_${plain}`;
  return named.slice(0, longest - 5);
}

/** The name, or the first of `name_2`, `name_3` … that nobody has. */
export function freeName(name: string, used: ReadonlySet<string>): string {
  if (!used.has(name)) return name;
  for (let n = 2; ; n++) if (!used.has(`${name}_${n}`)) return `${name}_${n}`;
}
