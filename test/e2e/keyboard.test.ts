import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { writeSample } from '../../electron/engine/sample/write.ts';
import { withPg } from '../helpers/postgres.ts';
import { chromiumPath } from './chromium.ts';
import { expectFocus, press, pressTo } from './keyboard.ts';
import { useStage } from './stage.ts';
import type { Wizard } from './wizard.ts';

if (chromiumPath === null) console.log('The keyboard is not tested: there is no Chromium on this machine.');

const env = 'MQTT_HOST=localhost\nDATABASE_TYPE=sqlite\n';

/** From the file to going live and back, without a mouse: everything is reached, and the focus is never lost. */
describe.skipIf(chromiumPath === null)('the wizard without a mouse', { timeout: 900_000 }, () => {
  const stage = useStage(async (folder) => {
    await writeSample({ out: join(folder, 'sujo.db'), rows: 500, dirty: true });
    writeFileSync(join(folder, '.env'), env);
  });

  /** Each step begins at its heading. */
  async function arrive({ page, heading }: Wizard, title: string): Promise<void> {
    await heading(title).waitFor();
    await expectFocus(heading(title));
    expect(await page.locator('h1').count()).toBe(1);
  }

  it('leads to PostgreSQL and back', async () => {
    const wizard = await stage.open('pt-BR');
    const { page, texts, t, button } = wizard;
    const { prepare, connection, confirm, live, back, restored } = texts.cutover;
    const dialog = page.getByRole('dialog');
    const ready = (name: string) => button(name).and(page.locator(':not([aria-disabled])'));
    const closed = async (opener: ReturnType<typeof button>) => {
      await page.keyboard.press('Escape');
      await dialog.waitFor({ state: 'detached' });
      await expectFocus(opener);
    };
    const url = await stage.database();
    const file = join(stage.host.folder, '.env');

    await press(page, button(texts.start.sample));
    await dialog.waitFor();
    await closed(button(texts.start.sample));
    await press(page, button(texts.start.new));

    await arrive(wizard, texts.connect.title);
    await press(page, button(texts.source.browse));
    await press(page, dialog.getByRole('button', { name: stage.host.folder }));
    await press(page, dialog.getByRole('button', { name: 'sujo.db' }));
    await page.getByText(texts.source.lastWrite).waitFor();
    expect(await page.evaluate('document.activeElement.tagName')).not.toBe('BODY');
    await press(page, page.getByRole('radio', { name: texts.target.managed }), 'ArrowRight');
    const { hostname, port, pathname, username, password } = new URL(url);
    for (const [label, text] of [
      [texts.target.host, hostname],
      [texts.target.port, port],
      [texts.target.database, pathname.slice(1)],
      [texts.target.user, username],
      [texts.target.password, decodeURIComponent(password)],
    ] as const) {
      await press(page, page.getByLabel(label, { exact: true }), 'ControlOrMeta+A');
      await page.keyboard.type(text);
    }
    await press(page, button(texts.target.test));
    await page.getByText(texts.target.ready).waitFor();
    await expectFocus(button(texts.target.test));
    await press(page, button(texts.connect.next));

    await arrive(wizard, texts.audit.title);
    // One of the decisions by hand; the answer to it takes nothing away from under it.
    const decision = page.getByRole('combobox').filter({ hasText: texts.audit.choose }).first();
    await press(page, decision, 'ArrowDown');
    await page.keyboard.press('Enter');
    expect(await page.evaluate('document.activeElement.tagName')).toBe('SELECT');
    await press(page, ready(texts.audit.takeDefaults));
    await button(texts.audit.takeDefaults).waitFor({ state: 'detached' });
    expect(await page.evaluate('document.activeElement.tagName')).not.toBe('BODY');
    await ready(texts.audit.next).waitFor();
    await press(page, button(texts.audit.next));

    await arrive(wizard, texts.before.title);
    await press(page, ready(texts.before.migrate));
    await button(texts.after.toValidation).waitFor();
    await press(page, button(texts.after.toValidation));

    await arrive(wizard, texts.validate.title);
    await press(page, page.getByRole('tab', { name: texts.validate.tabs.accounts }), 'End');
    await page.keyboard.press('Enter');
    const exception = page.locator('li.exception').first().getByRole('button');
    await press(page, exception);
    await dialog.getByText(t('exceptions.sql.neverRun')).waitFor();
    await closed(exception);
    // The list is one stop; the arrows walk through it.
    await page.keyboard.press('End');
    await expectFocus(page.locator('li.exception').last().getByRole('button'));
    // A window that a menu opened gives the focus back to the menu's button.
    await press(page, button(texts.save.more));
    await pressTo(page, page.getByRole('menuitem', { name: texts.save.json }), 'ArrowDown');
    await page.keyboard.press('Enter');
    await dialog.waitFor();
    await closed(button(texts.save.more));
    await press(page, button(texts.validate.undo));
    await dialog.waitFor();
    await closed(button(texts.validate.undo));
    await press(page, button(texts.cutover.next));

    await arrive(wizard, prepare.title);
    await press(page, page.getByRole('checkbox', { name: t('cutover.checks.drivers') }), 'Space');
    await page.getByText(prepare.ticked.split('{{')[0] ?? '').waitFor();
    await press(page, ready(prepare.sync));
    await page.getByText(t('cutover.sync.nothing')).waitFor();
    await press(page, ready(prepare.next));

    await arrive(wizard, connection.title);
    await press(page, page.getByRole('checkbox', { name: file }), 'Space');
    await page.getByText('+ DATABASE_TYPE=postgresql').waitFor();
    await press(page, ready(connection.go));
    await dialog.waitFor();
    await closed(button(connection.go));
    await press(page, ready(connection.go));
    await press(page, dialog.getByRole('button', { name: confirm.go }));
    await page.getByText(t('cutover.done')).waitFor();
    await arrive(wizard, live.title);
    expect(readFileSync(file, 'utf8')).toContain('DATABASE_TYPE=postgresql');

    await withPg(url, (client) => client.query(`update devices set name = 'no PostgreSQL' where id = 1`));
    await press(page, button(live.goBack));
    await arrive(wizard, back.title);
    await page.getByRole('row', { name: 'devices 0 1 0' }).waitFor();
    await press(page, ready(t('wizard.cutover.back.doEnvs', { name: 'sujo.db', count: 1 })));
    await page.getByText(restored.done).waitFor();
    await arrive(wizard, restored.title);
    expect(readFileSync(file, 'utf8')).toBe(env);
    await press(page, button(restored.end));
    await arrive(wizard, texts.start.title);
    await pressTo(page, button(texts.start.new));
  });
});
