import { clone } from './clone.ts';

type Handler = (event: { sender: unknown; senderFrame: SenderFrame }, ...args: unknown[]) => unknown;

/** The frame that a message came from. https://www.electronjs.org/docs/latest/api/web-frame-main */
export interface SenderFrame {
  url: string;
  origin: string;
  parent: SenderFrame | null;
}

const handlers = new Map<string, Handler>();

/** The main process's end. https://www.electronjs.org/docs/latest/api/ipc-main */
export const ipcMain = {
  handle(channel: string, handler: Handler): void {
    if (handlers.has(channel)) throw new Error(`Attempted to register a second handler for '${channel}'`);
    handlers.set(channel, handler);
  },
  removeHandler(channel: string): void {
    handlers.delete(channel);
  },
};

/** What `ipcRenderer.invoke` comes to: cloned both ways, and of an error only the words arrive. */
export async function invoke(
  event: { sender: unknown; senderFrame: SenderFrame },
  channel: string,
  args: unknown[],
): Promise<unknown> {
  const handler = handlers.get(channel);
  if (!handler) throw new Error(`No handler registered for '${channel}'`);
  try {
    return clone(await handler(event, ...clone(args)));
  } catch (error) {
    throw new Error(`Error invoking remote method '${channel}': ${String(error)}`);
  }
}
