/** What becomes of one of libpq's settings here. */
export interface Decision {
  /**
   * supported: as libpq documents it. ignored: taken, and nothing that it promises is broken by that. refused: what it
   * promises cannot be held, so a connection that asks for it is not made.
   */
  how: 'supported' | 'ignored' | 'refused';
  /** The environment variable that stands in for it. */
  variable: string | null;
  /** How it is supported, why ignoring it is harmless, or why it cannot be held. */
  why: string;
  /** The only values that libpq takes. */
  values?: readonly string[];
  /** Of a refused one: values that ask for nothing. */
  asksNothing?: readonly string[];
  /** It names a file or folder of this computer. */
  file?: true;
  /** Its value is never shown. */
  secret?: true;
}

type More = Pick<Decision, 'values' | 'asksNothing' | 'file' | 'secret'>;

function decide(how: Decision['how'], variable: string | null, why: string, more: More = {}): Decision {
  return { how, variable, why, ...more };
}
const supported = (...given: [string | null, string, More?]) => decide('supported', ...given);
const ignored = (...given: [string | null, string, More?]) => decide('ignored', ...given);
const refused = (...given: [string | null, string, More?]) => decide('refused', ...given);

const file = { file: true } as const;
const secret = { secret: true } as const;
const noGss =
  'only says how to log in with Kerberos, which is never done: a server that asks for it is refused';
const ownKeepAlive = 'fine tuning of the socket: every connection is kept alive and watched anyway';
const noOauth = 'logins with OAuth are not spoken';
const ownSession = 'the session sets its own, so that every value crosses exactly';

/**
 * Every connection parameter of libpq up to PostgreSQL 18. An unknown one is refused, as libpq does.
 * https://www.postgresql.org/docs/18/libpq-connect.html#LIBPQ-PARAMKEYWORDS
 */
