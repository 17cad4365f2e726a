import type { EventMessage } from '../../../shared/contract/web.ts';
import type { Host } from '../shared/host.ts';

/** The part of a WebSocket that is used, as `ws` has it. */
interface Socket {
  readonly bufferedAmount: number;
  send(text: string): void;
  ping(): void;
  on(event: 'close' | 'error', listener: () => void): unknown;
}

/**
 * Beyond this much on its way, a slow connection misses events. Most are the whole picture anyway, and of the log's lines
 * a page sees by their numbers that some are missing.
 */
const mostWaiting = 4 * 1024 * 1024;
/** Milliseconds: often enough for tunnels that close what is silent. */
const heartbeat = 30_000;

/** Tells one page every event until it goes away. */
export function relayEvents(socket: Socket, host: Host): void {
  const stop = host.on((name, value) => {
    if (socket.bufferedAmount > mostWaiting) return;
    socket.send(JSON.stringify({ name, value } satisfies EventMessage));
  });
  const timer = setInterval(() => socket.ping(), heartbeat);
  socket.on('close', () => {
    clearInterval(timer);
    stop();
  });
  // A connection that breaks closes next; without a listener it would end the whole process.
  socket.on('error', () => {});
}
