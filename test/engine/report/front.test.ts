import { createHash } from 'node:crypto';
import { expect, it } from 'vitest';
import { buildCertificate, type CertificateInput } from '../../../electron/engine/report/certificate.ts';
import { digestOf } from '../../../electron/engine/report/digest.ts';
import { renderCertificate } from '../../../electron/engine/report/html.ts';
import { translator } from '../../../shared/messages/index.ts';
import type { Certificate } from '../../../shared/model/index.ts';
import { account, certificateInput, runState } from '../../helpers/certificate.ts';

const hostile = '<img src=x onerror=alert(1)>\u202e';

/** The first page as a reader sees it. */
function frontOf(given: Partial<CertificateInput>, more: Partial<Certificate> = {}): string {
  const certificate = { ...buildCertificate(certificateInput(given)), ...more };
  const page = renderCertificate(certificate, translator(certificate.language));
  const front = page.slice(page.indexOf('<div class="front">'), page.indexOf('<h1 class="annex">'));
  return front.replaceAll(/<[^>]*>/g, ' ').replaceAll(/\s+/g, ' ');
}

const car = { name: 'Chevrolet Onix 2019', plate: 'ABC1D23', chassis: null };

it('names the vehicle and its plate, or leaves a line for them', () => {
  expect(frontOf({ vehicles: { count: 1, first: [car] } })).toContain('Chevrolet Onix 2019 , placa ABC1D23');
  expect(frontOf({ vehicles: { count: 1, first: [{ ...car, plate: null }] } })).toContain(
    'sem placa no banco',
  );
  expect(frontOf({ vehicles: { count: 1, first: [{ ...car, name: null }] } })).toContain('placa ABC1D23');
  for (const vehicles of [
    null,
    { count: 0, first: [] },
    { count: 1, first: [{ name: null, plate: null, chassis: 'x' }] },
  ]) {
    expect(frontOf({ vehicles })).toContain('Veículo e placa Responsável técnico');
  }
  const many = { count: 7, first: [car, car, car, car] };
  expect(frontOf({ vehicles: many })).toContain('e mais 4 veículos no mesmo banco');
  expect(frontOf({ vehicles: { count: 1, first: [{ ...car, name: hostile }] } })).toContain(
    '&lt;img src=x onerror=alert(1)&gt;⟨U+202E⟩',
  );
});

it('names the file of a database that is not AutoCore’s, wherever it lay', () => {
  for (const path of ['/srv/loja/vendas.db', 'C:\\Loja\\vendas.db']) {
    const state = runState({ source: { ...runState().source, path, autocore: null } });
    const front = frontOf({ state, vehicles: { count: 1, first: [car] } });
    expect(front).toContain('Arquivo vendas.db');
    expect(front).not.toMatch(/placa|ABC1D23/);
  }
});

it('has the installer’s name twice where it is known, and lines to sign in any case', () => {
  const named = frontOf({ language: 'en' }, { installer: hostile });
  expect(named.match(/&lt;img src=x/g)).toHaveLength(2);
  for (const words of ['Signatures', 'Place and date', 'Customer', 'Identical', 'Rows in the file 1,000,006'])
    expect(named).toContain(words);
  expect(frontOf({}, { installer: '  ' })).toMatch(
    /Responsável técnico Data da migração .* Responsável técnico Cliente/,
  );
});

it('has a code that changes with any figure, and with nothing else', () => {
  const certificate = buildCertificate(certificateInput());
  const { code, sha256 } = digestOf(certificate);
  expect(code).toMatch(/^[0-9A-HJKMNP-TV-Z]{5}-[0-9A-HJKMNP-TV-Z]{5}$/);
  expect(certificate.digest).toEqual({ code, sha256 });
  expect(frontOf({})).toContain(code);
  expect(frontOf({ language: 'en' }, { installer: 'A' })).toContain(code);
  expect(digestOf(JSON.parse(JSON.stringify(certificate)) as Certificate)).toEqual({ code, sha256 });
  // As the annex says it can be reckoned by anybody.
  const { digest: _, language: __, ...facts } = certificate;
  expect(createHash('sha256').update(JSON.stringify(facts)).digest('hex')).toBe(sha256);
  // The first 50 bits, and no more.
  const bits = [...code.replace('-', '')]
    .map((sign) => '0123456789ABCDEFGHJKMNPQRSTVWXYZ'.indexOf(sign).toString(2).padStart(5, '0'))
    .join('');
  expect(BigInt(`0x${sha256}`).toString(2).padStart(256, '0').startsWith(bits)).toBe(true);
  const other = buildCertificate(certificateInput({ state: runState({ tables: [account('devices', 7)] }) }));
  expect(digestOf(other).code).not.toBe(code);
});
