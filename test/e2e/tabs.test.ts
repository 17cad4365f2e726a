import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { writeSample } from '../../electron/engine/sample/write.ts';
import { web } from '../../shared/contract/web.ts';
import { chromiumPath } from './chromium.ts';
import { slowDatabase } from './slow.ts';
import { useStage } from './stage.ts';
import { loading } from './way.ts';
import { chooseFile, fillServer, wizardOn } from './wizard.ts';

if (chromiumPath === null) console.log('Tabs are not tested: there is no Chromium on this machine.');

describe.skipIf(chromiumPath === null)('a run in two tabs', { timeout: 900_000 }, () => {
  const stage = useStage((folder) =>
    writeSample({ out: join(folder, 'carro.db'), rows: 3000, dirty: true }).then(() => {}),
  );

  it('is looked at and led from both, is paused in words, and is there at once after a reload', async () => {
    const first = await stage.open('pt-BR');
    const { page, texts, t, button, heading } = first;
    const slow = await slowDatabase(await stage.database());
    await chooseFile(first, stage.host.folder, 'carro.db');
    await fillServer(first, slow.url);
    await button(texts.connect.next).click();
    await button(texts.audit.takeDefaults).click();
    await button(texts.audit.next).click();
    slow.slowDown(400);
    await button(texts.before.migrate).click();
    await loading(first);
    await page.getByRole('progressbar', { name: texts.live.whole }).waitFor();

    // A second tab has no link of its own.
    const other = await page.context().newPage();
    other.setDefaultTimeout(300_000);
    await other.goto(new URL('/', page.url()).href);
    const second = wizardOn(other, 'pt-BR', async () => {});
    await second.heading(texts.live.title.migrate).waitFor();
    await second.button(texts.live.pause).click();
    const paused = (on: typeof page) => on.getByText(texts.live.paused, { exact: true });
    await paused(other).waitFor();
    // A tab behind another is not drawn.
    await page.bringToFront();
    await paused(page).waitFor();

    // Before anything is asked of the engine, and nothing twice.
    const asked: string[] = [];
    page.on('request', (request) => {
      const { pathname } = new URL(request.url());
      if (pathname.startsWith(web.call)) asked.push(pathname.slice(web.call.length));
    });
    page.once('dialog', (dialog) => dialog.accept());
    // The source is not looked at until the test has seen the paused run.
    let letGo = (): void => {};
    const held = new Promise<void>((resolve) => {
      letGo = resolve;
    });
    await page.route(`**${web.call}sources.look`, async (route) => {
      await held;
      await route.continue();
    });
    await page.reload();
    await paused(page).waitFor();
    await page.getByText(texts.live.pausedText).waitFor();
    const looked = page.waitForResponse((response) => response.url().endsWith('sources.look'));
    letGo();
    await looked;
    expect(asked.toSorted()).toEqual([...new Set(asked)].toSorted());

    await slow.speedUp();
    await button(texts.live.continue).click();
    await button(texts.after.toValidation).waitFor();
    await other.bringToFront();
    await second.button(texts.after.toValidation).waitFor();
    await page.bringToFront();
    // The account of the run in a sentence, where it ends and at the start.
    const result = /^[\d.]+ linhas: [\d.]+ no PostgreSQL, [\d.]+ guardadas à parte$/;
    await page.getByText(result).waitFor();
    await page
      .getByText(/^[\d.]+ \+ [\d.]+ à parte$/)
      .first()
      .waitFor();
    await page.getByRole('button', { name: t('wizard.steps.start') }).click();
    await heading(texts.start.title).waitFor();
    await page.getByText(result).waitFor();
    await other.close();
  });

  it('waits without a session until another tab has one', async () => {
    const first = await stage.open('en');
    const address = new URL('/', first.page.url()).href;
    // Another profile has other tabs.
    const stranger = await stage.open('en');
    await stranger.page.evaluate(() => sessionStorage.clear());
    await stranger.page.reload();
    await stranger.heading(stranger.texts.noSession.title).waitFor();
    await first.page.evaluate(() => sessionStorage.clear());
    await first.page.reload();
    await first.heading(first.texts.noSession.title).waitFor();
    const link = stage.host.link();
    const third = await first.page.context().newPage();
    await third.goto(link);
    await first.page.bringToFront();
    await first.heading(first.texts.start.title).waitFor();
    expect(first.page.url()).toBe(address);
    expect(await stranger.heading(stranger.texts.noSession.title).isVisible()).toBe(true);
    await third.close();

    // A tab that had much to do when it was asked has answered too late: it is asked once more.
    await first.page.evaluate(() => {
      const post = BroadcastChannel.prototype.postMessage;
      let isLate = true;
      BroadcastChannel.prototype.postMessage = function (message: object) {
        if ('session' in message && isLate) isLate = false;
        else post.call(this, message);
      };
    });
    const fourth = await first.page.context().newPage();
    await fourth.goto(address);
    await wizardOn(fourth, 'en', async () => {})
      .heading(first.texts.start.title)
      .waitFor();
    await fourth.close();
  });
});
