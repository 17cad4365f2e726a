import { createHash, randomBytes, timingSafeEqual } from 'node:crypto';

/** Links that each open one session, and the sessions they opened. Both live as long as the host does. */
export class Sessions {
  #link = newSecret();
  // Kept as digests: looking one up says nothing about the secret through the time it takes.
  readonly #sessions = new Set<string>();
  readonly #onUsed: () => void;

  /** @param onUsed told when the link was used and there is another one. */
  constructor(onUsed: () => void) {
    this.#onUsed = onUsed;
  }

  /** The link that has not been used yet. */
  get link(): string {
    return this.#link;
  }

  /** A session for the link; null for any other text. The link is used up. */
  open(link: string): string | null {
    // Of 32 random bytes nobody guesses one, however often: attempts are not counted, or a stranger could use them up.
    if (!timingSafeEqual(digest(link), digest(this.#link))) return null;
    this.#link = newSecret();
    const session = newSecret();
    this.#sessions.add(digest(session).toString('base64url'));
    this.#onUsed();
    return session;
  }

  has(session: string): boolean {
    return this.#sessions.has(digest(session).toString('base64url'));
  }
}

function newSecret(): string {
  return randomBytes(32).toString('base64url');
}

function digest(secret: string): Buffer {
  return createHash('sha256').update(secret).digest();
}
