import { type EventMessage, web } from '../../shared/contract/web.ts';
import type { CallName, EventName, Result } from '../../shared/contract.ts';
import type { Client, Connection } from './client.ts';
import { forgetSession } from './session.ts';

type Listener = (value: never) => void;

/** The browser's side of the contract: calls by fetch, events by a WebSocket that is opened again when it is lost. */
export function webClient(session: string): Client {
  const listeners = new Map<EventName, Set<Listener>>();
  const watchers = new Set<(state: Connection) => void>();
  const headers = { authorization: `Bearer ${session}` };
  let state: Connection = 'opening';

  function tell(next: Connection): void {
    if (state === next || state === 'denied') return;
    state = next;
    if (next === 'denied') forgetSession();
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
      if (saved.kind === 'file') return;
      const response = await fetch(saved.url, { headers });
      if (!response.ok) throw new Error(`${saved.name}: HTTP ${response.status}`);
      const url = URL.createObjectURL(await response.blob());
      const link = Object.assign(document.createElement('a'), { href: url, download: saved.name });
      link.click();
      // The download has its own copy of the blob once it was started.
      setTimeout(() => URL.revokeObjectURL(url), 60_000);
    },
  };
}
