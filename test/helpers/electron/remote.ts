import { startChromium } from './chromium.ts';

/** A function that a test wants to run in the main process, as Playwright's ElectronApplication.evaluate runs it. */
interface Wish {
  id: number;
  source: string;
  arg: unknown;
}

/** Listens to the test that started this process: functions to run, and where the pages are. */
export function obeyTest(electron: object): void {
  if (!process.send) return;
  process.on('message', async ({ id, source, arg }: Wish) => {
    try {
      const fn = new Function(`return (${source})`)() as (electron: object, arg: unknown) => unknown;
      process.send?.({ id, value: await fn(electron, arg) });
    } catch (error) {
      process.send?.({ id, error: error instanceof Error ? error.message : String(error) });
    }
  });
  void startChromium().then(({ port }) => process.send?.({ port }));
}
