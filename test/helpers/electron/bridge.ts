import type { Page } from 'playwright-core';

/** What crosses: plain data as it is, the rest as these stand-ins. */
type Crossing = { fn: number } | { file: number } | { data: unknown };
interface Request {
  page: Page;
  api: string;
  name: string;
  args: Crossing[];
}

/**
 * The context bridge between a preload script (in this process) and a page (in Chromium): the API is frozen, what is
 * passed is copied, functions become ways across, in both directions. https://www.electronjs.org/docs/latest/api/context-bridge
 */
export class ContextBridge {
  readonly #remembered = new Map<number, () => void>();
  #next = 0;

  /** Puts these APIs into every document of the page, before its own scripts. */
  async install(page: Page, apis: Map<string, object>): Promise<void> {
    await page.exposeBinding('__standIn', async (_source, request: Omit<Request, 'page'>) => {
      if (request.api === '') return this.#remembered.get(Number(request.name))?.();
      const own = apis.get(request.api) as Record<string, (...args: unknown[]) => unknown>;
      const args = await Promise.all(request.args.map((arg) => this.#received(page, arg)));
      return this.#answer(await own[request.name]?.(...args));
    });
    const names = [...apis].map(([name, api]) => [name, Object.keys(api)] as const);
    await page.addInitScript(pageSide, names);
  }

  async #received(page: Page, arg: Crossing): Promise<unknown> {
    if ('data' in arg) return arg.data;
    if ('file' in arg) return { path: await pathOf(page, arg.file) };
    return (...args: unknown[]) => {
      // A page that is gone hears nothing.
      page.evaluate(callPage, { fn: arg.fn, args }).catch(() => {});
    };
  }

  #answer(value: unknown): unknown {
    if (typeof value !== 'function') return { data: value };
    this.#remembered.set(++this.#next, value as () => void);
    return { fn: this.#next };
  }
}

/** Where a File of the page comes from: Chromium's own answer, which is what Electron asks as well. */
async function pathOf(page: Page, id: number): Promise<string> {
  const client = await page.context().newCDPSession(page);
  try {
    const expression = `globalThis[Symbol.for('stand-in')].files[${id}]`;
    const { result } = await client.send('Runtime.evaluate', { expression });
    return result.objectId ? (await client.send('DOM.getFileInfo', { objectId: result.objectId })).path : '';
  } finally {
    await client.detach();
  }
}

function callPage({ fn, args }: { fn: number; args: unknown[] }): void {
  const { functions } = (globalThis as never)[Symbol.for('stand-in')] as {
    functions: ((...args: unknown[]) => void)[];
  };
  functions[fn]?.(...args);
}

/** Runs in the page. */
function pageSide(names: (readonly [string, string[]])[]): void {
  type Send = (request: {
    api: string;
    name: string;
    args: object[];
  }) => Promise<{ fn?: number; data?: unknown }>;
  const world = globalThis as unknown as { __standIn: Send; window: { open: unknown } };
  const send = world.__standIn;
  const kept: { functions: unknown[]; files: unknown[] } = { functions: [], files: [] };
  Object.defineProperty(globalThis, Symbol.for('stand-in'), { value: kept });
  const crossing = (value: unknown): object => {
    if (typeof value === 'function') return { fn: kept.functions.push(value) - 1 };
    if (value instanceof File) return { file: kept.files.push(value) - 1 };
    return { data: structuredClone(value) };
  };
  const answered = ({ fn, data }: { fn?: number; data?: unknown }): unknown =>
    fn === undefined ? data : () => void send({ api: '', name: String(fn), args: [] });
  for (const [api, functions] of names) {
    const own = functions.map((name) => {
      const call = (...args: unknown[]): unknown => {
        const answer = send({ api, name, args: args.map(crossing) });
        // `on` answers at once with what ends the listening; the others with a promise.
        if (name !== 'on') return answer.then(answered);
        return () => void answer.then(answered).then((stop) => (stop as () => void)());
      };
      return [name, Object.freeze(call)] as const;
    });
    const value = Object.freeze(Object.fromEntries(own));
    Object.defineProperty(globalThis, api, { value, writable: false, configurable: false, enumerable: true });
  }
}
