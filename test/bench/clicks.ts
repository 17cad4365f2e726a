/**
 * How long the page takes from a click to what is seen of it, for every control of the wizard on a large file:
 * `node test/bench/clicks.ts [ROWS]`. Real host, PostgreSQL and Chromium; a figure of a quiet computer.
 */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Locator, Page } from 'playwright-core';
import { writeSample } from '../../electron/engine/sample/write.ts';
import { launchChromium } from '../e2e/chromium.ts';
import { chooseFile, fillServer, startHost, type Wizard } from '../e2e/wizard.ts';
import { startServer, withDatabase } from './server.ts';

interface Reaction {
  step: string;
  name: string;
  /** From the event to the picture after the first change of the page. */
  ms: number;
}

const rows = Number(process.argv[2] ?? 2_000_000);
const all: Reaction[] = [];

async function walk(wizard: Wizard, url: string): Promise<void> {
  const { page, texts, button, heading } = wizard;
  // Two million rows take their minutes.
  page.setDefaultTimeout(30 * 60_000);
  await page.evaluate(watch);
  await every(page, 'start');
  await chooseFile(wizard, host.folder, 'grande.db');
  await every(page, 'connect');
  await fillServer(wizard, url);
  await button(texts.target.test).click();
  await page.getByText(texts.target.ready).waitFor();
  await every(page, 'connect');
  await react('connect', button(texts.connect.next));
  await heading(texts.audit.title).waitFor();
  await button(texts.audit.takeDefaults).waitFor();
  await every(page, 'audit');
  for (const tab of ['pictures', 'columns', 'sql'] as const) {
    await page.getByRole('tab', { name: texts.audit.tabs[tab] }).click();
    await every(page, `audit, ${tab}`);
  }
  await page.getByRole('tab').first().click();
  if (await button(texts.audit.takeDefaults).count()) await react('audit', button(texts.audit.takeDefaults));
  const ready = (name: string) => button(name).and(page.locator(':not([aria-disabled=true])'));
  await ready(texts.audit.next).waitFor();
  await react('audit', button(texts.audit.next));
  await heading(texts.before.title).waitFor();
  await react('before', ready(texts.before.migrate));
  await ready(texts.live.pause).waitFor();
  for (const name of [texts.live.pause, texts.live.continue]) await react('migrate', ready(name));
  await every(page, 'migrate');
  await ready(texts.after.toValidation).waitFor();
  await react('migrate', button(texts.after.toValidation));
  await heading(texts.validate.title).waitFor();
  await every(page, 'validate');
  await page.getByRole('tab').last().click();
  await page.locator('li.exception').first().waitFor();
  await every(page, 'validate, exceptions');
  await react('validate', button(texts.cutover.next));
  await heading(texts.cutover.prepare.title).waitFor();
  await every(page, 'prepare');
  await react('prepare', ready(texts.cutover.prepare.sync));
  await ready(texts.cutover.prepare.syncAgain).waitFor();
  await react('prepare', ready(texts.cutover.prepare.next));
  await heading(texts.cutover.connection.title).waitFor();
  await every(page, 'connection');
}

/** What leads elsewhere, ends something or opens the system's own window is pressed by the walk, or not at all. */
function leads(name: string): boolean {
  return /^(Continuar|Voltar|Início|Conectar|Auditar|Migrar|Validar|Produção|Ir para|Nova migração|Aceitar|Cancelar|Pausar|Desfazer|Abrir|Retomar|Levar|Começar|Ensaiar|Comparar|Salvar|Depois|Planilha|Valores exatos|Procurar|Testar|Entrar|Trazer|Ver de novo|Imprimir|Guardar|Escolher)/.test(
    name,
  );
}

