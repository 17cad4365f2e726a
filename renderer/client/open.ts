import type { Client } from './client.ts';
import { desktopClient } from './desktop.ts';
import { openSession } from './session.ts';
import { webClient } from './web.ts';

/** The way to the host of this page; null in a browser without a session: a fresh link is needed. */
export async function openClient(): Promise<Client | null> {
  if (window.autocore) return desktopClient(window.autocore);
  const session = await openSession();
  return session === null ? null : webClient(session);
}
