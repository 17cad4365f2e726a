import { refuse, type Scope, type Value, value } from './expression-value.ts';

/** Bytes that one digest gives. */
const block = 32;
/** Beyond this nobody makes ids of them. */
const most = 1024;

/**
 * randomblob(n): PostgreSQL has no such function without an extension, but random UUIDs since version 13, whose digest
 * has no fixed bits. https://www.postgresql.org/docs/current/functions-uuid.html
 */
export function randomBlob(size: Value, scope: Scope): Value {
  const { constant } = size;
  if (typeof constant !== 'bigint' || constant > most)
    return refuse('randomblob() of a size that is no small constant');
  scope.unstable.add('random numbers');
  // Less than one byte is one byte in SQLite.
  return value(randomBytes(Math.max(1, Number(constant))), 'bytea');
}

/** random(): a whole number of 64 bits. */
export function randomNumber(scope: Scope): Value {
  scope.unstable.add('random numbers');
  return value(`('x' || encode(${randomBytes(8)}, 'hex'))::bit(64)::bigint`, 'integer');
}

function randomBytes(size: number): string {
  const uuid = 'uuid_send(gen_random_uuid())';
  const digest = `sha256(${uuid} || ${uuid})`;
  const all = Array.from({ length: Math.ceil(size / block) }, () => digest).join(' || ');
  return size % block === 0 ? `(${all})` : `substr(${all}, 1, ${size})`;
}