/** Every control in sight that stays on its page, one after the other, each put back as it was. */
async function every(page: Page, step: string): Promise<void> {
  const controls = page.locator(
    'main :is(button, [role=tab], [role=switch], input[type=checkbox], input[type=radio], select, [role=option]):visible',
  );
  const count = Math.min(40, await controls.count());
  for (let at = 0; at < count; at++) {
    const control = controls.nth(at);
    if ((await controls.count()) <= at) return;
    const name = (await control.evaluate(named as never)) as string;
    const tag = await control.evaluate((element) => element.tagName);
    const isRefused = (await control.getAttribute('aria-disabled')) === 'true';
    if (isRefused || leads(name)) continue;
    await react(step, control, name);
    await page.keyboard.press('Escape');
    if (tag === 'INPUT' && (await control.getAttribute('type')) !== 'radio') await react(step, control, name);
    await page.locator('[aria-busy=true], [data-loading=true]').first().waitFor({ state: 'detached' });
  }
}

/** Presses it where it is, and notes when the page shows a change. */
async function react(step: string, control: Locator, name?: string): Promise<void> {
  const called = name ?? ((await control.evaluate(named as never)) as string);
  const isSelect = (await control.evaluate((element) => element.tagName)) === 'SELECT';
  const ms = (await control.evaluate(isSelect ? (choose as never) : (click as never))) as number | null;
  if (ms !== null) all.push({ step, name: called, ms });
}

/** What runs in the page. A tooltip is no answer to a click. */
const watch = `window.reaction = (act) => new Promise((resolve) => {
  const began = performance.now();
  const none = setTimeout(() => { seen.disconnect(); resolve(null); }, 3000);
  const seen = new MutationObserver((changes) => {
    if (changes.every(({ target }) => target.closest?.('[role=tooltip]'))) return;
    seen.disconnect();
    clearTimeout(none);
    requestAnimationFrame(() => setTimeout(() => resolve(performance.now() - began)));
  });
  seen.observe(document.body, { childList: true, subtree: true, attributes: true, characterData: true });
  act();
})`;

interface Control {
  click(): void;
  value: string;
  options: { value: string; disabled: boolean }[];
  labels?: { textContent: string | null }[];
  textContent: string | null;
  getAttribute(name: string): string | null;
  dispatchEvent(event: unknown): void;
  ownerDocument: {
    defaultView: {
      reaction(act: () => void): Promise<number | null>;
      HTMLSelectElement: { prototype: object };
      Event: new (name: string, options: object) => unknown;
    };
  };
}

function click(control: Control): Promise<number | null> {
  return control.ownerDocument.defaultView.reaction(() => control.click());
}

/** Another choice of a list. */
function choose(control: Control): Promise<number | null> {
  const { reaction, HTMLSelectElement, Event } = control.ownerDocument.defaultView;
  const other = [...control.options].find(({ value, disabled }) => value !== control.value && !disabled);
  if (!other) return Promise.resolve(null);
  const set = Object.getOwnPropertyDescriptor(HTMLSelectElement.prototype, 'value')?.set;
  return reaction(() => {
    set?.call(control, other.value);
    control.dispatchEvent(new Event('change', { bubbles: true }));
  });
}

function named(control: Control): string {
  const label = control.getAttribute('aria-label') ?? control.labels?.[0]?.textContent ?? control.textContent;
  return (label ?? '').slice(0, 60);
}

function report(reactions: Reaction[]): void {
  const sorted = reactions.toSorted((a, b) => a.ms - b.ms);
  const at = (part: number) => Math.round(sorted[Math.floor((sorted.length - 1) * part)]?.ms ?? 0);
  console.log(
    `${sorted.length} controls, ${rows} rows: median ${at(0.5)} ms, p95 ${at(0.95)} ms, most ${at(1)} ms`,
  );
  for (const { step, name, ms } of sorted.slice(-15).toReversed())
    console.log(`${Math.round(ms)} ms  ${step}: ${name}`);
}

const folder = await mkdtemp(join(tmpdir(), 'autocore-clicks-'));
const server = await startServer();
const browser = await launchChromium();
const host = await startHost(browser, join(folder, 'host'));
try {
  await writeSample({ out: join(host.folder, 'grande.db'), rows, dirty: true });
  await withDatabase(server, async (url) =>
    walk(await host.open('pt-BR', { viewport: { width: 1280, height: 800 } }), url),
  );
} finally {
  report(all);
  await host.close();
  await browser.close();
  await server.stop();
  await rm(folder, { recursive: true, force: true });
}
