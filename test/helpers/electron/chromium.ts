import { mkdtempSync, rmSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { BrowserContext, Page, Route } from 'playwright-core';
import { windowedChromium } from '../../e2e/chromium.ts';
import { originOf, session } from './session.ts';

/**
 * Chromium knows no scheme of ours, so its pages have an address that stands for it: a name below `localhost`, which it
 * takes for secure, as Electron takes our scheme.
 */
export function shownAddress(address: string): string {
  return address.replace(/^app:\/\/([\w-]+)\//, 'http://$1.app.localhost/');
}

export function ownAddress(shown: string): string {
  return shown.replace(/^http:\/\/([\w-]+)\.app\.localhost\//, 'app://$1/');
}

let started: Promise<{ context: BrowserContext; port: number }> | null = null;

/** One Chromium for all windows. A test talks to its pages over the port. */
export function startChromium(): Promise<{ context: BrowserContext; port: number }> {
  started ??= start();
  return started;
}

async function start(): Promise<{ context: BrowserContext; port: number }> {
  if (windowedChromium === null) throw new Error('no Chromium on this machine');
  // Loaded when there is a page to show: the main process alone has no use for it.
  const { chromium } = await import('playwright-core');
  const profile = mkdtempSync(join(tmpdir(), 'autocore-window-'));
  process.on('exit', () => rmSync(profile, { recursive: true, force: true, maxRetries: 5 }));
  const context = await chromium.launchPersistentContext(profile, {
    executablePath: windowedChromium,
    viewport: { width: 1280, height: 800 },
    args: ['--no-sandbox', '--disable-gpu', '--remote-debugging-port=0', '--disable-background-networking'],
  });
  await context.route('**/*', answer);
  const port = Number((await readFile(join(profile, 'DevToolsActivePort'), 'utf8')).split('\n')[0]);
  return { context, port };
}

/** Told of a page that goes somewhere else; false keeps it where it is. */
export const navigations = new Map<Page, (address: string) => boolean>();

/** Every request of a page is answered by the session, or not at all. */
async function answer(route: Route): Promise<void> {
  const request = route.request();
  const address = ownAddress(request.url());
  const page = request.isNavigationRequest() ? request.frame().page() : null;
  if (page && navigations.get(page)?.(address) === false) return route.abort('aborted');
  const origin = (await request.headerValue('origin')) ?? null;
  const response = await session.defaultSession.respond({
    url: address,
    method: request.method(),
    fetched: ['fetch', 'xhr', 'eventsource'].includes(request.resourceType()),
    origin: origin === null ? null : originOf(ownAddress(`${origin}/`)),
  });
  if (response === null) return route.abort('blockedbyclient');
  await route.fulfill({
    status: response.status,
    headers: Object.fromEntries(response.headers),
    body: Buffer.from(await response.arrayBuffer()),
  });
}
