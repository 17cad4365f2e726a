import { expect, it } from 'vitest';
import { targetConfig } from '../../../electron/engine/target/config.ts';
import { isTransient, toAppError } from '../../../electron/engine/target/sqlstate.ts';

const config = targetConfig('postgresql://ana@127.0.0.1:5432/db', {});

/** An error as the server sends it. */
function said(code: string, message: string, more: object = {}): Error {
  return Object.assign(new Error(message), { severity: 'ERROR', code, ...more });
}

it.each([
  [
    'programs that were replaced',
    said('58P01', 'could not load library "/usr/lib/x.so": undefined symbol: y'),
    'target.faulty',
  ],
  [
    'a library of another version',
    said('XX000', 'incompatible library "/usr/lib/x.so": version mismatch'),
    'target.faulty',
  ],
  [
    'a file that is gone',
    said('58P01', 'could not open file "base/5/1259": No such file or directory'),
    'target.faulty',
  ],
  [
    'a page that is damaged',
    said('XX001', 'invalid page in block 0 of relation base/5/1259'),
    'target.faulty',
  ],
  [
    'no room for locks',
    said('53200', 'out of shared memory', {
      hint: 'You might need to increase "max_locks_per_transaction".',
    }),
    'target.noLocks',
  ],
])('%s: a fault of the server that waiting does not mend', (_, error, code) => {
  expect(isTransient(error)).toBe(false);
  expect(toAppError(error, config)).toMatchObject({
    code,
    params: { host: '127.0.0.1', reason: error.message },
  });
});

it('two that make the same at once look again', () => {
  const race = said('23505', 'duplicate key value violates unique constraint "pg_namespace_nspname_index"', {
    schema: 'pg_catalog',
  });
  expect(isTransient(race)).toBe(true);
  expect(isTransient(said('23505', 'duplicate key', { schema: 'public' }))).toBe(false);
  expect(isTransient(said('XX000', 'cache lookup failed for relation 5'))).toBe(false);
  // Of Citus, where the coordinator was killed.
  const died = said('XX000', 'postmaster was shut down, exiting');
  expect(isTransient(died)).toBe(true);
  expect(toAppError(died, config)).toHaveProperty('code', 'target.lost');
  expect(toAppError(said('XX000', 'unexpected'), config)).not.toHaveProperty('code', 'target.faulty');
  expect(isTransient(said('53200', 'out of memory'))).toBe(true);
});
