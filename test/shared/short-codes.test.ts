import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { exitCodes } from '../../shared/errors.ts';
import { ptBR } from '../../shared/messages/pt-BR.ts';
import { allMeant, byShortCode, retiredShorts, shortCode } from '../../shared/short-codes/index.ts';
import { retired } from '../../shared/short-codes/retired.ts';
import { flat } from '../helpers/texts.ts';

const shorts = [...allMeant.map(({ short }) => short), ...retiredShorts];

describe('short codes', () => {
  it('are a letter that sounds like no other and two digits, each given once', () => {
    expect(shorts.filter((short) => !/^[TAWXY](?!00)\d\d$/.test(short))).toEqual([]);
    expect(new Set(shorts).size).toBe(shorts.length);
  });

  it('have no gap: what goes away is retired, and what comes gets the next one', () => {
    const numbers = (letters: string) =>
      shorts
        .filter((short) => letters.includes(short.slice(0, 1)))
        .map((short) => letters.indexOf(short.slice(0, 1)) * 99 + Number(short.slice(1)))
        .sort((a, b) => a - b);
    for (const letters of ['T', 'AW', 'XY']) {
      const found = numbers(letters);
      expect(found).toEqual(found.map((_, index) => index + 1));
    }
  });

  it('stand for what they stood for when they were first given', () => {
    // Of new ones the numbers here grow; what was promised before has the same digest for ever.
    const promised = { T: 16, AW: 138, XY: 165 };
    const all = [...allMeant, ...Object.entries(retired).map(([code, short]) => ({ code, short }))];
    const lines = Object.entries(promised).flatMap(([letters, count]) =>
      all
        .filter(({ short }) => letters.includes(short.slice(0, 1)))
        .sort((a, b) => (a.short < b.short ? -1 : 1))
        .slice(0, count)
        .map(({ short, code }) => `${short} ${code}`),
    );
    expect(lines).toHaveLength(319);
    expect(createHash('sha256').update(lines.join('\n')).digest('hex')).toBe(
      '2e0f9ac9ab30aad4131e97e17473ab6191ff46138c2b720dff95dc506f95ef57',
    );
  });

  it('are there for every error, every finding and every cause', () => {
    const variants = /_(one|zero|changed|together|whole)$/;
    const findings = [...flat(ptBR.findings).keys(), ...flat(ptBR.certificate.causes).keys()];
    expect(Object.keys(exitCodes).filter((code) => shortCode('error', code) === null)).toEqual([]);
    expect(
      findings.map((key) => key.replace(variants, '')).filter((code) => shortCode('finding', code) === null),
    ).toEqual([]);
    expect(findings.length).toBeGreaterThan(130);
  });

  it('are found however they are said', () => {
    const busy = { kind: 'error', code: 'source.busy', short: 'X12' };
    for (const text of ['X12', 'x12', ' x 12 ', 'X-12', 'xI2', 'source.busy', '[source.busy]'])
      expect(byShortCode(text)).toEqual(busy);
    expect(byShortCode('TO1')).toMatchObject({ code: 'start' });
    for (const { short, code, kind } of allMeant) expect(byShortCode(short)).toEqual({ short, code, kind });
    for (const text of ['', 'X00', 'X1', 'B01', 'X123', 'no such thing'])
      expect(byShortCode(text)).toBeNull();
    expect(shortCode('finding', 'server.23505')).toBe(shortCode('finding', 'server'));
    expect(shortCode('finding', 'unheard.of')).toBeNull();
  });
});
