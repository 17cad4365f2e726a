import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, onTestFinished } from 'vitest';
import type { Language } from '../../shared/messages/index.ts';
import { freshDatabase } from '../helpers/postgres.ts';
import { launchChromium } from './chromium.ts';
import { startHost, type Wizard, type WizardHost } from './wizard.ts';

/** One browser and one program for all tests of a file. */
export interface Stage {
  host: WizardHost;
  /** A page of its own, closed after the test. */
  open(language: Language, viewport?: { width: number; height: number }): Promise<Wizard>;
  /** An empty database, dropped after the test. */
  database(): Promise<string>;
}

/** @param prepare makes the files that the tests need. */
export function useStage(prepare: (folder: string) => Promise<void>): Stage {
  let browser: Browser | undefined;
  const stage = {
    async open(language: Language, viewport = { width: 1280, height: 800 }) {
      const wizard = await stage.host.open(language, { viewport });
      onTestFinished(() => wizard.close());
      return wizard;
    },
    async database() {
      const { url, drop } = await freshDatabase();
      onTestFinished(drop);
      return url;
    },
  } as Stage;
  beforeAll(async () => {
    browser = await launchChromium();
    stage.host = await startHost(browser);
    await prepare(stage.host.folder);
  });
  afterAll(async () => {
    await stage.host?.close();
    await browser?.close();
  });
  return stage;
}
