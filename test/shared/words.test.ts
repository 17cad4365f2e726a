import { describe, expect, it } from 'vitest';
import { AppError } from '../../shared/errors.ts';
import { en } from '../../shared/messages/en.ts';
import { errorData, languages, translator } from '../../shared/messages/index.ts';
import { ptBR } from '../../shared/messages/pt-BR.ts';
import { wayBackLines } from '../../shared/way-back-text.ts';
import { flat } from '../helpers/texts.ts';

const portuguese = [...flat(ptBR)];
const english = [...flat(en)];
const all = [...portuguese, ...english];

/** Keys of the texts that say such a thing. */
function saying(pattern: RegExp, texts = portuguese): string[] {
  return texts.filter(([, text]) => pattern.test(text)).map(([key]) => key);
}

describe('numbers', () => {
  it('have no plural in brackets', () => {
    expect(saying(/\p{L}\((s|es|is|ns|ões)\)/u, all)).toEqual([]);
  });

  it('have a form for one, where there can be one', () => {
    // An AutoCore database has 11 tables at the least, a card with places two of them; a rate is never quite one.
    const many = new RegExp(
      [
        '^wizard.(source.versions|cards.seePlaces|sample.rows|live.(rows|objects)Rate)',
        '^(errors.source|findings.row).tooWide',
        '^(cli.progress.rowsRate|status.warnings.oldBackup|certificate.identity.bytes|findings.vehicles)',
        '^export.script.(rowsDiffer|exceptionsDiffer|loading|checked)',
        '_one$',
      ].join('|'),
    );
    for (const texts of [portuguese, english]) {
      const keys = new Set(texts.map(([key]) => key));
      const counted = saying(
        /\{\{(count|rows|tables|columns|values|all)(, number)?\}\} \p{Ll}+s(?!\p{L})/u,
        texts,
      );
      expect(counted.filter((key) => !keys.has(`${key}_one`) && !many.test(key))).toEqual([]);
    }
  });

  it.each(languages)('take the form of many where there is nothing (%s)', (language) => {
    const t = translator(language);
    const texts = language === 'en' ? english : portuguese;
    const counted = texts.filter(([key]) => key.endsWith('_one'));
    const own = new Set(saying(/./, all).filter((key) => key.endsWith('_zero')));
    const said = (key: string, count: number) => {
      const names = ['count', 'rows', 'tables', 'values', 'columns', 'source', 'exceptions', 'all'];
      return t(key, Object.fromEntries(names.map((name) => [name, count]))).replaceAll(/[05]/g, 'n');
    };
    const keys = counted.map(([key]) => key.slice(0, -4)).filter((key) => !own.has(`${key}_zero`));
    expect(keys.length).toBeGreaterThan(50);
    expect(keys.filter((key) => said(key, 0) !== said(key, 5))).toEqual([]);
  });

  it.each(languages)('take the form of one value, in what is said of the way back (%s)', (language) => {
    const said = (values: number) =>
      ['beyond', 'notNumber', 'bytes', 'literal', 'zero', 'nearest'].map((as) => {
        const each = { table: 't', column: 'c', values, as, key: 'id 1', value: '0' };
        const account = { added: [], missing: [], spelled: [each] } as never;
        return wayBackLines(account, translator(language)).join();
      });
    const [of3, of1] = language === 'en' ? ['values', '1 value '] : ['valores', '1 valor '];
    expect(said(3).filter((text) => !text.includes(of3))).toEqual([]);
    expect(said(1).filter((text) => !text.includes(of1))).toEqual([]);
    const many =
      language === 'en' ? /\b(times|are|words|become)\b/ : /\b(são|ficam|palavras|\p{L}+[dt]os)\b/u;
    expect(said(1).filter((text) => many.test(text))).toEqual([]);
  });

  it('take the form of each noun in a text with several', () => {
    const t = translator('pt-BR');
    expect(t('cutover.sync.done', { rows: 1, seconds: 2 })).toBe(
      'Alterações trazidas da origem: 1 linha em 2 s.',
    );
    expect(t('cutover.sync.done', { rows: 22_375, seconds: 2 })).toContain(': 22.375 linhas em');
    expect(t('findings.adopt.matched', { tables: 1, columns: 5, schema: 's', alone: '' })).toContain(
      '1 tabela e 5 colunas',
    );
    expect(t('wizard.live.left', { count: 1, time: '1 min 15 s' })).toBe('falta cerca de 1 min 15 s');
    expect(t('wizard.live.left', { count: 2, time: '2 min' })).toBe('faltam cerca de 2 min');
    const refused = new AppError('target.notEmpty', { count: 1, schema: '$t(counts.rows)', examples: 'a' });
    expect(errorData(refused, t).message).toContain('"$t(counts.rows)"');
  });
});

