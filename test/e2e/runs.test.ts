import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { describe, expect, it } from 'vitest';
import { writeSample } from '../../electron/engine/sample/write.ts';
import type { ExceptionRecord } from '../../shared/model/index.ts';
import { withPg } from '../helpers/postgres.ts';
import { chromiumPath } from './chromium.ts';
import { slowDatabase } from './slow.ts';
import { useStage } from './stage.ts';
import { loading, migrate } from './way.ts';
import { chooseFile, fillServer } from './wizard.ts';

const many = 100_000;

if (chromiumPath === null) console.log('Runs are not tested: there is no Chromium on this machine.');

describe.skipIf(chromiumPath === null)('runs in the wizard', { timeout: 900_000 }, () => {
  const stage = useStage(async (folder) => {
    await writeSample({ out: join(folder, 'carro.db'), rows: 3000 });
  });
  const count = (url: string) =>
    withPg(url, async (client) => {
      const { rows } = await client.query('select count(*)::int as n from telemetry_data');
      return rows[0]?.n;
    });

  it('pause, go on, are cancelled and resumed, and show the live state after a reload', async () => {
    const wizard = await stage.open('pt-BR');
    const { page, texts, button, heading } = wizard;
    const slow = await slowDatabase(await stage.database());
    await chooseFile(wizard, stage.host.folder, 'carro.db');
    await fillServer(wizard, slow.url);
    await button(texts.connect.next).click();
    await button(texts.audit.next).click();
    slow.slowDown(300);
    await button(texts.before.migrate).click();
    await loading(wizard);
    await button(texts.live.pause).click();
    await button(texts.live.continue).click();
    await loading(wizard);
    await button(texts.live.cancel).click();
    await button(texts.live.cancelDo).click();
    await page.getByText(texts.after.cancelled, { exact: true }).waitFor();
    await page
      .getByText(/^(Já estão gravadas e seguras no destino [\d.]+ linhas|Nenhuma linha chegou)/)
      .waitFor();
    await slow.speedUp();

    slow.slowDown(60);
    await button(texts.after.resume).click();
    await loading(wizard);
    // The browser asks before it leaves a page that shows work.
    const asked = new Promise<string>((resolve) => {
      page.once('dialog', async (dialog) => {
        resolve(dialog.type());
        await dialog.accept();
      });
    });
    await page.reload();
    expect(await asked).toBe('beforeunload');
    await heading(texts.live.title.migrate).waitFor();
    await button(texts.live.pause).waitFor();
    await button(texts.after.toValidation).waitFor();
    expect(await count(slow.url)).toBe(3000);
  });

  it('are resumed after another start, with the password that is asked for again', async () => {
    const wizard = await stage.open('en');
    const slow = await slowDatabase(await stage.database());
    await chooseFile(wizard, stage.host.folder, 'carro.db');
    await fillServer(wizard, slow.url);
    await wizard.button(wizard.texts.connect.next).click();
    await wizard.button(wizard.texts.audit.next).click();
    slow.slowDown(300);
    await wizard.button(wizard.texts.before.migrate).click();
    await loading(wizard);
    // The program ends in the middle.
    await stage.host.restart();
    await slow.speedUp();

    const { page, texts, t, button } = await stage.open('en');
    await page.getByText(t('statuses.interrupted'), { exact: true }).waitFor();
    const resume = page
      .getByRole('button', { name: new RegExp(t('wizard.start.resumeOf', { run: '.*', name: 'carro.db' })) })
      .first();
    await resume.click();
    const dialog = page.getByRole('dialog');
    await dialog.getByRole('button', { name: texts.start.resume }).click();
    await page.getByText(t('wizard.hints.target.auth').slice(0, 20)).waitFor();
    await button(texts.after.resume).click();
    const { password } = new URL(slow.url);
    await dialog.getByLabel(texts.resume.password).fill(decodeURIComponent(password));
    await dialog.getByRole('button', { name: texts.start.resume }).click();
    await button(texts.after.toValidation).waitFor();
    expect(await count(slow.url)).toBe(3000);
  });

  it('are rehearsed on a server that is gone afterwards', async () => {
    const wizard = await stage.open('pt-BR');
    const { page, texts, button, heading } = wizard;
    const url = await stage.database();
    await chooseFile(wizard, stage.host.folder, 'carro.db');
    await fillServer(wizard, url);
    await button(texts.connect.next).click();
    await button(texts.audit.next).click();
    await button(texts.before.rehearse).click();
    await heading(texts.live.title.rehearse).waitFor();
    await page.getByText(/^Ensaio concluído em \d/).waitFor();
    // What it says of the real migration, with the way to the target measured.
    await page.getByText(/^envio .* retorno .* ida e volta /).waitFor();
    const tables = await withPg(url, (client) =>
      client.query("select 1 from pg_tables where schemaname = 'public'"),
    );
    expect(tables.rowCount).toBe(0);
    await button(texts.after.toMigration).click();
    await heading(texts.before.title).waitFor();
  });

  it('show differences side by side, and no more once they are gone', async () => {
    const wizard = await stage.open('en');
    const { page, texts, t, button } = wizard;
    const url = await stage.database();
    await migrate(wizard, stage.host.folder, 'carro.db', url);
    const compare = async (verdict: string) => {
      await button(texts.validate.again).click();
      await button(texts.validate.do).click();
      await page.getByText(t(`certificate.verdict.${verdict}.title`), { exact: true }).waitFor();
    };
    const { rows } = await withPg(url, (client) => client.query('select name from devices where id = 1'));
    const { name } = rows[0] as { name: string };
    await withPg(url, (client) => client.query("update devices set name = 'Outro nome' where id = 1"));
    await compare('differences');
    await page.getByRole('tab', { name: t('wizard.validate.tabs.differences', { count: 1 }) }).click();
    const cells = page.getByRole('tabpanel').getByRole('row').nth(1).getByRole('cell');
    expect(await cells.allInnerTexts()).toEqual(['name', name, 'Outro nome']);
    await withPg(url, (client) => client.query('update devices set name = $1 where id = 1', [name]));
    await compare('identicalRows');
  });

  it('scroll through 100,000 exceptions with a short page and quick answers', async () => {
    const wizard = await stage.open('pt-BR');
    const { page, texts, t, button } = wizard;
    await migrate(wizard, stage.host.folder, 'carro.db', await stage.database());
    const id = (await page.getByText(/ · \d{8}-\d{4}-[a-z0-9]{4}$/).innerText()).split(' · ').at(-1) ?? '';
    await writeFile(join(stage.host.folder, 'workspace/runs', id, 'exceptions.ndjson'), exceptions());

    await button(texts.after.toStart).click();
    await page.getByRole('button', { name: new RegExp(`^Abrir a migração ${id} `) }).click();
    await page.getByRole('tab', { name: t('wizard.validate.tabs.exceptions', { count: many }) }).click();
    const list = page.getByRole('region', { name: t('certificate.exceptions.title') });
    const rows = list.locator('li.exception');
    await rows.first().getByText('id=1 ').waitFor();
    // A jump to the end, then back up page by page, as a wheel does it.
    const asked = questions(page);
    await list.evaluate((box) => box.scrollTo(0, box.scrollHeight));
    // Rows that were kept aside come first, so the last one is none of them.
    await list.getByText(`id=${many - 1} `).waitFor();
    const jump = asked();
    const long = median((await list.evaluate(scrollUp as never, 60)) as number[]);
    const drawn = await rows.count();
    expect(drawn).toBeLessThan(60);
    // The way to the end asks for what is there, not for what lies between.
    expect(jump).toBeLessThan(5);

    // The same in a list that is a hundredth as long.
    await page.getByLabel(t('certificate.exceptions.action')).selectOption('quarantined');
    await rows.first().getByText('id=100 ').waitFor();
    expect(await rows.first().getAttribute('aria-setsize')).toBe(String(many / 100));
    await list.evaluate((box) => box.scrollTo(0, box.scrollHeight));
    await list.getByText(`id=${many} `).waitFor();
    const short = median((await list.evaluate(scrollUp as never, 60)) as number[]);
    console.log(
      `${many} exceptions: the end after ${jump} questions, ${drawn} rows in the page, a frame of ${Math.round(long)} ms (${Math.round(short)} ms where there are ${many / 100})`,
    );
    expect(long / short).toBeLessThan(4);

    await page.getByLabel(t('certificate.exceptions.action')).selectOption('nulled');
    await rows.first().getByText('id=2 ').waitFor();
    expect(await rows.first().getAttribute('aria-setsize')).toBe(String((many * 49) / 100));
  });
});

