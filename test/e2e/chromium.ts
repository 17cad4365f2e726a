import { existsSync } from 'node:fs';
import { type Browser, chromium } from 'playwright-core';

/** The system's own Chromium, with windows and all that it asks its user; null where there is none. */
export const windowedChromium = ['/usr/bin/chromium', '/usr/bin/chromium-browser'].find(existsSync) ?? null;

/** The build without windows where there is one: it draws the same pages for a third of the processor's time. */
export const chromiumPath = ['/usr/bin/chromium-headless-shell'].find(existsSync) ?? windowedChromium;

/** Starts Chromium, quiet: it fetches nothing by itself. */
export async function launchChromium(): Promise<Browser> {
  if (chromiumPath === null) throw new Error('no Chromium on this machine (Debian: apt install chromium)');
  return chromium.launch({
    executablePath: chromiumPath,
    timeout: 300_000,
    args: [
      '--no-sandbox',
      '--headless',
      '--disable-gpu',
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-sync',
      '--no-first-run',
    ],
  });
}
