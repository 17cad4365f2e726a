import { join } from 'node:path';
import Database from 'better-sqlite3';
import type { Route } from 'playwright-core';
import { describe, expect, it } from 'vitest';
import { writeSample } from '../../electron/engine/sample/write.ts';
import { isLong } from '../helpers/long.ts';
import { chromiumPath } from './chromium.ts';
import { pressTo } from './keyboard.ts';
import { useStage } from './stage.ts';
import { chooseFile, fillServer, type Wizard } from './wizard.ts';

const [dirty, large] = ['sujo.db', 'muitos-achados.db'];
/** Each has a word in a column of numbers: a finding. */
const columns = { tables: 100, each: 20 };

if (chromiumPath === null) console.log('The audit is not looked at: there is no Chromium on this machine.');

describe.skipIf(chromiumPath === null)('the findings of an audit', { timeout: 900_000 }, () => {
  const stage = useStage(async (folder) => {
    await writeSample({ out: join(folder, dirty), rows: 20_000, dirty: true });
    const db = new Database(join(folder, large));
    const names = Array.from({ length: columns.each }, (_, i) => `c${i}`);
    for (let i = 0; i < columns.tables; i++) {
      const defined = names.map((name) => `${name} integer`).join(', ');
      db.exec(`create table t${i} (id integer primary key, ${defined});
      insert into t${i} values (1, ${names.map(() => "'oito'").join(', ')});
      insert into t${i} values ${Array.from({ length: 40 }, (_, row) => `(${[row + 2, ...names.map(() => '7')].join(', ')})`).join(', ')};`);
    }
    db.close();
  });

  /** From the start to the audit of a file. */
  async function audit(wizard: Wizard, name: string): Promise<void> {
    await chooseFile(wizard, stage.host.folder, name);
    await fillServer(wizard, await stage.database());
    await wizard.button(wizard.texts.connect.next).click();
    await wizard.page.getByPlaceholder(wizard.texts.audit.search).waitFor();
  }

  it('are found by all that a card shows, and are one card for a column of dates, decided at once for all causes or for each', async () => {
    const wizard = await stage.open('pt-BR');
    const { page, texts, t, button } = wizard;
    await audit(wizard, dirty);
    const search = page.getByPlaceholder(texts.audit.search);
    for (const [text, place] of [
      ['EVENT_LOGS.TIME', 'event_logs.timestamp'],
      ['data escrita como dia/mes/ano', 'event_logs.timestamp'],
      ['2025-08-09 14:03:11', 'event_logs.timestamp'],
      ['tabelas que nao sao do autocore', 'abastecimentos'],
    ] as const) {
      await search.fill(text);
      await page.locator('.card').filter({ hasText: place }).first().waitFor();
    }
    // Without case and accents.
    await search.fill('nada disto existe');
    await page.getByText(texts.audit.nothingFound).waitFor();
    await search.fill('event_logs.timestamp');
    const card = page.locator('.card', { hasText: 'event_logs.timestamp' });
    const summary = card.getByText(new RegExp(`^${texts.cards.families.time}: \\d+ formas reparadas`));
    await summary.waitFor();
    expect(await summary.count()).toBe(1);
    const decision = page.getByLabel(
      new RegExp(`^${t('wizard.audit.decisionFor', { place: 'event_logs.timestamp' })}`),
    );
    expect(await decision.count()).toBe(1);
    expect(await decision.inputValue()).toBe('undecided');
    await decision.selectOption('recommended');
    await card.getByText(/\d+ linhas guardadas à parte/).waitFor();

    await page.getByRole('button', { name: /causas: event_logs\.timestamp$/ }).click();
    const cause = page.getByLabel(causeLabel(wizard, 'event_logs.timestamp', 'time.iso'));
    expect(await cause.inputValue()).toBe('repair');
    expect(await decision.first().inputValue()).toBe('recommended');

    // What makes the findings go is told, and can be taken back.
    await cause.selectOption('text');
    await button(t('wizard.cards.takeBackOf', { place: 'event_logs.timestamp' })).click();
    await summary.waitFor();
    expect(await decision.first().inputValue()).toBe('recommended');
  });

  it.runIf(isLong)('are mixed where causes are decided otherwise', async () => {
    const wizard = await stage.open('en');
    const { page, texts, t } = wizard;
    await audit(wizard, dirty);
    await page.getByPlaceholder(texts.audit.search).fill('devices.is_active');
    const place = 'devices.is_active';
    const decision = page.getByLabel(new RegExp(`^${t('wizard.audit.decisionFor', { place })}`));
    await decision.waitFor();
    await page.getByRole('button', { name: new RegExp(`: ${place}$`) }).click();
    const cause = page.getByLabel(causeLabel(wizard, place, 'boolean.word'));
    await cause.selectOption('null');
    expect(await decision.first().inputValue()).toBe('mixed');
    // The examples say what is decided, not what might have been.
    await page.getByText(texts.value.null).first().waitFor();
    await decision.first().selectOption('null');
    await page.getByText(/Yes\/no: \d+ values emptied/).waitFor();
  });

  it.runIf(isLong)(
    'that are two thousand are on the page where they are in sight alone, also for the keyboard',
    async () => {
      const wizard = await stage.open('pt-BR');
      const { page, texts, t } = wizard;
      await audit(wizard, large);
      const tab = (name: string | RegExp) => page.getByRole('tab', { name });
      await page.locator('.card').first().waitFor();
      await tab(texts.audit.tabs.columns).click();
      await page.getByLabel(texts.columns.table, { exact: true }).waitFor();
      await tab(/\(/).click();
      await page.locator('.card').first().waitFor();
      // Drawing them all took seconds.
      expect(await page.locator('.card').count()).toBeLessThan(60);

      // The keyboard goes on where the mouse would scroll.
      const first = page.getByLabel(t('wizard.audit.decisionFor', { place: 't0.c0' }), { exact: true });
      await pressTo(page, first);
      const focused = () => page.locator(':focus').getAttribute('aria-label');
      const further = t('wizard.audit.decisionFor', { place: 't1.c5' });
      for (let presses = 0; presses < 100 && (await focused()) !== further; presses++)
        await page.keyboard.press('Tab');
      expect(await focused()).toBe(further);
      await page.getByPlaceholder(texts.audit.search).fill('t99.c19');
      await page.getByLabel(t('wizard.audit.decisionFor', { place: 't99.c19' }), { exact: true }).waitFor();
    },
  );

  it.runIf(isLong)('show what is chosen before the plan for it is there', async () => {
    const wizard = await stage.open('pt-BR');
    const { page, texts, button } = wizard;
    await audit(wizard, dirty);
    let answer = (): void => undefined;
    const asked = new Promise<void>((resolve) => {
      const hold = async (route: Route): Promise<void> => {
        resolve();
        await new Promise<void>((open) => {
          answer = open;
        });
        await route.continue();
      };
      void page.route('**/audit.change', hold, { times: 1 });
    });
    await page.getByText(texts.profile.enhanced, { exact: true }).click();
    await asked;
    await page.getByText(texts.profile.enhancedText).waitFor();
    expect(await page.getByRole('radio', { name: texts.profile.enhanced }).isChecked()).toBe(true);
    await page.getByLabel(texts.cards.working).first().waitFor();
    const extras = page.getByRole('switch', { name: texts.profile.extras });
    await extras.click();
    expect(await extras.isChecked()).toBe(false);
    answer();
    await page.getByText(/mudanças no aplicativo:/).waitFor();
    await page.getByLabel(texts.cards.working).first().waitFor({ state: 'detached' });
    expect(await extras.isChecked()).toBe(false);
    await button(texts.audit.takeDefaults).waitFor();
  });
});

/** What the decision of one cause of a card is called. */
function causeLabel({ t }: Wizard, place: string, code: string): string {
  const what = t('wizard.audit.decisionFor', { place });
  return t('wizard.cards.causesOf', { what, place: t(`certificate.causes.${code}`) });
}
