import type pg from 'pg';
import { AppError } from '../../../shared/errors.ts';
import type { TargetConfig } from './config.ts';
import { targetParams } from './sqlstate.ts';

/**
 * Holds a session against libpq's target_session_attrs. There is one host, so that `prefer-standby` takes it as it is.
 * https://www.postgresql.org/docs/18/libpq-connect.html#LIBPQ-CONNECT-TARGET-SESSION-ATTRS
 * @throws AppError `target.sessionAttrs` {host, port, database, user, reason, wanted}
 */
export async function requireSessionAttrs(client: pg.Client, config: TargetConfig): Promise<void> {
  const wanted = config.sessionAttrs;
  if (wanted === 'any' || wanted === 'prefer-standby') return;
  const { rows } = await client.query<{ standby: boolean; default: string }>(
    `select pg_catalog.pg_is_in_recovery() as standby,
            pg_catalog.current_setting('default_transaction_read_only') as default`,
  );
  const standby = rows[0]?.standby ?? false;
  const readOnly = standby || rows[0]?.default === 'on';
  const is = { primary: !standby, standby, 'read-only': readOnly, 'read-write': !readOnly };
  if (is[wanted]) return;
  const found = Object.entries(is).flatMap(([name, yes]) => (yes ? [name] : []));
  throw new AppError('target.sessionAttrs', { ...targetParams(found.join(', '), config), wanted });
}
