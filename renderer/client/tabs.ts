/*
 * Tabs of one browser that show the same wizard hand their session on: a second one is no dead end. Only pages of our
 * own origin hear each other, and nothing is kept: https://html.spec.whatwg.org/multipage/web-messaging.html
 */

type Message = { wanted: true } | { session: string };

const name = 'autocore.session';
/** Milliseconds: a tab that can answer does so at once. */
const patience = 1000;

/** A session that other tabs can have. */
interface SharedSession {
  /** Gives it to those that wait for one. */
  tell(): void;
  end(): void;
}

/**
 * Gives the session to tabs that ask for one.
 * @param isLive whether the host takes it now: one that is over helps nobody
 */
export function shareSession(session: string, isLive: () => boolean): SharedSession {
  const channel = new BroadcastChannel(name);
  const tell = () => channel.postMessage({ session } satisfies Message);
  channel.onmessage = ({ data }: MessageEvent<Message>) => {
    if ('wanted' in data && isLive()) tell();
  };
  return { tell, end: () => channel.close() };
}

/** The session of another tab; null where none answers. */
export function askOtherTabs(): Promise<string | null> {
  const channel = new BroadcastChannel(name);
  const { promise, resolve } = Promise.withResolvers<string | null>();
  channel.onmessage = ({ data }: MessageEvent<Message>) => {
    if ('session' in data) resolve(data.session);
  };
  setTimeout(() => resolve(null), patience);
  channel.postMessage({ wanted: true } satisfies Message);
  return promise.finally(() => channel.close());
}

/** Calls back when another tab has a session. Returns what ends the waiting. */
export function onShared(then: () => void): () => void {
  const channel = new BroadcastChannel(name);
  channel.onmessage = ({ data }: MessageEvent<Message>) => {
    if ('session' in data) then();
  };
  // One that had much to do when it was asked answers now.
  channel.postMessage({ wanted: true } satisfies Message);
  return () => channel.close();
}
