import { type EventMessage, web } from '../../shared/contract/web.ts';
import type { CallName, EventName, Result, Saved } from '../../shared/contract.ts';
import type { Client, Connection } from './client.ts';
import { forgetSession } from './session.ts';
import { shareSession } from './tabs.ts';

type Listener = (value: never) => void;

/** The browser's side of the contract: calls by fetch, events by a WebSocket that is opened again when it is lost. */
export function webClient(session: string): Client {
  const listeners = new Map<EventName, Set<Listener>>();
  const watchers = new Set<(state: Connection) => void>();
  const headers = { authorization: `Bearer ${session}` };
  let state: Connection = 'opening';
  const shared = shareSession(session, () => state === 'live');

  function tell(next: Connection): void {
    if (state === next || state === 'denied') return;
    state = next;
    if (next === 'live') shared.tell();
    if (next === 'denied') {
      forgetSession();
      shared.end();
    }
    for (const watcher of watchers) watcher(next);
  }

  function listen(attempt: number): void {
    const socket = new WebSocket(new URL(web.events, location.href.replace(/^http/, 'ws')), [
      web.protocol,
      web.sessionPrefix + session,
    ]);
    let opened = false;
    socket.onopen = () => {
      opened = true;
      tell('live');
    };
    socket.onmessage = ({ data }) => {
      const { name, value } = JSON.parse(String(data)) as EventMessage;
      for (const listener of listeners.get(name as EventName) ?? []) listener(value as never);
    };
    socket.onclose = () => {
      tell('lost');
      if (state === 'denied') return;
      const next = opened ? 0 : attempt + 1;
      setTimeout(() => listen(next), Math.min(5000, 250 * 2 ** next));
    };
  }
  listen(0);

  /** Address of a document inside this page, for a minute: whoever uses it has a copy of its own by then. */
  async function fetched({ url, name }: Extract<Saved, { kind: 'download' }>): Promise<string> {
    const response = await fetch(url, { headers });
    if (!response.ok) throw new Error(`${name}: HTTP ${response.status}`);
    const address = URL.createObjectURL(await response.blob());
    setTimeout(() => URL.revokeObjectURL(address), 60_000);
    return address;
  }

  return {
    async call<N extends CallName>(name: N, input: unknown) {
      const response = await fetch(web.call + name, {
        method: 'POST',
        headers: { ...headers, 'content-type': 'application/json' },
        body: JSON.stringify(input),
      });
      if (response.status === 401) tell('denied');
      return (await response.json()) as Result<never>;
    },
    on(name, listener) {
      const own = listeners.get(name) ?? new Set();
      listeners.set(name, own.add(listener as Listener));
      return () => own.delete(listener as Listener);
    },
    onConnection(listener) {
      watchers.add(listener);
      listener(state);
      return () => watchers.delete(listener);
    },
    async deliver(saved) {
      if (saved.kind === 'download') download(saved.name, await fetched(saved));
    },
    async print(saved) {
      if (saved.kind === 'file') return;
      const url = await fetched(saved);
      // The page inherits our content security policy: it can show itself and do nothing.
      const page = window.open(url);
      if (page) page.addEventListener('load', () => page.print());
      // A browser that opens no windows still saves files.
      else download(saved.name, url);
    },
  };
}

function download(name: string, href: string): void {
  Object.assign(document.createElement('a'), { href, download: name }).click();
}
