import type { Database } from 'better-sqlite3';
import { AppError } from '../../../../shared/errors.ts';
import type { AdoptedSchema } from '../../../../shared/model/index.ts';
import { introspect } from '../../source/introspect.ts';
import type { Adoption } from '../audit.ts';
import { isClosed, wanted } from './open.ts';

/**
 * An application's tables in a target that is not reached from here. Nobody can be asked what its rules make of values:
 * the server will judge when the rows come.
 * @throws AppError adopt.closed {schema, tables} where a table takes no rows of ours, adopt.notEmpty {schema, tables}
 *   where rows stand there, which only a connection could settle
 */
export function unseen(db: Database, target: AdoptedSchema): Adoption {
  const { schema } = target;
  const found = wanted(introspect(db), target);
  const closed = found.filter(isClosed);
  if (closed.length > 0) {
    const tables = closed.map(({ name, closed: reason }) => (reason === null ? name : `${name} (${reason})`));
    throw new AppError('adopt.closed', { schema, tables: tables.join(', ') });
  }
  const full = found.filter(({ rows }) => rows > 0).map(({ name }) => name);
  if (full.length > 0) throw new AppError('adopt.notEmpty', { schema, tables: full.join(', ') });
  return {
    target,
    who: { user: '', database: '' },
    ask: async () => ({ rows: 0, samples: [] }),
  };
}
