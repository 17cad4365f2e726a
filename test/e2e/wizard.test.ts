import { mkdir, mkdtemp, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import type { Locator } from 'playwright-core';
import { describe, expect, it, onTestFinished } from 'vitest';
import { writeSample } from '../../electron/engine/sample/write.ts';
import { isLong } from '../helpers/long.ts';
import { withPg } from '../helpers/postgres.ts';
import { chromiumPath } from './chromium.ts';
import { writeTroubled } from './files.ts';
import { useStage } from './stage.ts';
import { migrate, migrateOn } from './way.ts';
import { chooseFile, fillServer, type Wizard } from './wizard.ts';

if (chromiumPath === null) console.log('The wizard is not tested: there is no Chromium on this machine.');

/** What is filtered goes out, and nothing else; the page says how many that are. Here those that were repaired. */
async function savesWhatIsListed({ page, texts, t, button }: Wizard): Promise<void> {
  const option = await page
    .getByLabel(t('certificate.exceptions.action'), { exact: true })
    .locator('option:checked')
    .textContent();
  const count = Number(/\((\d+)\)$/.exec(option ?? '')?.[1]);
  await page.getByText(new RegExp(`filter: ${count} of \\d+\\.$`)).waitFor();
  for (const format of ['csv', 'ndjson'] as const) {
    const arrives = page.waitForEvent('download');
    await button(texts.exceptions[format]).click();
    const download = await arrives;
    expect(download.suggestedFilename()).toMatch(new RegExp(`-exceptions-filtered\\.${format}$`));
    const text = await readFile(await download.path(), 'utf8');
    const action = (name: string) => t(`certificate.exceptions.actions.${name}`);
    const said = format === 'csv' ? action('repaired') : '"action":"repaired"';
    expect(text.split(said)).toHaveLength(count + 1);
    for (const other of format === 'csv'
      ? [action('nulled'), action('quarantined')]
      : ['"nulled"', '"quarantined"'])
      expect(text).not.toContain(other);
  }
}

/** Rows that stayed out come first, no filter says anything twice, and a row that is opened shows it all. */
async function lookAtExceptions(wizard: Wizard): Promise<void> {
  const { page, texts, t } = wizard;
  const rows = page.locator('li.exception');
  await rows.first().getByText(t('certificate.exceptions.actions.quarantined')).waitFor();
  for (const label of ['certificate.accounts.table', 'certificate.exceptions.cause']) {
    const options = await page.getByLabel(t(label), { exact: true }).locator('option').allTextContents();
    const words = options.map((option) => option.replace(/ \([\d,.]+\)$/, ''));
    expect(new Set(words).size).toBe(words.length);
  }
  await rows.first().getByRole('button').press('Enter');
  const dialog = page.getByRole('dialog');
  await dialog.getByText(t('exceptions.now.noRow')).waitFor();
  await dialog.getByText(t('exceptions.sql.neverRun')).waitFor();
  expect(await dialog.getByText(/insert into "public"\./).count()).toBe(1);
  await page.keyboard.press('Escape');
  await dialog.waitFor({ state: 'detached' });

  await page.getByLabel(t('certificate.exceptions.action'), { exact: true }).selectOption('repaired');
  await rows.first().getByText(t('certificate.exceptions.actions.repaired')).waitFor();
  await savesWhatIsListed(wizard);
  await rows.first().getByRole('button').click();
  await dialog
    .getByRole('region', { name: t('exceptions.csv.now') })
    .first()
    .waitFor();
  await dialog.getByRole('heading', { name: texts.exceptions.wholeRow }).waitFor();
  await page.keyboard.press('Escape');
  await dialog.waitFor({ state: 'detached' });
}

describe.skipIf(chromiumPath === null)('the wizard', { timeout: 900_000 }, () => {
  const stage = useStage(async (folder) => {
    await writeSample({ out: join(folder, 'limpo.db'), rows: 2000 });
    await writeSample({ out: join(folder, 'sujo.db'), rows: 500, dirty: true });
    await writeTroubled(join(folder, 'poucos.db'), 500);
  });
  const one = (url: string, sql: string) => withPg(url, async (client) => (await client.query(sql)).rows[0]);

  it('leads from the file to the certificate and back, in Portuguese', async () => {
    const wizard = await stage.open('pt-BR');
    const { page, texts, t, button } = wizard;
    const url = await stage.database();
    await migrate(wizard, stage.host.folder, 'limpo.db', url);
    await page.getByText(t('certificate.verdict.identicalRows.title'), { exact: true }).waitFor();
    await page.getByText(/^2\.\d{3} linhas comparadas, todas iguais$/).waitFor();
    // The name is asked once, and there the next time.
    const installer = 'Márcia <Souza>';
    for (const known of ['', installer]) {
      await button(texts.save.html).click();
      const field = page.getByLabel(texts.certificateOf.installer, { exact: true });
      expect(await field.inputValue()).toBe(known);
      await field.fill(installer);
      const [download] = await Promise.all([
        page.waitForEvent('download'),
        button(texts.certificateOf.save).click(),
      ]);
      expect(download.suggestedFilename()).toMatch(/^limpo-.*\.html$/);
      expect(await readFile(await download.path(), 'utf8')).toContain('Márcia &lt;Souza&gt;');
    }
    expect(await one(url, 'select count(*)::int as n from telemetry_data')).toEqual({ n: 2000 });

    await button(texts.validate.undo).click();
    await page.getByRole('checkbox', { name: texts.undo.sure }).check();
    await button(/^Apagar \d+ objetos de public$/).click();
    await page.getByText(t('certificate.verdict.undone.title'), { exact: true }).waitFor();
    expect(await one(url, "select 1 from pg_tables where schemaname = 'public'")).toBeUndefined();
  });

  it.runIf(isLong)('takes decisions on a dirty file, and gives out every document, in English', async () => {
    const wizard = await stage.open('en');
    const { page, texts, t, button } = wizard;
    const url = await stage.database();
    await chooseFile(wizard, stage.host.folder, 'sujo.db');
    await fillServer(wizard, url);
    await button(texts.connect.next).click();
    await button(texts.audit.takeDefaults).waitFor();
    expect(await button(texts.audit.next).isDisabled()).toBe(true);
    await button(texts.audit.takeDefaults).click();
    await button(texts.audit.takeDefaults).waitFor({ state: 'detached' });
    // Two at once: neither is lost to the other.
    const place = (name: string) => page.getByLabel(t('wizard.audit.decisionFor', { place: name }));
    await page.getByPlaceholder(texts.audit.search).fill('themes.border_radius');
    await place('themes.border_radius').selectOption('text');
    await page.getByRole('tab', { name: texts.audit.tabs.columns }).click();
    // No name of a device is a number or a date.
    await page.getByLabel(texts.columns.table, { exact: true }).selectOption('devices');
    const named = page.getByLabel(t('wizard.columns.typeOf', { column: 'name' }), { exact: true });
    await expect
      .poll(() => named.locator('option').evaluateAll((all) => all.map((each) => each.getAttribute('value'))))
      .toEqual(['character varying', 'text', 'bytea']);
    await page.getByLabel(texts.columns.table, { exact: true }).selectOption('relay_boards');
    const type = page.getByLabel(t('wizard.columns.typeOf', { column: 'total_channels' }), { exact: true });
    await type.selectOption('numeric');
    await page.getByText(texts.columns.chosen).waitFor();
    await migrateOn(wizard);
    await page.getByRole('tab', { name: new RegExp(t('certificate.exceptions.title')) }).click();
    await page.locator('li.exception').first().waitFor();
    const typeOf = (table: string, column: string) =>
      one(
        url,
        `select data_type from information_schema.columns where table_name = '${table}' and column_name = '${column}'`,
      );
    expect(await typeOf('themes', 'border_radius')).toEqual({ data_type: 'text' });
    expect(await typeOf('relay_boards', 'total_channels')).toEqual({ data_type: 'numeric' });

    await lookAtExceptions(wizard);
    for (const [item, name] of [
      [texts.save.json, /\.json$/],
      [texts.save.exceptionsCsv, /\.csv$/],
      [texts.save.exceptions, /\.ndjson$/],
    ] as const) {
      await button(texts.save.more).click();
      const arrives = page.waitForEvent('download');
      await page.getByRole('menuitem', { name: item }).click();
      if (item === texts.save.json) await button(texts.certificateOf.save).click();
      expect((await arrives).suggestedFilename()).toMatch(name);
    }
    await button(texts.save.more).click();
    await page.getByRole('menuitem', { name: texts.save.print }).click();
    const [printed] = await Promise.all([
      page.waitForEvent('popup'),
      button(texts.certificateOf.print).click(),
    ]);
    await printed.getByText(t('certificate.verdict.identicalRowsExcept.title')).first().waitFor();
  });

  it.runIf(isLong)('says what is wrong with a target and what to do', async () => {
    const wizard = await stage.open('pt-BR');
    const { page, texts, t, button } = wizard;
    const url = await stage.database();
    await withPg(url, (client) => client.query('create table alheia (id int)'));
    await chooseFile(wizard, stage.host.folder, 'limpo.db');
    const wrong = new URL(url);
    wrong.password = 'errada';
    await fillServer(wizard, wrong.href);
    await button(texts.target.test).click();
    await page.getByText(texts.target.notReady).waitFor();
    await page.getByText(t('wizard.hints.target.auth').slice(0, 20)).waitFor();
    expect(await button(texts.connect.next).isDisabled()).toBe(true);

    const nowhere = new URL(url);
    nowhere.port = '1';
    await fillServer(wizard, nowhere.href);
    await button(texts.target.test).click();
    await page.getByText(t('errors.target.unreachable.hint').slice(0, 20)).waitFor();

    // What is there is moved aside, and an undo brings it back.
    await fillServer(wizard, url);
    await button(texts.target.test).click();
    await button(texts.target.replace).click();
    await page.getByText(texts.target.replacing).waitFor();
    await button(texts.connect.next).click();
    await migrateOn(wizard);
    expect(await one(url, "select to_regclass('public.alheia') as there")).toEqual({ there: null });
    await button(texts.validate.undo).click();
    const dialog = page.getByRole('dialog');
    await dialog.getByText(t('wizard.undo.back', { count: 1 })).waitFor();
    await dialog.getByText('table alheia', { exact: true }).waitFor();
    await page.getByRole('checkbox', { name: texts.undo.sure }).check();
    await button(/^Apagar \d+ objetos de public e devolver o que havia antes$/).click();
    await page.getByText(t('certificate.verdict.undone.title'), { exact: true }).waitFor();
    expect(await one(url, "select to_regclass('public.alheia')::text as there")).toEqual({ there: 'alheia' });
  });

  it('browses in the allowed folders alone, for databases and for certificates', async () => {
    const wizard = await stage.open('pt-BR');
    const { page, texts, button } = wizard;
    const { folder } = stage.host;
    const outside = await mkdtemp(join(tmpdir(), 'autocore-outside-'));
    onTestFinished(() => rm(outside, { recursive: true, force: true }));
    await writeFile(join(outside, 'alheio.db'), 'SQLite format 3\0');
    const shelf = join(folder, 'prateleira');
    await mkdir(shelf);
    await symlink(outside, join(shelf, 'atalho'));
    await symlink(join(outside, 'alheio.db'), join(shelf, 'atalho.db'));
    await writeFile(join(shelf, 'ca.pem'), 'not really');
    await writeFile(join(shelf, 'lista.txt'), 'nothing');
    await button(texts.start.new).click();
    await button(texts.source.browse).click();
    const dialog = page.getByRole('dialog');
    const choices = dialog.locator('.choice');
    await dialog.getByRole('button', { name: folder }).click();
    await dialog.getByRole('button', { name: 'prateleira' }).click();
    await dialog.getByText(texts.browser.empty).waitFor();
    expect(await choices.allInnerTexts()).toEqual([texts.browser.up]);
    await dialog.getByRole('button', { name: texts.browser.up }).click();
    await dialog.getByRole('button', { name: 'limpo.db' }).waitFor();
    // Above the allowed folder there is nothing but the list of these.
    await dialog.getByRole('button', { name: texts.browser.up }).click();
    await dialog.getByRole('button', { name: folder }).waitFor();
    expect(await choices.allInnerTexts()).toEqual([folder]);
    await dialog.getByRole('button', { name: texts.close }).click();

    await page.getByText(texts.target.server, { exact: true }).click();
    await pasteInto(
      page.getByLabel(texts.target.host, { exact: true }),
      'postgresql://ana:s%40nha@10.0.0.9:6000/oficina',
    );
    await page.getByText(texts.target.urlTaken).waitFor();
    const typed = (label: string) => page.getByLabel(label, { exact: true }).inputValue();
    expect(await Promise.all([texts.target.host, texts.target.port, texts.target.user].map(typed))).toEqual([
      ...['10.0.0.9', '6000', 'ana'],
    ]);
    expect(await typed(texts.target.password)).toBe('s@nha');
    await button(texts.target.advanced).click();
    await button(texts.target.certificates).click();
    await dialog.getByRole('button', { name: folder }).click();
    await dialog.getByRole('button', { name: 'prateleira' }).click();
    await dialog.getByRole('button', { name: 'ca.pem' }).click();
    await page.getByText(join(shelf, 'ca.pem')).waitFor();
    await page.getByText(texts.target.passwordBrowser).waitFor();
    await button(texts.target.certificatesNone).click();
    await page.getByText(join(shelf, 'ca.pem')).waitFor({ state: 'detached' });
  });

  it.each(['pt-BR', 'en'] as const)(
    'has room for all steps in a window of any width (%s)',
    async (language) => {
      const { page } = await stage.open(language);
      for (let width = 640; width <= 1280; width += 16) {
        await page.setViewportSize({ width, height: 640 });
        // In words, because it runs in the page.
        const overhang = await page.evaluate(`{
        const html = document.documentElement;
        const steps = document.querySelector('.steps');
        const last = [...steps.querySelectorAll('button')].at(-1).getBoundingClientRect();
        const next = steps.nextElementSibling.getBoundingClientRect();
        [html.scrollWidth - html.clientWidth, Math.ceil(last.right - next.left)].filter((px) => px > 0);
      }`);
        expect(overhang, `${width} px`).toEqual([]);
      }
    },
  );

  it.runIf(isLong)('of a thousand tables draws those in sight, to the last one', async () => {
    const wizard = await stage.open('pt-BR');
    const { page, texts, button } = wizard;
    const db = new Database(join(stage.host.folder, 'mil.db'));
    const tables = Array.from({ length: 1000 }, (_, i) => `t${String(i).padStart(3, '0')}`);
    for (const name of tables)
      db.exec(`create table ${name} (id integer primary key); insert into ${name} values (1)`);
    db.close();
    await chooseFile(wizard, stage.host.folder, 'mil.db');
    await fillServer(wizard, await stage.database());
    await button(texts.connect.next).click();
    await page.getByPlaceholder(texts.audit.search).waitFor();
    const toTheEnd = () => page.evaluate(`document.querySelector('[data-scrolls]').scrollTop = 1e6`);
    await page.getByRole('tab', { name: texts.audit.tabs.pictures }).click();
    await page.locator('.barLine').filter({ hasText: 't000' }).waitFor();
    expect(await page.locator('.barLine').count()).toBeLessThan(100);
    await toTheEnd();
    await page.locator('.barLine').filter({ hasText: 't999' }).waitFor();
    await migrateOn(wizard);
    const rows = page.locator('tr[aria-rowindex]');
    await rows.filter({ hasText: 't000' }).waitFor();
    expect(await rows.count()).toBeLessThan(100);
    await toTheEnd();
    await rows.filter({ hasText: 't999' }).waitFor();
    expect(await rows.last().getAttribute('aria-rowindex')).toBe('1001');
  });

  it('makes a file of sample data to try things on', async () => {
    const { page, texts, button, heading } = await stage.open('en');
    await button(texts.start.sample).click();
    await page.getByRole('radio', { name: /^2,000 / }).check();
    await button(texts.sample.make).click();
    await heading(texts.connect.title).waitFor();
    await page.getByText('autocore-sample-dirty.db', { exact: true }).waitFor();
  });

  it.runIf(isLong)('changes its language and its theme in the middle, and nothing else', async () => {
    const { page, texts, button, heading, ...wizard } = await stage.open('pt-BR');
    await chooseFile({ page, texts, button, heading, ...wizard }, stage.host.folder, 'poucos.db');
    await button(texts.connect.next).click();
    await button(texts.audit.takeDefaults).click();
    await button(texts.audit.next).and(page.locator(':not([aria-disabled])')).waitFor();
    await page.getByLabel(texts.language).selectOption('en');
    await heading('Audit').waitFor();
    await button('Use the dark theme').click();
    await page.locator('html[data-mantine-color-scheme=dark]').waitFor();
    expect(await button('Continue').isEnabled()).toBe(true);
    await page.reload();
    await heading('Audit').waitFor();
    await page.locator('html[data-mantine-color-scheme=dark][lang=en]').waitFor();
    await page.getByLabel('Language').selectOption('pt-BR');
    await heading(texts.audit.title).waitFor();
  });
});

/** As Ctrl+V does. In words, because it runs in the page. */
async function pasteInto(field: Locator, text: string): Promise<void> {
  await field.focus();
  await field.page().evaluate(`
    const clipboardData = new DataTransfer();
    clipboardData.setData('text/plain', ${JSON.stringify(text)});
    const paste = new ClipboardEvent('paste', { clipboardData, bubbles: true, cancelable: true });
    document.activeElement.dispatchEvent(paste);
  `);
}
