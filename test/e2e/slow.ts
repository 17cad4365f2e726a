import { expect, onTestFinished } from 'vitest';
import { startProxy } from '../helpers/proxy.ts';

/** A database that can be made slow to load. */
export interface SlowDatabase {
  url: string;
  /** From the first row that is loaded on, everything takes so many milliseconds longer each way. */
  slowDown(ms: number): void;
  /** As soon as nobody is connected: what is on its way would be overtaken. */
  speedUp(): Promise<void>;
}

/** Puts something between the program and its database that gives a test the time to press a button. */
export async function slowDatabase(url: string): Promise<SlowDatabase> {
  const proxy = await startProxy(url);
  onTestFinished(() => proxy.close());
  return {
    url: proxy.url,
    slowDown(ms) {
      proxy.inspect((_link, data, to) => {
        if (to === 'server' && /copy /i.test(data.toString('latin1'))) proxy.delay(ms);
        return data;
      });
    },
    async speedUp() {
      proxy.inspect(null);
      await expect.poll(() => proxy.links.size).toBe(0);
      proxy.delay(0);
    },
  };
}
