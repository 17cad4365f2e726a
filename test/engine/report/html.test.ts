import { expect, test } from 'vitest';
import { buildCertificate, type CertificateInput } from '../../../electron/engine/report/certificate.ts';
import { renderCertificate } from '../../../electron/engine/report/html.ts';
import { translator } from '../../../shared/messages/index.ts';
import {
  account,
  auditOf,
  certificateInput,
  exception,
  finding,
  leftOutObject,
  runState,
} from '../../helpers/certificate.ts';
import { makePlan } from '../../helpers/plan.ts';

function render(given: Partial<CertificateInput> = {}): string {
  const input = certificateInput(given);
  return renderCertificate(buildCertificate(input), translator(input.language));
}

/** What a reader sees: without style, tags and entities. */
function textOf(page: string): string {
  return page
    .replace(/<style>.*?<\/style>/s, '')
    .replaceAll(/<[^>]*>/g, ' ')
    .replaceAll(/\s+/g, ' ');
}

const hostile = `"><script>alert(1)</script><img src=x onerror='alert(2)'>&amp;\n'x' \u202ereversed\0 ${'long_'.repeat(200)}`;

function everywhere(text: string): Partial<CertificateInput> {
  const state = runState({
    id: text,
    tool: text,
    source: { path: text, sha256: text, bytes: 1, autocore: text },
    target: { managed: false, url: text, server: text, schema: text },
    tables: [account(text, 3, { target: `${text}2`, digest: { source: text, target: text } })],
    objects: { missing: [text], notValid: [text] },
    validation: {
      level: 'rows',
      status: 'different',
      differences: 1,
      samples: [
        {
          table: text,
          kind: 'changed',
          key: { [text]: text },
          columns: [{ column: text, source: text, target: `${text}3` }],
        },
      ],
      insertsWithoutId: [{ table: text, ok: false, reason: text }],
    },
    error: { code: text, message: text, hint: text },
  });
  return {
    state,
    plan: makePlan([], {
      leftOut: [leftOutObject(text, { table: text, sql: text, reason: text })],
      decisions: [{ finding: `${text}:${text}`, option: text, options: [], by: 'user' }],
    }),
    audit: auditOf([finding(text, { table: text, column: text, params: { name: text } })]),
    exceptionSummary: [exception(text, text, { code: text, reason: text })],
  };
}

