import { z } from 'zod';

/**
 * How the contract crosses between a page and the browser host.
 *
 * 1. The host prints a link, `http://127.0.0.1:PORT/#<link>`. A fragment is never sent to a server nor into logs. The
 *    page takes it off the address (`history.replaceState`) and exchanges it once: `POST session` with
 *    `{ "link": … }` answers `Result<{ session }>`. A link works once; the host prints another one.
 * 2. The page keeps the session in `sessionStorage`: it belongs to one tab and one port, unlike a cookie, and survives
 *    a reload. Without link and session, or after an answer with status 401, the page asks for a fresh link.
 * 3. `POST call` + name, body: the input as JSON, header `authorization: Bearer <session>`. The answer is always a
 *    Result; statuses other than 200 (400, 401, 403, 404) carry one as well.
 * 4. Events: WebSocket on `events` with the subprotocols `[protocol, sessionPrefix + session]`; each message is
 *    `{ "name": …, "value": … }`. After a lost connection: connect again, then ask `job.state`.
 * 5. Downloads: `GET` the url of `Saved` with the same header, once, and hand the blob to a link with `download`.
 */
export const web = {
  session: '/api/session',
  call: '/api/call/',
  events: '/api/events',
  download: '/api/download/',
  protocol: 'autocore-migrate',
  sessionPrefix: 'session.',
} as const;

/** 32 random bytes in base64url. */
const secret = z.string().regex(/^[A-Za-z0-9_-]{43}$/);
export const sessionInput = z.strictObject({ link: secret });
export interface Session {
  session: string;
}

/** One message of the WebSocket. */
export interface EventMessage {
  name: string;
  value: unknown;
}
