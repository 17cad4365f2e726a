import { type Session, web } from '../../shared/contract/web.ts';
import type { Result } from '../../shared/contract.ts';

const key = 'autocore.session';

/**
 * The session of this tab: from the link in the address (exchanged once, and taken off the address first so that it
 * is neither kept in the history nor shared by accident), else the one kept for a reload. Null: ask for a fresh link.
 */
export async function openSession(): Promise<string | null> {
  const link = location.hash.slice(1);
  if (link !== '') {
    history.replaceState(null, '', location.pathname);
    const answer = await fetch(web.session, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ link }),
    });
    const result = (await answer.json()) as Result<Session>;
    if (result.ok) {
      sessionStorage.setItem(key, result.value.session);
      return result.value.session;
    }
  }
  return sessionStorage.getItem(key);
}

export function forgetSession(): void {
  sessionStorage.removeItem(key);
}
