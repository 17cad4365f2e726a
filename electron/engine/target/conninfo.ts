import { AppError } from '../../../shared/errors.ts';
import { isParameter } from './libpq.ts';

/** Connection parameters by libpq's names. */
export type Parameters = Record<string, string>;

/**
 * Reads a connection URL or key=value text as libpq does. Written here rather than taken from pg-connection-string,
 * which takes `#` in a password for a fragment, reads certificate files and gives the ssl modes another meaning.
 * https://www.postgresql.org/docs/current/libpq-connect.html#LIBPQ-CONNSTRING
 * @throws AppError `target.badUrl` {reason}, which never quotes a value.
 */
export function parseConnectionString(text: string): Parameters {
  const trimmed = text.trim();
  return /^postgres(ql)?:\/\//i.test(trimmed) ? parseUrl(trimmed) : parseKeyValues(trimmed);
}

function parseUrl(url: string): Parameters {
  const rest = url.slice(url.indexOf('://') + 3);
  const question = rest.indexOf('?');
  const main = question < 0 ? rest : rest.slice(0, question);
  const slash = main.indexOf('/');
  const authority = slash < 0 ? main : main.slice(0, slash);
  const parameters = noParameters();
  if (slash >= 0) put(parameters, 'dbname', decode(main.slice(slash + 1)));

  const at = authority.lastIndexOf('@');
  if (at >= 0) {
    const credentials = authority.slice(0, at);
    const colon = credentials.indexOf(':');
    put(parameters, 'user', decode(colon < 0 ? credentials : credentials.slice(0, colon)));
    if (colon >= 0) put(parameters, 'password', decode(credentials.slice(colon + 1)));
  }
  const places = authority
    .slice(at + 1)
    .split(',')
    .map((place) => /^(\[[^\]]*\]|[^:]*)(?::(.*))?$/.exec(place));
  if (places.includes(null)) throw bad('host and port');
  // More than one is a list here too, to be refused as such.
  const list = (part: (place: RegExpExecArray | null) => string) => places.map(part).join(',');
  put(parameters, 'host', decode(list((place) => (place?.[1] ?? '').replace(/^\[(.*)\]$/, '$1'))));
  put(
    parameters,
    'port',
    list((place) => place?.[2] ?? ''),
  );

  for (const pair of question < 0 ? [] : rest.slice(question + 1).split('&')) {
    if (pair === '') continue;
    const equals = pair.indexOf('=');
    if (equals < 0) throw bad('parameter without "="');
    let name = decode(pair.slice(0, equals));
    let value = decode(pair.slice(equals + 1));
    // As libpq, for URLs made for JDBC.
    if (name === 'ssl' && value === 'true') [name, value] = ['sslmode', 'require'];
    // Its name may be the rest of a password, which nobody is told.
    if (at < 0 && !isParameter(name) && rest.includes('@', question))
      throw bad('a "?" in a user or password is written %3F');
    set(parameters, name, value);
  }
  return parameters;
}

/** `host=localhost password='it\'s'`: values in quotes may hold blanks, a backslash escapes. */
function parseKeyValues(text: string): Parameters {
  const parameters = noParameters();
  const pair = /\s*([A-Za-z_]\w*)\s*=\s*(?:'((?:[^'\\]|\\[\s\S])*)'|((?:[^\s'\\]|\\[\s\S])*))(?=\s|$)/y;
  while (pair.lastIndex < text.length) {
    const match = pair.exec(text);
    if (!match) throw bad('neither a postgresql:// URL nor key=value pairs');
    const value = match[2] ?? match[3] ?? '';
    set(parameters, match[1] ?? '', value.replace(/\\([\s\S])/g, '$1'));
  }
  if (Object.keys(parameters).length === 0) throw bad('empty');
  return parameters;
}

/** Without a prototype, so that every name that is set shows. */
export function noParameters(): Parameters {
  return Object.create(null);
}

/** A part of a URL that is left out is not set. */
function put(parameters: Parameters, name: string, value: string): void {
  if (value !== '') set(parameters, name, value);
}

/** An empty value is one: it stands before the environment's, for the default. */
function set(parameters: Parameters, name: string, value: string): void {
  if (value.includes('\0')) throw bad('a NUL character');
  // The older name, which libpq still takes.
  if (name === 'requiressl') parameters.sslmode = value.startsWith('1') ? 'require' : 'prefer';
  else parameters[name] = value;
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

function bad(reason: string): AppError {
  return new AppError('target.badUrl', { reason });
}
