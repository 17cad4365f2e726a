import { randomBytes } from 'node:crypto';

/** Pages that are printed: served to one hidden window each, for as long as it prints. */
export class Documents {
  readonly #pages = new Map<string, string>();

  /** Runs `work` while the document can be had under a token. */
  async during<T>(html: string, work: (token: string) => Promise<T>): Promise<T> {
    const token = randomBytes(16).toString('base64url');
    this.#pages.set(token, html);
    try {
      return await work(token);
    } finally {
      this.#pages.delete(token);
    }
  }

  /** Null for a token that stands for nothing. The document may show itself, and do nothing. */
  response(token: string): Response | null {
    const html = this.#pages.get(token);
    if (html === undefined) return null;
    return new Response(html, {
      headers: {
        'content-type': 'text/html; charset=utf-8',
        'content-security-policy': "default-src 'none'; style-src 'unsafe-inline'; img-src data:; sandbox",
        'x-content-type-options': 'nosniff',
      },
    });
  }
}
