import pg from 'pg';
import { AppError, type ErrorCode, type ErrorParams } from '../../../shared/errors.ts';
import type { TargetConfig } from './config.ts';
import { ProtocolError } from './protocol.ts';

/** https://www.postgresql.org/docs/current/errcodes-appendix.html */
export const sqlstate = {
  invalidAuthorization: '28000',
  invalidPassword: '28P01',
  invalidCatalogName: '3D000',
  readOnlyTransaction: '25006',
  invalidParameterValue: '22023',
  uniqueViolation: '23505',
  serializationFailure: '40001',
  deadlockDetected: '40P01',
  insufficientPrivilege: '42501',
  dependentObjects: '2BP01',
  undefinedObject: '42704',
  undefinedTable: '42P01',
  undefinedSchema: '3F000',
  duplicateSchema: '42P06',
  duplicateTable: '42P07',
  duplicateFunction: '42723',
  duplicateObject: '42710',
  diskFull: '53100',
  outOfMemory: '53200',
  tooManyConnections: '53300',
  lockNotAvailable: '55P03',
  queryCanceled: '57014',
  transactionTimeout: '25P04',
  idleSessionTimeout: '57P05',
  adminShutdown: '57P01',
  crashShutdown: '57P02',
  cannotConnectNow: '57P03',
  databaseDropped: '57P04',
  invalidSqlStatementName: '26000',
  protocolViolation: '08P01',
} as const;

const sqlstateShape = /^[0-9A-Z]{5}$/;

/** Codes of Node for a server that is not there. */
const unreachable = new Set([
  ...['ECONNREFUSED', 'ENOTFOUND', 'EAI_AGAIN', 'EHOSTUNREACH', 'ENETUNREACH', 'EHOSTDOWN', 'ENETDOWN'],
  // Unix sockets: not there, closed to us, not a socket.
  ...['ENOENT', 'EACCES', 'ENOTSOCK', 'EADDRNOTAVAIL'],
]);

/** Codes and messages (pg has no codes) for a connection that broke. */
const broken = new Set(['ECONNRESET', 'EPIPE', 'ECONNABORTED', 'ERR_STREAM_DESTROYED']);
const brokenMessages = /^(Connection terminated|Client has encountered a connection error|Client was closed)/;

const tlsCodes =
  /^(ERR_TLS_|ERR_SSL_|ERR_OSSL_|EPROTO$|CERT_|DEPTH_ZERO_|SELF_SIGNED_|UNABLE_TO_|HOSTNAME_MISMATCH|INVALID_CA|CRL_)/;
const tlsMessages =
  /does not support SSL|establishing an SSL|server certificate|secure TLS connection was established/i;

/** SQLSTATE of an error that the server reported, else null. */
export function sqlstateOf(error: unknown): string | null {
  const code = codeOf(error);
  // Node's own codes can have five characters too (EPIPE): the server always sends a severity with its code.
  const fromServer = error instanceof Error && 'severity' in error;
  return fromServer && sqlstateShape.test(code) ? code : null;
}

/** Regular expressions for SQLSTATEs, as JavaScript and PostgreSQL read them alike. */
export const refusals = {
  /** Bad values (class 22), violated constraints (class 23), or more than a row can hold (54000). */
  data: '^(2[23]|54000)',
  /** Class 42 and 54: a definition that the server does not take (too many columns, an entry too large, no such operator). */
  definition: '^(42|54|0A)',
} as const;

/** True when the server refused a row for what is in it. */
export function isDataError(error: unknown): boolean {
  return new RegExp(refusals.data).test(sqlstateOf(error) ?? '') && !isJournalConflict(error);
}

/** True when the server does not take a definition, whoever asks. */
export function isDefinitionError(error: unknown): boolean {
  const state = sqlstateOf(error) ?? '';
  return new RegExp(refusals.definition).test(state) && state !== sqlstate.insufficientPrivilege;
}

/** The journal has that row already: somebody else did the same work. It says nothing about the data. */
function isJournalConflict(error: unknown): boolean {
  if (sqlstateOf(error) !== sqlstate.uniqueViolation) return false;
  return (error as { schema?: string }).schema === 'autocore_migration';
}

/** True when something was to be made whose name is taken. */
export function isDuplicate(error: unknown): boolean {
  const { duplicateTable, duplicateFunction, duplicateObject } = sqlstate;
  return [duplicateTable, duplicateFunction, duplicateObject].some((state) => state === sqlstateOf(error));
}

/** Two sessions made the same thing at once, and the server saw it in its own catalog: the next look finds it there. */
function isCatalogRace(error: unknown): boolean {
  if (sqlstateOf(error) !== sqlstate.uniqueViolation) return false;
  return (error as { schema?: string }).schema === 'pg_catalog';
}

/** More objects in one transaction than the server has room to lock. Waiting does not change that. */
function lacksLocks(error: unknown): boolean {
  return sqlstateOf(error) === sqlstate.outOfMemory && /max_locks_per_transaction/.test(hintOf(error));
}

function hintOf(error: unknown): string {
  const { hint, message } = error as { hint?: string; message?: string };
  return `${hint ?? ''} ${message ?? ''}`;
}

/**
 * The server itself is at fault: files that it cannot read, programs that were replaced under it, damaged data.
 * Class 58 and XX: https://www.postgresql.org/docs/current/errcodes-appendix.html
 */
function isFault(error: unknown): boolean {
  const state = sqlstateOf(error) ?? '';
  if (/^58|^XX00[12]$/.test(state)) return true;
  return (
    state === 'XX000' &&
    /could not (load|access|open|find)|undefined symbol|incompatible library/.test(hintOf(error))
  );
}

