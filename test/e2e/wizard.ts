import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Browser, BrowserContextOptions, Locator, Page } from 'playwright-core';
import { ensurePages } from '../../electron/build/pages.ts';
import { pagesFolder } from '../../electron/hosts/shared/pages.ts';
import { serve } from '../../electron/hosts/web/serve.ts';
import { en } from '../../shared/messages/en.ts';
import { type Language, translator } from '../../shared/messages/index.ts';
import { ptBR } from '../../shared/messages/pt-BR.ts';

/** A browser host with a workspace of its own. */
export interface WizardHost {
  folder: string;
  open(language: Language, options?: BrowserContextOptions): Promise<Wizard>;
  /** One that opens a session and has not been used. */
  link(): string;
  /** Ends the program and starts it again in the same workspace: what it had in memory is gone. */
  restart(): Promise<void>;
  close(): Promise<void>;
}

/** A page with the wizard, spoken to in its own texts. */
export interface Wizard {
  page: Page;
  texts: typeof ptBR.wizard;
  t: ReturnType<typeof translator>;
  button(name: string | RegExp): Locator;
  heading(name: string): Locator;
  close(): Promise<void>;
}

/**
 * Starts the real browser host on a port of the system's choice.
 * @param place a folder that is made for it and removed afterwards; else one with a name of its own.
 */
export async function startHost(browser: Browser, place: string | null = null): Promise<WizardHost> {
  await ensurePages(pagesFolder);
  const folder = place ?? (await mkdtemp(join(tmpdir(), 'autocore-e2e-')));
  if (place !== null) await mkdir(place);
  const links: string[] = [];
  const start = () =>
    serve({
      workspace: join(folder, 'workspace'),
      env: { PATH: process.env.PATH, HOME: folder },
      language: 'pt-BR',
      port: 0,
      folders: [folder],
      pages: pagesFolder,
      onLink: (link) => links.push(link),
    });
  let serving = await start();
  return {
    folder,
    link: () => links.at(-1) ?? '',
    async restart() {
      await serving.close();
      serving = await start();
    },
    async open(language, options = {}) {
      const context = await browser.newContext({
        locale: language,
        reducedMotion: 'reduce',
        // A window gives this to a page in front by itself; Chromium without windows has none in front.
        permissions: ['clipboard-write'],
        ...options,
      });
      const page = await context.newPage();
      // As long as a computer takes that has other things to do.
      page.setDefaultTimeout(300_000);
      await page.goto(links.at(-1) ?? '');
      const wizard = wizardOn(page, language, () => context.close());
      // The host remembers the language of the last page; a new one may want another.
      await page.locator('select').first().selectOption(language);
      await wizard.heading(wizard.texts.start.title).waitFor();
      return wizard;
    },
    async close() {
      await serving.close();
      await rm(folder, { recursive: true, force: true });
    },
  };
}

/** Speaks to a page that shows the wizard, in a browser or in the desktop's window. */
export function wizardOn(page: Page, language: Language, close: () => Promise<void>): Wizard {
  return {
    page,
    texts: language === 'en' ? (en.wizard as typeof ptBR.wizard) : ptBR.wizard,
    t: translator(language),
    button: (name) => page.getByRole('button', { name, exact: typeof name === 'string' }),
    heading: (name) => page.getByRole('heading', { level: 1, name }),
    close,
  };
}

/** From the start to the audit of a file that is among those offered in its folder. */
export async function chooseFile(wizard: Wizard, folder: string, name: string): Promise<void> {
  const { page, texts, button } = wizard;
  await button(texts.start.new).click();
  await button(texts.source.browse).click();
  const dialog = page.getByRole('dialog');
  await dialog.getByRole('button', { name: folder }).click();
  await dialog.getByRole('button', { name }).click();
  await page.getByText(texts.source.lastWrite).waitFor();
}

/** Fills in the form of an existing server. */
export async function fillServer(wizard: Wizard, url: string): Promise<void> {
  await wizard.page.getByText(wizard.texts.target.server, { exact: true }).click();
  await typeServer(wizard, url);
}

/** The same where there is nothing but the form. */
export async function typeServer({ page, texts }: Wizard, url: string): Promise<void> {
  const { hostname, port, pathname, username, password } = new URL(url);
  const field = (label: string): Locator => page.getByLabel(label, { exact: true });
  await field(texts.target.host).fill(hostname);
  await field(texts.target.port).fill(port);
  await field(texts.target.database).fill(pathname.slice(1));
  await field(texts.target.user).fill(decodeURIComponent(username));
  await field(texts.target.password).fill(decodeURIComponent(password));
}
