/**
 * Takes the pictures in docs/screenshots: `npm run screenshots`. Real host, engine, PostgreSQL and Chromium; the data is
 * the sample with its planted problems. `npm run screenshots -- FOLDER --all` takes every screen to look at, in both
 * languages, every size and both themes.
 */
import { cp, mkdir, mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Browser } from 'playwright-core';
import { writeSample } from '../../electron/engine/sample/write.ts';
import type { Language } from '../../shared/messages/index.ts';
import { launchChromium } from './chromium.ts';
import { shootCutover } from './shots/cutover.ts';
import { shootAdopt, shootFolder } from './shots/elsewhere.ts';
import { shootFleet } from './shots/fleet.ts';
import { shootSteps } from './shots/steps.ts';
import { shootTools } from './shots/tools.ts';
import { shootViews } from './shots/views.ts';
import { migrateOn } from './way.ts';
import { chooseFile, startHost, type Wizard } from './wizard.ts';

const out = process.argv[2] ?? fileURLToPath(new URL('../../docs/screenshots', import.meta.url));

interface Look {
  prefix: string;
  language: Language;
  scheme: 'light' | 'dark';
  width: number;
  height: number;
  /** What is shown of it in the documents. */
  names: string[];
}

const looks: Look[] = [
  {
    ...{ prefix: 'pt', language: 'pt-BR', scheme: 'light', width: 1280, height: 800 },
    names: [
      ...['1-start', '2-connect', '3-findings', '3-pictures', '4-migrating'],
      ...['5-validate', '5-exceptions', '5-undo'],
    ],
  },
  {
    ...{ prefix: 'en-dark', language: 'en', scheme: 'dark', width: 1280, height: 800 },
    names: ['2-not-ready', '4-migrating'],
  },
];

const afterwards: Look = {
  ...{ prefix: 'pt', language: 'pt-BR', scheme: 'light', width: 1280, height: 800 },
  names: ['6-prepare', '6-connection', '6-way-back', '7-status'],
};

/** Other places for the rows. */
const elsewhere: Look = {
  ...{ prefix: 'pt', language: 'pt-BR', scheme: 'light', width: 1280, height: 800 },
  names: ['2-adopt-offered', '3-adopted', '4-folder'],
};

const many: Look = {
  ...{ prefix: 'pt', language: 'pt-BR', scheme: 'light', width: 1280, height: 800 },
  names: ['8-fleet', '8-fleet-moving', '8-fleet-result'],
};

/** Everything is looked at once in each language; sizes and themes change on the way. */
const languages: Look[] = (['pt-BR', 'en'] as const).map((language) => ({
  ...{ prefix: language.slice(0, 2), language, scheme: 'light', width: 1280, height: 800, names: [] },
}));

// Going live must not leave a service behind on the machine that the pictures are taken on.
process.env.AUTOCORE_MIGRATE_SERVICES = 'off';
const everything = process.argv.includes('--all');
// The guide in the wizard holds the pictures that there are: they stay until all others are taken.
const fresh = await mkdtemp(join(tmpdir(), 'autocore-pictures-'));
const browser = await launchChromium();
try {
  for (const look of everything ? languages : looks) await take(browser, look);
  for (const look of everything ? languages : [afterwards]) await takeAfterwards(browser, look);
  for (const look of everything ? languages : [elsewhere]) await takeElsewhere(browser, look);
  for (const look of everything ? languages : [many]) await takeMany(browser, look);
  await mkdir(out, { recursive: true });
  for (const file of await readdir(out)) if (file.endsWith('.png')) await rm(join(out, file));
  await cp(fresh, out, { recursive: true });
} finally {
  await browser.close();
  await rm(fresh, { recursive: true, force: true });
}

/** The steps of a migration, with dirty data. */
async function take(browser: Browser, look: Look): Promise<void> {
  // A load that is to be seen takes a few seconds.
  const rows = everything ? 200_000 : look.names.includes('4-migrating') ? 600_000 : 60_000;
  await onStage(browser, look, { rows, dirty: true }, async (wizard, source, shoot) => {
    const left = new Set(look.names);
    for await (const name of shootSteps(wizard, source)) {
      await shoot(name);
      left.delete(name);
      if (!everything && left.size === 0) return;
    }
  });
}

/** What comes after a migration, with a file that can go live. */
async function takeAfterwards(browser: Browser, look: Look): Promise<void> {
  await onStage(browser, look, { rows: 60_000, dirty: false }, async (wizard, source, shoot) => {
    await chooseFile(wizard, dirname(source), basename(source));
    await wizard.button(wizard.texts.connect.next).click();
    await migrateOn(wizard);
    await shootTools({ wizard, folder: dirname(source), shoot });
    await shootCutover({ wizard, source, shoot });
  });
}

/** Into tables that are there, and into a folder. */
async function takeElsewhere(browser: Browser, look: Look): Promise<void> {
  await onStage(browser, look, { rows: 60_000, dirty: false }, async (wizard, source, shoot) => {
    for await (const name of shootAdopt(wizard, dirname(source))) await shoot(name);
    for await (const name of shootFolder(wizard, source)) await shoot(name);
  });
}

/** Many vehicles. */
async function takeMany(browser: Browser, look: Look): Promise<void> {
  // While the pictures of a move are taken, it has to last.
  const rows = everything ? 100_000 : 20_000;
  await onStage(browser, look, { rows: 20, dirty: false }, async (wizard, source, shoot) => {
    for await (const name of shootFleet(wizard, dirname(source), rows)) await shoot(name);
  });
}

type Act = (wizard: Wizard, source: string, shoot: (name: string) => Promise<void>) => Promise<void>;

async function onStage(
  browser: Browser,
  { prefix, language, scheme, width, height, names }: Look,
  sample: { rows: number; dirty: boolean },
  act: Act,
): Promise<void> {
  const host = await startHost(browser, join(tmpdir(), 'Oficina São José'));
  try {
    const source = join(host.folder, 'autocore.db');
    await writeSample({ out: source, ...sample });
    const viewport = { width, height };
    const wizard = await host.open(language, { viewport, colorScheme: scheme });
    await act(wizard, source, async (name) => {
      if (!everything && !names.includes(name)) return;
      // A pointer over a button would be taken for its usual look.
      await wizard.page.mouse.move(0, height - 1);
      if (everything) return await shootViews(wizard.page, fresh, `${prefix}-${name}`);
      await wizard.page.screenshot({ path: join(fresh, `${prefix}-${name}.png`), animations: 'disabled' });
    });
    await wizard.close();
  } finally {
    await host.close();
  }
}
