import { describe, expect, it } from 'vitest';
import { type Asking, guard } from '../../../electron/hosts/web/guard.ts';

const session = 'a'.repeat(43);
const port = 4321;

/** A call as our own page makes it. */
const call: Asking = {
  method: 'POST',
  open: false,
  host: '127.0.0.1:4321',
  origin: 'http://127.0.0.1:4321',
  site: 'same-origin',
  authorization: `Bearer ${session}`,
  protocols: undefined,
};
const page: Asking = {
  ...call,
  method: 'GET',
  open: true,
  origin: undefined,
  site: 'none',
  authorization: undefined,
};
const socket: Asking = {
  ...call,
  method: 'GET',
  authorization: undefined,
  protocols: `autocore-migrate, session.${session}`,
};
const download: Asking = { ...call, method: 'GET', origin: undefined };
/** The exchange of a link. */
const link: Asking = { ...call, open: true, authorization: undefined };
const evil = 'http://evil.example:4321';

const cases: [string, Asking, string][] = [
  ['our page', page, 'allowed'],
  ['a file of our page', { ...page, site: 'same-origin' }, 'allowed'],
  ['our page by the name localhost', { ...page, host: 'localhost:4321' }, 'allowed'],
  ['a call', call, 'allowed'],
  [
    'a call by the name localhost',
    { ...call, host: 'localhost:4321', origin: 'http://localhost:4321' },
    'allowed',
  ],
  ['a call of a browser without Sec-Fetch-Site', { ...call, site: undefined }, 'allowed'],
  ['a download', download, 'allowed'],
  ['events', socket, 'allowed'],
  ['the exchange of a link', link, 'allowed'],

  // DNS rebinding: the browser takes evil.example for us, and says its name.
  ['a page under another name', { ...page, host: 'evil.example:4321' }, 'host'],
  [
    'a call under another name',
    { ...call, host: 'evil.example:4321', origin: evil, site: 'same-origin' },
    'host',
  ],
  ['events under another name', { ...socket, host: 'evil.example:4321', origin: evil }, 'host'],
  ['a link under another name', { ...link, host: 'evil.example:4321', origin: evil }, 'host'],
  ['another port in the name', { ...page, host: '127.0.0.1:80' }, 'host'],
  ['no port in the name', { ...page, host: '127.0.0.1' }, 'host'],
  ['another spelling of the address', { ...page, host: '2130706433:4321' }, 'host'],
  ['a name that begins like ours', { ...page, host: '127.0.0.1:4321.evil.example' }, 'host'],
  ['no name at all', { ...page, host: undefined }, 'host'],

  // Another page in the user's browser.
  ['a call from another page', { ...call, origin: 'http://evil.example', site: 'cross-site' }, 'origin'],
  ['a call from another port', { ...call, origin: 'http://127.0.0.1:9999', site: 'same-site' }, 'origin'],
  ['a call from a file or a sandbox', { ...call, origin: 'null', site: 'cross-site' }, 'origin'],
  ['a call over https', { ...call, origin: 'https://127.0.0.1:4321' }, 'origin'],
  ['a call by the other name', { ...call, origin: 'http://localhost:4321' }, 'origin'],
  ['a call that says not where from', { ...call, origin: undefined }, 'origin'],
  ['events for another page', { ...socket, origin: 'http://evil.example' }, 'origin'],
  ['events that say not where from', { ...socket, origin: undefined }, 'origin'],
  ['a link from another page', { ...link, origin: 'http://evil.example' }, 'origin'],
  ['a link from another site', { ...link, site: 'cross-site' }, 'site'],
  ['a page for another page', { ...page, origin: 'http://evil.example', site: 'cross-site' }, 'origin'],
  ['a download as an image elsewhere', { ...download, site: 'cross-site' }, 'site'],
  ['a download typed into the address', { ...download, site: 'none' }, 'site'],

  // Another program of this computer.
  ['a call without a session', { ...call, authorization: undefined }, 'session'],
  ['a call with another session', { ...call, authorization: `Bearer ${'b'.repeat(43)}` }, 'session'],
  ['a call with another scheme', { ...call, authorization: `Basic ${session}` }, 'session'],
  ['a call with more than a session', { ...call, authorization: `Bearer ${session} x` }, 'session'],
  ['a call with an empty session', { ...call, authorization: 'Bearer ' }, 'session'],
  [
    'a download, or any route that nobody marked as open, without a session',
    { ...download, authorization: undefined },
    'session',
  ],
  ['events without a session', { ...socket, protocols: 'autocore-migrate' }, 'session'],
  [
    'events with another session',
    { ...socket, protocols: `autocore-migrate, session.${'b'.repeat(43)}` },
    'session',
  ],
  ['events with an empty list', { ...socket, protocols: '' }, 'session'],
  [
    'events with more than a session',
    { ...socket, protocols: `autocore-migrate, session.${session}, x` },
    'session',
  ],
  ['events of another protocol', { ...socket, protocols: `other, session.${session}` }, 'session'],
  [
    'events with a session in a header',
    { ...socket, authorization: `Bearer ${session}`, protocols: '' },
    'session',
  ],
  [
    'a WebSocket on a route that is open',
    { ...socket, open: true, protocols: 'autocore-migrate' },
    'session',
  ],
];

describe('the guard', () => {
  it.each(cases)('%s', (_name, asking, expected) => {
    const verdict = guard(asking, port, (secret) => secret === session);
    expect(verdict.allowed ? 'allowed' : verdict.reason).toBe(expected);
  });
});
