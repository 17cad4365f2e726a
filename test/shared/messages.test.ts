import { describe, expect, it } from 'vitest';
import { AppError, type ErrorCode, exitCodeOf, exitCodes } from '../../shared/errors.ts';
import { en } from '../../shared/messages/en.ts';
import { errorData, languageOf, languages, translator } from '../../shared/messages/index.ts';
import { ptBR } from '../../shared/messages/pt-BR.ts';
import { flat } from '../helpers/texts.ts';

function placeholders(text: string | undefined): string[] {
  return [...(text ?? '').matchAll(/\{\{\s*([\w.]+)[^}]*\}\}/g)].map((match) => match[1] ?? '').sort();
}

const reference = flat(ptBR);
const english = flat(en);

describe('messages', () => {
  it('have the same keys in both languages', () => {
    expect([...english.keys()].sort()).toEqual([...reference.keys()].sort());
  });

  it.each([...reference.keys()])('%s has the same placeholders in both languages', (key) => {
    expect(placeholders(english.get(key))).toEqual(placeholders(reference.get(key)));
  });

  it('are never empty', () => {
    const empty = [...reference, ...english].filter(([, text]) => text.trim() === '');
    expect(empty).toEqual([]);
  });

  it.each(Object.keys(exitCodes) as ErrorCode[])('say what happened and what to do next for %s', (code) => {
    for (const texts of [reference, english]) {
      expect(texts.get(`errors.${code}.message`)).toBeTruthy();
      expect(texts.get(`errors.${code}.hint`)).toBeTruthy();
    }
  });

  // Words of a terminal; what only happens there is listed.
  const terminal = /--[a-z]|autocore-migrate |\bPG[A-Z]{3,}|\bnpm |\.pgpass|psql -/;
  const typed = [
    ...['confirmation.missing', 'cutover.unconfirmed', 'restore.unconfirmed', 'plan.unreadable'],
    ...['plan.adopts', 'host.port', 'host.noPages', 'host.noBrowser'],
    ...['certificate.unreadable', 'certificate.changed', 'fleet.needsTarget', 'fleet.unconfirmed'],
  ];
  it.each(languages)('tell somebody who has buttons nothing to type (%s)', (language) => {
    const t = translator(language);
    const told = (Object.keys(exitCodes) as ErrorCode[])
      .filter((code) => !typed.includes(code))
      .map((code) => [code, errorData(new AppError(code, { run: '20261126-0000-abcd' }), t, 'wizard').hint]);
    expect(told.filter(([, hint]) => terminal.test(hint ?? ''))).toEqual([]);
  });

  it('describe no error that cannot happen', () => {
    const codes = new Set([...reference.keys()].filter((key) => key.startsWith('errors.')).map(codeOfKey));
    expect([...codes].filter((code) => !(code in exitCodes))).toEqual([]);
  });
});

function codeOfKey(key: string): string {
  return key.split('.').slice(1, -1).join('.');
}

describe('errorData', () => {
  it('words an error in each language', () => {
    const error = new AppError('source.missing', { path: '/dados/autocore.db' });
    const [portuguese, english] = languages.map((language) => errorData(error, translator(language)));
    expect(portuguese).toMatchObject({
      code: 'source.missing',
      message: 'O arquivo de origem não existe: /dados/autocore.db',
      details: { path: '/dados/autocore.db' },
    });
    expect(english?.message).toBe('The source file does not exist: /dados/autocore.db');
  });

  it('writes numbers as the language does, but not ports', () => {
    const space = new AppError('workspace.noSpace', { path: '/x', neededMiB: 12345, freeMiB: 7 });
    expect(errorData(space, translator('pt-BR')).message).toContain('12.345 MiB');
    expect(errorData(space, translator('en')).message).toContain('12,345 MiB');
    const gone = new AppError('target.unreachable', { host: 'h', port: 5432, reason: 'r' });
    expect(errorData(gone, translator('pt-BR')).message).toContain('h:5432');
  });

  it('does not offer to resume where there is no run', () => {
    const t = translator('en');
    expect(errorData(new AppError('interrupted', { run: 'r1' }), t).hint).toContain('resume --run r1');
    expect(errorData(new AppError('interrupted'), t).hint).not.toContain('resume');
  });

  it('leaves hostile names as they are', () => {
    const path = '<b>$t(errors.internal.hint) "{{reason}}" & \'ção\'.db';
    expect(errorData(new AppError('source.empty', { path }), translator('en')).message).toContain(path);
  });

  it('turns any other thrown value into an internal failure', () => {
    expect(errorData(new TypeError('x is not a function'), translator('en'))).toMatchObject({
      code: 'internal',
      details: { reason: 'x is not a function' },
    });
    expect(exitCodeOf('thrown text')).toBe(1);
    expect(exitCodeOf(new AppError('decisions.missing'))).toBe(3);
  });
});

describe('languageOf', () => {
  it.each([
    ['en_US.UTF-8', 'en'],
    ['en-GB', 'en'],
    ['en', 'en'],
    ['pt_BR.UTF-8', 'pt-BR'],
    ['es_AR', 'pt-BR'],
    ['C.UTF-8', 'pt-BR'],
    [undefined, 'pt-BR'],
  ] as const)('%s is %s', (locale, language) => {
    expect(languageOf(locale)).toBe(language);
  });
});
