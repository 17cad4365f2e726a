import { type Session, web } from '../../shared/contract/web.ts';
import type { Result } from '../../shared/contract.ts';
import { askOtherTabs } from './tabs.ts';

const key = 'autocore.session';

/**
 * The session of this tab: from the link in the address (exchanged once, and taken off the address first so that it
 * is neither kept in the history nor shared by accident), else the one kept for a reload, else that of another tab of
 * this wizard: both show the same. Null: ask for a fresh link.
 */
export async function openSession(): Promise<string | null> {
  const session = (await fromLink()) ?? sessionStorage.getItem(key) ?? (await askOtherTabs());
  if (session !== null) sessionStorage.setItem(key, session);
  return session;
}

export function forgetSession(): void {
  sessionStorage.removeItem(key);
}

async function fromLink(): Promise<string | null> {
  const link = location.hash.slice(1);
  if (link === '') return null;
  history.replaceState(null, '', location.pathname);
  const answer = await fetch(web.session, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ link }),
  });
  const result = (await answer.json()) as Result<Session>;
  return result.ok ? result.value.session : null;
}