/** What people are told of a server that may be back in a moment. */
const passing: ReadonlySet<ErrorCode> = new Set([
  'target.unreachable',
  'target.timeout',
  'target.tooManyConnections',
  'target.lost',
]);

/**
 * True when the same work may succeed later: lost connections, conflicts, statements that were cancelled or waited too
 * long, full servers, restarts. A full disk does not get empty by waiting.
 */
export function isTransient(error: unknown): boolean {
  if (error instanceof AppError) return passing.has(error.code);
  const state = sqlstateOf(error);
  if (state === null) return isLost(error) || codeOf(error) === 'ETIMEDOUT' || unreachable.has(codeOf(error));
  if (state === sqlstate.diskFull || lacksLocks(error)) return false;
  return (
    hasDied(error) ||
    /^(08|53|57P0[1-5]|25P0[34])/.test(state) ||
    /^(40001|40P01|55P03|57014)$/.test(state) ||
    isJournalConflict(error) ||
    isCatalogRace(error)
  );
}

/** A session of Citus that waits for a node says as an internal error that its own server was killed. */
function hasDied(error: unknown): boolean {
  return sqlstateOf(error) === 'XX000' && /^postmaster was shut down/.test((error as Error).message);
}

/** True when the connection is gone. */
function isLost(error: unknown): boolean {
  const state = sqlstateOf(error);
  if (state !== null) return hasDied(error) || /^(08|57P0[1245]|25P0[34])/.test(state);
  return broken.has(codeOf(error)) || (error instanceof Error && brokenMessages.test(error.message));
}

/**
 * What a person is told about an error of the target. Every code carries {host, port, database, user, reason}.
 * Errors that say nothing about the target's state come back as they are.
 * @param phase while connecting, a broken connection means that there is no server to talk to.
 */
export function toAppError(
  error: unknown,
  config: TargetConfig,
  phase: 'connect' | 'session' = 'session',
): unknown {
  if (error instanceof AppError) return error;
  const code = targetCode(error, phase);
  return code === null ? error : new AppError(code, targetParams(error, config), { cause: error });
}

/** Parameters of the target's error texts. */
export function targetParams(error: unknown, config: TargetConfig): ErrorParams {
  const { host, port, database, user } = config;
  return { host, port, database, user, reason: reasonOf(error) };
}

function targetCode(error: unknown, phase: 'connect' | 'session'): ErrorCode | null {
  const state = sqlstateOf(error);
  if (lacksLocks(error)) return 'target.noLocks';
  if (isFault(error)) return 'target.faulty';
  if (hasDied(error)) return 'target.lost';
  if (state !== null) return codeOfState(state, phase);
  const code = codeOf(error);
  const message = error instanceof Error ? error.message : '';
  if (tlsCodes.test(code) || tlsMessages.test(message)) return 'target.tls';
  if (code === 'ETIMEDOUT' || /^timeout (expired|exceeded)/.test(message)) return 'target.timeout';
  // The server wants a password and there is none, or a way to log in that pg does not have (GSSAPI, SSPI).
  if (/^SASL:|password must be a string|^Unknown authenticationOk message type/i.test(message))
    return 'target.auth';
  // An error without its code, or an answer to nothing.
  const broken = error instanceof ProtocolError || error instanceof pg.DatabaseError;
  if (broken || /^Received unexpected \w+ message/.test(message)) return 'target.protocol';
  if (unreachable.has(code)) return 'target.unreachable';
  if (isLost(error)) return phase === 'connect' ? 'target.unreachable' : 'target.lost';
  // Whatever else goes wrong while a connection is made: what the server sent could not be used.
  return phase === 'connect' ? 'target.protocol' : null;
}

function codeOfState(state: string, phase: 'connect' | 'session'): ErrorCode | null {
  switch (state) {
    case sqlstate.invalidAuthorization:
    case sqlstate.invalidPassword:
      return 'target.auth';
    case sqlstate.invalidCatalogName:
      return 'target.noDatabase';
    case sqlstate.insufficientPrivilege:
      return 'target.noRights';
    case sqlstate.readOnlyTransaction:
      return 'target.readOnly';
    case sqlstate.diskFull:
      return 'target.noSpace';
    case sqlstate.tooManyConnections:
      return 'target.tooManyConnections';
    case sqlstate.lockNotAvailable:
      return 'target.busy';
    case sqlstate.cannotConnectNow:
      return 'target.unreachable';
    case sqlstate.invalidSqlStatementName:
      return 'target.pooler';
    case sqlstate.protocolViolation:
      // PgBouncer refuses start-up parameters that it does not know with this one.
      return phase === 'connect' ? 'target.pooler' : 'target.lost';
  }
  if (/^(08|57P0[1245]|25P0[34])/.test(state))
    return phase === 'connect' ? 'target.unreachable' : 'target.lost';
  // The server says why.
  return phase === 'connect' ? 'target.unreachable' : null;
}

function codeOf(error: unknown): string {
  if (!(error instanceof Error)) return '';
  // Node tries several addresses of a name and gathers what went wrong with each.
  if (error instanceof AggregateError && !('code' in error)) return codeOf(error.errors[0]);
  return 'code' in error && typeof error.code === 'string' ? error.code : '';
}

function reasonOf(error: unknown): string {
  if (error instanceof AggregateError && error.message === '') return error.errors.map(reasonOf).join('; ');
  return error instanceof Error ? error.message || error.name : String(error);
}