export const parameters = {
  host: supported('PGHOST', 'a name, an address or the folder of a unix socket; a list is refused by name'),
  hostaddr: supported('PGHOSTADDR', 'connects there; host is what certificates and .pgpass are held against'),
  port: supported('PGPORT', 'one number'),
  dbname: supported('PGDATABASE', 'the user name by default'),
  user: supported('PGUSER', 'the name of the system account by default'),
  password: supported('PGPASSWORD', 'sent only to a login that the other settings allow', secret),
  passfile: supported('PGPASSFILE', 'read only where nobody else may read it', file),
  require_auth: supported('PGREQUIREAUTH', 'each request of the server is held against it before any answer'),
  channel_binding: supported('PGCHANNELBINDING', 'require: SCRAM-SHA-256-PLUS over TLS or no login', {
    values: ['disable', 'prefer', 'require'],
  }),
  connect_timeout: supported('PGCONNECT_TIMEOUT', 'seconds; 0 and less wait as long as the system does'),
  client_encoding: ignored('PGCLIENTENCODING', `values cross as UTF-8: ${ownSession}`),
  options: supported('PGOPTIONS', 'handed to the server; the session still sets what exactness needs'),
  application_name: supported('PGAPPNAME', 'shown in pg_stat_activity'),
  fallback_application_name: supported(null, 'where there is no application_name'),
  keepalives: ignored(null, ownKeepAlive),
  keepalives_idle: ignored(null, ownKeepAlive),
  keepalives_interval: ignored(null, ownKeepAlive),
  keepalives_count: ignored(null, ownKeepAlive),
  tcp_user_timeout: ignored(null, ownKeepAlive),
  replication: refused(null, 'a replication connection is no place for a migration', {
    asksNothing: ['false', 'off', 'no', '0'],
  }),
  gssencmode: refused('PGGSSENCMODE', 'encryption with Kerberos is not spoken', {
    values: ['disable', 'prefer', 'require'],
    asksNothing: ['disable', 'prefer'],
  }),
  sslmode: supported('PGSSLMODE', 'as documented; a certificate that is refused never leads to plain text', {
    values: ['disable', 'allow', 'prefer', 'require', 'verify-ca', 'verify-full'],
  }),
  requiressl: supported('PGREQUIRESSL', '1 is sslmode=require where sslmode is not set, as before it'),
  sslnegotiation: supported('PGSSLNEGOTIATION', 'direct: TLS at once, and the server must answer with ALPN', {
    values: ['postgres', 'direct'],
  }),
  sslcompression: ignored('PGSSLCOMPRESSION', 'TLS is never compressed, the safe one of both'),
  sslcert: supported('PGSSLCERT', 'shown to servers that ask for it', file),
  sslkey: supported('PGSSLKEY', 'read only where nobody else may read it', file),
  sslkeylogfile: refused(null, 'keys of the session are not written anywhere', file),
  sslpassword: supported(null, 'opens sslkey', secret),
  sslcertmode: refused('PGSSLCERTMODE', 'whether the server asked for a certificate cannot be seen', {
    values: ['disable', 'allow', 'require'],
    asksNothing: ['disable', 'allow'],
  }),
  sslrootcert: supported('PGSSLROOTCERT', 'a file, or system: the trusted certificates of the system', file),
  sslcrl: supported('PGSSLCRL', 'revoked certificates are refused', file),
  sslcrldir: supported('PGSSLCRLDIR', 'all lists of a folder as openssl rehash leaves it', file),
  sslsni: supported('PGSSLSNI', '0: the name of the server does not cross in clear text', {
    values: ['0', '1'],
  }),
  requirepeer: refused('PGREQUIREPEER', 'over a unix socket: its owner cannot be asked for; TCP has none'),
  ssl_min_protocol_version: supported('PGSSLMINPROTOCOLVERSION', 'TLSv1.2 by default'),
  ssl_max_protocol_version: supported('PGSSLMAXPROTOCOLVERSION', 'no limit by default'),
  min_protocol_version: refused('PGMINPROTOCOLVERSION', 'only version 3.0 of the protocol is spoken', {
    values: ['3.0', '3.2', 'latest'],
    asksNothing: ['3.0'],
  }),
  max_protocol_version: ignored('PGMAXPROTOCOLVERSION', '3.0 is spoken, which every limit allows', {
    values: ['3.0', '3.2', 'latest'],
  }),
  krbsrvname: ignored('PGKRBSRVNAME', noGss),
  gsslib: ignored('PGGSSLIB', noGss),
  gssdelegation: ignored('PGGSSDELEGATION', noGss),
  scram_client_key: refused(null, 'logins with a key in place of the password are not spoken', secret),
  scram_server_key: refused(null, 'logins with a key in place of the password are not spoken', secret),
  service: supported('PGSERVICE', 'between the URL and the environment', file),
  // A parameter since PostgreSQL 19, a variable long before.
  servicefile: supported('PGSERVICEFILE', 'where the service is looked up first', file),
  target_session_attrs: supported('PGTARGETSESSIONATTRS', 'the server is asked before anything else', {
    values: ['any', 'read-write', 'read-only', 'primary', 'standby', 'prefer-standby'],
  }),
  load_balance_hosts: ignored('PGLOADBALANCEHOSTS', 'there is one host, and any address of it will do', {
    values: ['disable', 'random'],
  }),
  oauth_issuer: refused(null, noOauth),
  oauth_client_id: refused(null, noOauth),
  oauth_client_secret: refused(null, noOauth, secret),
  oauth_scope: refused(null, noOauth),
} satisfies Record<string, Decision>;

export type ParameterName = keyof typeof parameters;

/**
 * Environment variables of libpq that stand in for no parameter.
 * https://www.postgresql.org/docs/18/libpq-envars.html
 */
export const otherVariables: Readonly<Record<string, Decision>> = {
  PGSYSCONFDIR: supported('PGSYSCONFDIR', 'folder of the pg_service.conf of the system', file),
  PGLOCALEDIR: ignored('PGLOCALEDIR', "translations of libpq's own messages"),
  PGDATESTYLE: ignored('PGDATESTYLE', ownSession),
  PGTZ: ignored('PGTZ', ownSession),
  PGGEQO: ignored('PGGEQO', 'plans of large joins, of which there are none'),
  PGOAUTHDEBUG: ignored('PGOAUTHDEBUG', `makes OAuth less strict, and ${noOauth}`),
};

/** Files that count by being there, in the home folder (Windows: in %APPDATA%\postgresql, some without the dot). */
export const defaultFiles = {
  '.pgpass': 'passfile',
  '.pg_service.conf': 'servicefile',
  '.postgresql/root.crt': 'sslrootcert',
  '.postgresql/root.crl': 'sslcrl',
  '.postgresql/postgresql.crt': 'sslcert',
  '.postgresql/postgresql.key': 'sslkey',
} as const satisfies Record<string, ParameterName>;

export function isParameter(name: string): name is ParameterName {
  return Object.hasOwn(parameters, name);
}

/** True for a parameter that names a file or folder of this computer. */
export function namesFile(name: string): boolean {
  return isParameter(name) && (parameters[name] as Decision).file === true;
}
