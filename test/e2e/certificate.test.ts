import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { buildCertificate, type CertificateInput } from '../../electron/engine/report/certificate.ts';
import { renderCertificate } from '../../electron/engine/report/html.ts';
import { translator } from '../../shared/messages/index.ts';
import { account, certificateInput, runState } from '../helpers/certificate.ts';
import { chromiumPath, launchChromium } from './chromium.ts';

const car = { name: 'Chevrolet Onix LTZ 1.4 2019', plate: 'ABC1D23', chassis: null };

/** As long as anything may be that stands on the first page. */
const long = 'Oficina <b>São José</b> '.repeat(30);
const wide = 'W'.repeat(3000);

const worst: Partial<CertificateInput> = {
  vehicles: {
    count: 12_345,
    first: Array.from({ length: 20 }, () => ({ name: long, plate: wide.slice(0, 300), chassis: long })),
  },
  state: runState({
    status: 'failed',
    options: { ...runState().options, rehearsal: true },
    tables: tables(3000).map((each) => ({ ...each, source: 1e12, repaired: 12, quarantined: 5 })),
    objects: { missing: ['table x'], notValid: ['check y'] },
    validation: {
      level: 'rows',
      status: 'different',
      differences: 12_345,
      samples: [],
      insertsWithoutId: [{ table: 'x', ok: false, reason: 'no' }],
    },
    error: { code: 'x', message: wide, hint: long.repeat(9) },
  }),
};

function tables(many: number) {
  return Array.from({ length: many }, (_, i) => account(`table_${i}`, i));
}

function pagesOf(pdf: Buffer): number {
  return pdf.toString('latin1').match(/\/Type\s*\/Page\b/g)?.length ?? 0;
}

/** As much of the page's elements as is looked at. */
interface Piece {
  clientHeight: number;
  scrollHeight: number;
  querySelector(selector: string): Piece;
  getBoundingClientRect(): { top: number; bottom: number };
}

/** Runs in the page: pixels of the first page that nobody sees, and where the lines to sign end. */
function measure(front: Piece): { cut: number; foot: number; height: number } {
  const said = front.querySelector('.said');
  const foot = front.querySelector('.foot').getBoundingClientRect();
  const { top } = front.getBoundingClientRect();
  return {
    cut: said.scrollHeight - said.clientHeight + front.scrollHeight - front.clientHeight,
    foot: foot.bottom - top,
    height: front.clientHeight,
  };
}

if (chromiumPath === null) console.log('No certificate is printed: there is no Chromium on this machine.');

describe.skipIf(chromiumPath === null)('the certificate on paper', () => {
  let browser: Browser;
  beforeAll(async () => {
    browser = await launchChromium();
  });
  afterAll(() => browser?.close());

  const shapes: [string, Partial<CertificateInput>][] = [
    ['14 tables', { vehicles: { count: 1, first: [car] }, state: runState({ tables: tables(14) }) }],
    ['3,000 tables', { vehicles: { count: 0, first: [] }, state: runState({ tables: tables(3000) }) }],
    ['everything as long as it can be', worst],
  ];
  it.each(
    shapes.flatMap(([name, given]) =>
      (['pt-BR', 'en'] as const).map((language) => [name, language, given] as const),
    ),
  )('has one page to keep, signatures included: %s, %s', async (_name, language, given) => {
    const certificate = { ...buildCertificate(certificateInput({ ...given, language })), installer: long };
    const page = await browser.newPage({ viewport: { width: Math.round((182 / 25.4) * 96), height: 998 } });
    try {
      await page.setContent(renderCertificate(certificate, translator(language)));
      await page.emulateMedia({ media: 'print' });
      const front = page.locator('.front');
      const { cut, foot, height } = (await front.evaluate(measure as never)) as ReturnType<typeof measure>;
      expect(cut).toBeLessThanOrEqual(1);
      expect(Math.abs(foot - height)).toBeLessThanOrEqual(1);
      const print = async () => pagesOf(await page.pdf({ format: 'A4' }));
      const hide = (what: string) => page.addStyleTag({ content: `main > ${what} { display: none }` });
      // A thousand pages tell no more than three of what the first one is followed by.
      const all = certificate.tables.length > 100 ? null : await print();
      await hide(':not(.front)');
      expect(await print()).toBe(1);
      if (all === null) return;
      await page.setContent(renderCertificate(certificate, translator(language)));
      await hide('.front');
      expect(all).toBe(1 + (await print()));
    } finally {
      await page.close();
    }
  });
});