/** Counts from now on how often the page asks for exceptions. */
function questions(page: Page): () => number {
  let asked = 0;
  page.on('request', (request) => {
    if (request.url().includes('exceptions')) asked++;
  });
  return () => asked;
}

function median(values: number[]): number {
  return values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? 0;
}

/** A ledger as a run leaves it, of a file that was very dirty. */
function exceptions(): string {
  const lines: string[] = [];
  for (let id = 1; id <= many; id++) {
    const record: ExceptionRecord = {
      table: 'telemetry_data',
      key: { id },
      column: 'timestamp',
      action: id % 100 === 0 ? 'quarantined' : id % 2 === 0 ? 'nulled' : 'repaired',
      code: 'timestamp.impossible',
      reason: 'ontem às 14h',
      row: { id, timestamp: 'ontem às 14h', device_id: 1, data_value: `${id} °C` },
    };
    lines.push(JSON.stringify(record));
  }
  return `${lines.join('\n')}\n`;
}

interface Box {
  scrollTop: number;
  clientHeight: number;
  ownerDocument: { defaultView: { requestAnimationFrame(done: () => void): void } };
}

/** Runs in the page: scrolls up, a page a frame, and times the frames. */
async function scrollUp(box: Box, frames: number): Promise<number[]> {
  const times: number[] = [];
  for (let frame = 0; frame < frames; frame++) {
    const began = performance.now();
    box.scrollTop -= box.clientHeight;
    await new Promise<void>((resolve) =>
      box.ownerDocument.defaultView.requestAnimationFrame(() => resolve()),
    );
    times.push(performance.now() - began);
  }
  return times;
}