test('hostile names and values stay text wherever they stand', () => {
  const page = render(everywhere(hostile));
  expect(page).not.toMatch(/<script|<img|onerror='/);
  // Every tag is one of our own.
  const tags = new Set([...page.matchAll(/<\/?([a-z0-9]+)/g)].map((m) => m[1]));
  expect([...tags].filter((tag) => !ownTags.has(tag ?? ''))).toEqual([]);
  expect(page).not.toMatch(/\0|\u202e/);
  expect(page).toContain('&lt;script&gt;alert(1)&lt;/script&gt;');
  expect(page).toContain('⟨U+202E⟩reversed⟨U+0000⟩');
});

const ownTags = new Set(
  'html head meta title style body main header h1 h2 h3 p span section div svg circle path ul li dl dt dd table thead tbody tr th td code pre strong wbr br'.split(
    ' ',
  ),
);

test('a hostile run id does not leave the style', () => {
  const page = render({ state: runState({ id: '</style>";}*{display:none}\n\\' }) });
  expect(page.match(/<\/style>/g)).toHaveLength(1);
  const style = /<style>(.*?)<\/style>/s.exec(page)?.[1] ?? '';
  expect(style).not.toContain('{display');
});

test('nothing comes from elsewhere and nothing runs', () => {
  const page = render();
  expect(page).toMatch(/^<!doctype html>\n<html lang="pt-BR">/);
  expect(page).toContain(`content="default-src 'none'; style-src 'unsafe-inline'"`);
  expect(page).not.toMatch(/<script|<link|src=|href=|url\(|@import|\son[a-z]+=/i);
});

test('both languages say the verdict, and write numbers and dates their own way', () => {
  const portuguese = textOf(render());
  expect(portuguese).toContain('Idêntico');
  expect(portuguese).toContain('1.000.006');
  expect(portuguese).toMatch(/2[34]\/11\/2026/);
  expect(portuguese).toContain('187,7 MB');
  const english = textOf(render({ language: 'en' }));
  expect(english).toContain('Every value of every row was compared');
  expect(english).toContain('1,000,006');
  expect(english).toMatch(/Nov 2[34], 2026/);
  expect(english).not.toMatch(/\b(certificate|stages)\.\w/);
});

const validation = runState().validation as NonNullable<ReturnType<typeof runState>['validation']>;

test.for([
  ['Contagens iguais', { validation: { ...validation, level: 'counts' as const } }],
  ['somas de verificação', { validation: { ...validation, level: 'segments' as const } }],
  ['com exceções guardadas', { tables: [account('devices', 6, { quarantined: 1 })] }],
  ['Há diferenças', { tables: [account('devices', 6, { migrated: 5 })] }],
  ['Tabelas cuja conta não fecha: 1', { tables: [account('devices', 6, { migrated: 5 })] }],
  ['Ainda não comparado', { validation: null }],
  ['Interrompida', { status: 'interrupted' as const }],
  ['Não concluída', { status: 'failed' as const }],
  ['Desfeita', { status: 'undone' as const }],
  [
    'Ensaio',
    {
      options: {
        replace: false,
        acceptDefaults: true,
        rehearsal: true,
        choices: { types: {}, decisions: {} },
      },
    },
  ],
] as const)('says “%s”', ([words, state]) => {
  expect(textOf(render({ state: runState(state as object) }))).toContain(words);
});

/** The words of the verdict, and the figures below it. */
function verdictOf(state: Parameters<typeof runState>[0]): [words: string, figures: string] {
  const page = render({ language: 'en', state: runState(state) });
  const part = (found: RegExp) => textOf(found.exec(page)?.[1] ?? '').trim();
  return [part(/<section class="verdict">(.*?)<\/section>/s), part(/<dl class="figures">(.*?)<\/dl>/s)];
}

const exceptional = [
  account('devices', 1_000_010, { quarantined: 3, repaired: 1_200, nulled: 1 }),
  account('macros', 5, { repaired: 30 }),
];
const notValid = { missing: [], notValid: ['check a on b', 'foreign key c on d'] };

test.for<[string, Parameters<typeof runState>[0], string, string]>([
  [
    'nothing to remark',
    {},
    'Identical Every value of every row was compared, one by one, and is the same in the file and in PostgreSQL.',
    'Tables 2 Rows in the file 1,000,006 Rows migrated 1,000,006 Kept aside 0 Values adjusted 0',
  ],
  [
    'exceptions, and rules for new rows',
    { tables: exceptional, objects: notValid },
    'Identical, with exceptions kept Every value of every row was compared, one by one. They are the same in the file and in PostgreSQL, but for the exceptions, which are kept with their originals. Exceptions: 1,234. The section “Exceptions” shows where the originals are and how to bring them back. Rules that old rows do not keep: 2. Those rows were kept.',
    'Tables 2 Rows in the file 1,000,015 Rows migrated 1,000,012 Kept aside 3 Values adjusted 1,231',
  ],
  ...(['repaired', 'nulled', 'quarantined'] as const).map(
    (action): [string, Parameters<typeof runState>[0], string, string] => [
      `one exception alone, ${action}, by checksums`,
      { tables: [account('devices', 6, { [action]: 1 })], validation: { ...validation, level: 'segments' } },
      'Identical, with exceptions kept Every table was compared in segments. The checksums are the same, but for the exceptions, which are kept with their originals. Exceptions: 1. The section “Exceptions” shows where the originals are and how to bring them back.',
      action === 'quarantined'
        ? 'Tables 1 Rows in the file 6 Rows migrated 5 Kept aside 1 Values adjusted 0'
        : 'Tables 1 Rows in the file 6 Rows migrated 6 Kept aside 0 Values adjusted 1',
    ],
  ),
  [
    'exceptions, and nobody compared',
    { tables: exceptional, validation: null },
    'Not compared yet The data was loaded, but the two sides have not been compared yet. Exceptions: 1,234. The section “Exceptions” shows where the originals are and how to bring them back.',
    'Tables 2 Rows in the file 1,000,015 Rows migrated 1,000,012 Kept aside 3 Values adjusted 1,231',
  ],
  [
    'everything that can differ',
    {
      tables: [...exceptional, account('users', 6, { migrated: 5 })],
      objects: { missing: ['table x', 'index y', 'index z'], notValid: notValid.notValid },
      validation: {
        ...validation,
        status: 'different',
        differences: 12_345,
        insertsWithoutId: [
          { table: 'a', ok: false, reason: 'no' },
          { table: 'b', ok: true, reason: null },
        ],
      },
    },
    'There are differences PostgreSQL does not hold exactly what is in the file. Do not use the new database before what is listed below is resolved. Differences in values or counts: 12,340 Tables whose account does not add up: 1 Objects missing or other than planned: 3 Tables that do not take new rows without an id: 1 Exceptions: 1,234. The section “Exceptions” shows where the originals are and how to bring them back. Rules that old rows do not keep: 2. Those rows were kept.',
    'Tables 3 Rows in the file 1,000,021 Rows migrated 1,000,017 Kept aside 3 Values adjusted 1,231',
  ],
])('the verdict of a run with %s, word for word', ([, state, words, figures]) => {
  expect(verdictOf(state)).toEqual([words, figures]);
});

test('shows both sides of a difference around the place where they part', () => {
  const same = 'x'.repeat(5000);
  const samples = [
    {
      table: 'event_logs',
      kind: 'changed' as const,
      key: { id: '7' },
      columns: [
        { column: 'payload', source: `${same}before`, target: `${same}after` },
        { column: 'source', source: null, target: 'gateway' },
      ],
    },
  ];
  const state = runState({ validation: { ...validation, status: 'different', differences: 300, samples } });
  const page = render({ state });
  expect(page).toMatch(/\(\+4960\) …x{40}before</);
  expect(page).toMatch(/\(\+4960\) …x{40}after</);
  expect(page).toContain('<span class="null">NULL</span>');
  expect(textOf(page)).toContain('Diferenças mostradas: 1 de 300');
});

test('causes of exceptions have a text, or at least their reason', () => {
  const page = textOf(
    render({
      exceptionSummary: [
        exception('a', 'b', { code: 'time.empty', reason: 'empty text' }),
        exception('a', null, { code: 'server.23505', reason: 'duplicate key', action: 'quarantined' }),
        exception('a', 'b', { code: 'new.code', reason: 'a new reason' }),
      ],
    }),
  );
  expect(page).toContain('texto vazio em coluna de data e hora');
  expect(page).toContain('recusado pelo servidor: “duplicate key”');
  expect(page).toContain('a new reason');
  expect(page).toContain('exceptions.ndjson');
});

test('a finding without a text is called by its code', () => {
  const audit = auditOf([finding('no.such.code', { table: 'devices', column: 'uuid', count: 1234 })]);
  const page = textOf(render({ audit }));
  expect(page).toContain('no.such.code');
  expect(page).toContain('1.234');
  expect(page).toContain('sem decisão');
});

test('findings and options speak the language of the certificate', () => {
  const orphans = finding('rows.orphans', { table: 'a', count: 3, params: { parent: 'b', columns: 'b_id' } });
  const plan = makePlan([], {
    decisions: [{ finding: orphans.id, option: 'notValid', options: [], by: 'user' }],
  });
  const page = textOf(render({ audit: auditOf([orphans]), plan, language: 'en' }));
  expect(page).toContain('Rows that point to a record that b does not have (b_id)');
  expect(page).toContain('rule for new ones only (chosen by a person)');
});

test('shows what stayed out with its SQL', () => {
  const sql = 'create view x as select 1 where a < 2';
  const page = render({ plan: makePlan([], { leftOut: [leftOutObject('recent', { sql })] }) });
  expect(page).toContain('<pre>create view x as select 1 where a &lt; 2</pre>');
});

test('300 tables and an empty database', () => {
  const tables = Array.from({ length: 300 }, (_, i) => account(`table_${i}`, i));
  const page = render({ state: runState({ tables }) });
  expect(page.match(/<tr><th scope="row">/g)).toHaveLength(300);
  expect(page).toContain('table_299');
  const empty = textOf(render({ state: runState({ tables: [] }) }));
  expect(empty).toContain('O arquivo não tem tabelas.');
});

test('a run that stopped early claims nothing', () => {
  const page = textOf(render({ state: runState({ status: 'failed', tables: [], validation: null }) }));
  expect(page).toContain('A comparação não foi feita.');
  expect(page).toContain('Os objetos ainda não foram procurados');
  expect(page).toContain('Nenhuma até onde a migração chegou.');
  expect(page).not.toMatch(/não tem tabelas|Nada falta|couberam/);
});

test('long names are cut, and whole in their title', () => {
  const name = 'n'.repeat(500);
  const page = render({ state: runState({ tables: [account(name, 1)] }) });
  expect(page).toContain(`title="${name}"`);
  expect(page).toContain(`${'n'.repeat(120)}… (+380)`);
});
