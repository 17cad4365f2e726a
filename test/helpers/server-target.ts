import type { Target } from '../../shared/contract.ts';

/** A server as the form of the wizard has it. */
export function serverTarget(url: string, schema = 'public'): Extract<Target, { kind: 'server' }> {
  const { hostname, port, pathname, username, password } = new URL(url);
  return {
    kind: 'server',
    host: hostname,
    port: Number(port),
    database: decodeURIComponent(pathname.slice(1)),
    user: decodeURIComponent(username),
    password: decodeURIComponent(password) || null,
    tls: 'disable',
    certificates: null,
    schema,
  };
}
