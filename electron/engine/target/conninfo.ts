import { AppError } from '../../../shared/errors.ts';

/** Connection parameters by libpq's names. */
export type Parameters = Record<string, string>;

/** Honoured by this tool. */
const known = new Set([
  ...['host', 'port', 'dbname', 'user', 'password', 'passfile', 'service', 'connect_timeout'],
  ...['application_name', 'options', 'sslmode', 'sslrootcert', 'sslcert', 'sslkey', 'sslpassword'],
  ...['sslnegotiation', 'channel_binding'],
]);

/** Accepted because they change nothing here: defaults of libpq, or fine tuning of its sockets. */
const harmless = new Set([
  ...['fallback_application_name', 'client_encoding', 'keepalives', 'keepalives_idle', 'keepalives_interval'],
  ...[
    'keepalives_count',
    'tcp_user_timeout',
    'gssencmode',
    'gsslib',
    'krbsrvname',
    'gssdelegation',
    'sslsni',
  ],
  ...['sslcompression', 'target_session_attrs', 'load_balance_hosts'],
]);

/**
 * Reads a connection URL or key=value text as libpq does. Written here rather than taken from pg-connection-string,
 * which takes `#` in a password for a fragment, reads certificate files and gives the ssl modes another meaning.
 * https://www.postgresql.org/docs/current/libpq-connect.html#LIBPQ-CONNSTRING
 * @throws AppError `target.badUrl` {reason}, which never quotes a value.
 */
export function parseConnectionString(text: string): Parameters {
  const trimmed = text.trim();
  const parameters = /^postgres(ql)?:\/\//i.test(trimmed) ? parseUrl(trimmed) : parseKeyValues(trimmed);
  checkNames(parameters);
  return parameters;
}

/** A misspelt sslmode must not become a connection without TLS, so an unknown name is refused. */
export function checkNames(parameters: Parameters): void {
  for (const [name, value] of Object.entries(parameters)) {
    const fine = known.has(name) || (harmless.has(name) && !(name === 'gssencmode' && value === 'require'));
    if (!fine) throw bad(`unknown or unsupported parameter ${printable(name)}`);
  }
}

function parseUrl(url: string): Parameters {
  const rest = url.slice(url.indexOf('://') + 3);
  const question = rest.indexOf('?');
  const main = question < 0 ? rest : rest.slice(0, question);
  const slash = main.indexOf('/');
  const authority = slash < 0 ? main : main.slice(0, slash);
  const parameters: Parameters = {};
  if (slash >= 0) put(parameters, 'dbname', decode(main.slice(slash + 1)));

  const at = authority.lastIndexOf('@');
  if (at >= 0) {
    const credentials = authority.slice(0, at);
    const colon = credentials.indexOf(':');
    put(parameters, 'user', decode(colon < 0 ? credentials : credentials.slice(0, colon)));
    if (colon >= 0) put(parameters, 'password', decode(credentials.slice(colon + 1)));
  }
  const place = /^(\[[^\]]*\]|[^:]*)(?::(.*))?$/.exec(authority.slice(at + 1));
  if (!place) throw bad('host and port');
  put(parameters, 'host', decode((place[1] ?? '').replace(/^\[(.*)\]$/, '$1')));
  put(parameters, 'port', place[2] ?? '');

  for (const pair of question < 0 ? [] : rest.slice(question + 1).split('&')) {
    if (pair === '') continue;
    const equals = pair.indexOf('=');
    if (equals < 0) throw bad('parameter without "="');
    let name = decode(pair.slice(0, equals));
    let value = decode(pair.slice(equals + 1));
    // As libpq, for URLs made for JDBC.
    if (name === 'ssl' && value === 'true') [name, value] = ['sslmode', 'require'];
    put(parameters, name, value);
  }
  return parameters;
}

/** `host=localhost password='it\'s'`: values in quotes may hold blanks, a backslash escapes. */
function parseKeyValues(text: string): Parameters {
  const parameters: Parameters = {};
  const pair = /\s*([A-Za-z_]\w*)\s*=\s*(?:'((?:[^'\\]|\\[\s\S])*)'|((?:[^\s'\\]|\\[\s\S])*))(?=\s|$)/y;
  while (pair.lastIndex < text.length) {
    const match = pair.exec(text);
    if (!match) throw bad('neither a postgresql:// URL nor key=value pairs');
    const value = match[2] ?? match[3] ?? '';
    put(parameters, match[1] ?? '', value.replace(/\\([\s\S])/g, '$1'));
  }
  if (Object.keys(parameters).length === 0) throw bad('empty');
  return parameters;
}

function put(parameters: Parameters, name: string, value: string): void {
  if (value.includes('\0')) throw bad('a NUL character');
  if (value !== '') parameters[name] = value;
}

function decode(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch (error) {
    throw new AppError(
      'target.badUrl',
      { reason: 'a "%" that does not begin an escape such as %25' },
      { cause: error },
    );
  }
}

function printable(name: string): string {
  return /^[\w-]{1,40}$/.test(name) ? name : '(unreadable)';
}

function bad(reason: string): AppError {
  return new AppError('target.badUrl', { reason });
}
