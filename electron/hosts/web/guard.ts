import { web } from '../../../shared/contract/web.ts';

/** What a request says of itself, and which kind of route it has reached. */
export interface Asking {
  method: string;
  /** True for a route that is marked as open: the router's word, never read off the URL, which has many spellings. */
  open: boolean;
  /** The one name that the request gives to this host; undefined where it gives none, or more than one. */
  host: string | undefined;
  origin: string | undefined;
  /** `Sec-Fetch-Site`, which pages cannot forge and old browsers do not send. */
  site: string | undefined;
  authorization: string | undefined;
  /** `Sec-WebSocket-Protocol` of an upgrade; undefined for anything else. */
  protocols: string | undefined;
}

export type Verdict =
  | { allowed: true }
  | { allowed: false; status: 401 | 403; reason: 'host' | 'origin' | 'site' | 'session' };

/**
 * Whether a request may pass. Listening on 127.0.0.1 keeps other computers out, but not the other programs of this one:
 *
 * - Any web page can make the user's browser send requests to 127.0.0.1. It says where it comes from in `Origin`, which
 *   must be exactly ours wherever something is done (anything but GET and HEAD, and every WebSocket).
 * - DNS rebinding: a page of evil.example whose name suddenly resolves to 127.0.0.1 is same-origin with us for the
 *   browser. It cannot choose the `Host` header, which still says evil.example.
 * - Other users and programs of this computer can send whatever they like. They do not have a session, which takes a
 *   link that only the terminal of the user shows. There are no cookies: a browser adds nothing by itself.
 *
 * What is not open needs the session: also a route that does not exist, and every WebSocket wherever it leads.
 * @param port the port we listen on. @param isSession whether a text is the secret of a live session.
 */
export function guard(asking: Asking, port: number, isSession: (secret: string) => boolean): Verdict {
  const { method, open, host, origin, site, authorization, protocols } = asking;
  const upgrade = protocols !== undefined;
  const own = [`127.0.0.1:${port}`, `localhost:${port}`];
  if (host === undefined || !own.includes(host)) return refuse(403, 'host');

  const acts = upgrade || (method !== 'GET' && method !== 'HEAD');
  if (origin === undefined ? acts : origin !== `http://${host}`) return refuse(403, 'origin');

  // `none`: typed into the address bar, which no call comes from.
  const elsewhere = site !== undefined && site !== 'same-origin';
  if (elsewhere && (acts || !open)) return refuse(403, 'site');

  if (open && !upgrade) return { allowed: true };
  const secret = upgrade ? sessionOf(protocols) : /^Bearer ([\w-]+)$/.exec(authorization ?? '')?.[1];
  return secret !== undefined && isSession(secret) ? { allowed: true } : refuse(401, 'session');
}

/** The secret among the subprotocols of a WebSocket: the one header that a page can set there. */
function sessionOf(protocols: string): string | undefined {
  const [first, second, ...more] = protocols.split(',').map((each) => each.trim());
  if (first !== web.protocol || !second?.startsWith(web.sessionPrefix) || more.length > 0) return undefined;
  return second.slice(web.sessionPrefix.length);
}

function refuse(status: 401 | 403, reason: 'host' | 'origin' | 'site' | 'session'): Verdict {
  return { allowed: false, status, reason };
}