describe('what is read aloud', () => {
  it.each([
    ["EACCES: permission denied, open '/x'", 'sem permissão, EACCES'],
    ['connect ECONNREFUSED 127.0.0.1:1', 'ninguém atende nessa porta, ECONNREFUSED'],
    // No code, whatever it looks like.
    ['relation "EVENTS" is in use', 'mensagem original: “relation "EVENTS" is in use”'],
  ])('sets apart what the system or a server says: %s', (reason, said) => {
    const message = (details: object) =>
      errorData(new AppError('source.unreadable', { path: '/x', ...details }), translator('pt-BR')).message;
    expect(message({ reason })).toBe(`Não foi possível ler o arquivo de origem: /x (${said})`);
    expect(message({ reason: '' })).toBe('Não foi possível ler o arquivo de origem: /x');
    const refused = new AppError('source.unreadable', { path: '/x', reason });
    expect(errorData(refused, translator('en')).message).not.toContain('“');
  });

  it('has one idea in a sentence', () => {
    // What a finding is about may be a list of names: they are no words of it.
    const sentences = all
      .filter(([key]) => key.startsWith('findings.future.'))
      .flatMap(([key, text]) => text.split(/[.:;](?= |$)/).map((sentence) => [key, sentence] as const));
    expect(sentences.length).toBeGreaterThan(20);
    const words = (sentence: string) =>
      sentence.replaceAll(/\(?\{\{.*?\}\}\)?/g, '').match(/\p{L}[\p{L}\d/-]*/gu)?.length ?? 0;
    expect(sentences.filter(([, sentence]) => words(sentence) > 25)).toEqual([]);
  });
});

it('says of each file in the words of the reader why it cannot be used', () => {
  const files = "/a (x)/.env (EACCES: permission denied, open '/a'); /b (EROFS: read-only file system)";
  const { message } = errorData(new AppError('cutover.envUnusable', { files }), translator('pt-BR'));
  expect(message).toContain('/a (x)/.env (sem permissão, EACCES); /b (o disco só aceita leitura, EROFS)');
});

describe('words of the glossary', () => {
  it.each([
    ['guardada à parte, for what is quarantined', /quarentena|\bretid[ao]s?\b/i],
    ['esvaziado, for what is nulled', /\banulad[ao]s?\b/i],
    ['esquema, for a schema', /(?<!--)\bschemas?\b(?!\.json|\.sql)/i],
    ['aplicativo, for the application', /\baplicação|aplicações\b/i],
    ['cópia segura, for the snapshot', /cópia consistente/i],
    ['backup, for a copy of what is in use', /cópias diárias|pasta (das|de) cópias/i],
  ])('%s', (_, other) => {
    // SQL and files to be copied as they are.
    const exact = ['errors.target.noRights', 'errors.target.noExtension', 'wizard.checks.strangers'];
    const files = ['cli.summary.strangers', 'errors.adopt.unreadable', 'export.query', 'export.page.text'];
    const excused = [...exact, ...files];
    const said = portuguese.map(
      ([key, text]) => [key, text.replaceAll(/\{\{.*?\}\}/g, '')] as [string, string],
    );
    const found = saying(other, said).filter((key) => !excused.some((start) => key.startsWith(start)));
    expect(found).toEqual([]);
  });
});

it('is told in Portuguese what to type in place of a name', () => {
  expect(saying(/\b(FILE|FOLDER|FINDING|OPTION|NAME)\b/)).toEqual([]);
  const { hint } = errorData(
    new AppError('decisions.missing', { count: 1, findings: 'f' }),
    translator('pt-BR'),
  );
  expect(hint).toContain('--set ACHADO=OPÇÃO');
});

describe('somebody who has buttons', () => {
  it('reads no word of a command line in the wizard', () => {
    // To be typed on purpose: by whoever opened the page with a command, and on a server that is out of reach.
    const typed = ['wizard.noSession.typed', 'wizard.export.psql'];
    const command =
      /(^|\s)--[a-z]|autocore-migrate [a-z]|\bPG[A-Z]{3,}|\.pgpass|\bpsql -|search_path|stderr|stdout/;
    const wizard = all.filter(([key]) => key.startsWith('wizard.') && !typed.includes(key));
    expect(saying(command, wizard)).toEqual([]);
  });

  it.each(languages)('is led to buttons and pages by the names that they have (%s)', (language) => {
    const texts = language === 'en' ? english : portuguese;
    const names = new Set(texts.map(([, text]) => text.replace(/ \(?\{\{.*/, '')));
    const named = texts
      .filter(([key]) => key.startsWith('wizard.'))
      .flatMap(([, text]) => [...text.matchAll(/“([^”{]+)”/g)].map(([, name]) => name ?? ''));
    expect(named.length).toBeGreaterThan(5);
    expect(named.filter((name) => !names.has(name))).toEqual([]);
  });

  it.each(languages)('is told of a choice without its option (%s)', (language) => {
    const added = {
      kind: 'table',
      name: 't',
      table: null,
      rows: 2,
      brought: false,
      as: null,
      reason: 'left',
    };
    const missing = { table: 'a', column: null, looksLike: 'b', by: 'refuse' };
    const account = { added: [added], missing: [missing] } as Parameters<typeof wayBackLines>[0];
    const t = translator(language);
    expect(wayBackLines(account, t).join(' ')).toMatch(/--added leave.*--missing follow/);
    expect(wayBackLines(account, t, 'wizard').join(' ')).not.toContain('--');
  });

  it('is not told to continue a migration where there is none', () => {
    const t = translator('pt-BR');
    const hint = (run: object) => errorData(new AppError('interrupted', { ...run }), t, 'wizard').hint;
    expect(hint({ run: '20261126-0000-abcd' })).toContain('Continue a migração');
    expect(hint({})).toBe('Nada foi deixado pela metade. Comece de novo quando quiser.');
  });
});
