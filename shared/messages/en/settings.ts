/** Why a setting of libpq is refused: `errors.target.unsupported`. */
const key = 'there is no login with a key in place of the password here';
const oauth = 'there is no login with OAuth here';
const oneServer = 'the migration writes to one server, and a list may lead to another';

export const settings = {
  host: oneServer,
  hostaddr: oneServer,
  replication: 'a replication connection is no place for a migration',
  gssencmode: 'there is no encryption with Kerberos here; sslmode=verify-full protects the connection',
  sslkeylogfile: 'the keys of the connection are not written to any file',
  sslcertmode: 'whether the server asked for the certificate cannot be seen',
  requirepeer:
    'whose the server behind a unix socket is cannot be seen; host=localhost with sslmode=verify-full can tell',
  min_protocol_version: 'only version 3.0 of the protocol is spoken',
  scram_client_key: key,
  scram_server_key: key,
  oauth_issuer: oauth,
  oauth_client_id: oauth,
  oauth_client_secret: oauth,
  oauth_scope: oauth,
};
