import type { Language } from '../../../shared/messages/index.ts';
import { journalTables } from '../../engine/target/journal.ts';
import { certificateFields, exceptionFields, journalFields } from './fields.ts';
import { type Both, type GeneratedPage, heading, inLanguage, pathOf, table } from './page.ts';

const words = {
  field: ['campo', 'field'],
  meaning: ['o que diz', 'what it says'],
  table: ['tabela', 'table'],
} satisfies Record<string, Both>;

function listed(language: Language, head: Both, fields: Record<string, Both>): string {
  const rows = Object.entries(fields).map(([name, meaning]) => [
    `\`${name}\``,
    inLanguage(language, meaning),
  ]);
  return table([inLanguage(language, head), inLanguage(language, words.meaning)], rows);
}

function page(language: Language, names: Both, parts: readonly string[]): GeneratedPage {
  return { path: pathOf(language, names), text: `${parts.map((part) => part.trim()).join('\n\n')}\n` };
}

/** The page of the certificate in JSON. */
export function certificatePage(language: Language): GeneratedPage {
  const names: Both = ['certificado', 'certificate'];
  const title: Both = ['Certificado', 'Certificate'];
  const intro: Both = [
    'A conta de uma migração para o cliente, em HTML para imprimir e em JSON para programas: `certificate.html` e `certificate.json` na pasta da migração, ou `certificate --run ID --out ARQUIVO`. Nunca tem senha. Qualquer pessoa pode conferir as impressões digitais das tabelas sem este programa: [impressão digital](impressao-digital.md). Campos podem ser acrescentados; nenhum muda de nome ([versões](versoes.md)).',
    'The account of a run for the customer, in HTML to print and in JSON for programs: `certificate.html` and `certificate.json` in the folder of the run, or `certificate --run ID --out FILE`. It never holds a password. Anybody can check the digests of the tables without this program: [digest](digest.md). Fields may be added; none is renamed ([versions](versioning.md)).',
  ];
  const parts = [heading(language, title, names), inLanguage(language, intro)];
  return page(language, names, [...parts, listed(language, words.field, certificateFields)]);
}

/** The page of exceptions.ndjson and of the CSV. */
export function exceptionPage(language: Language): GeneratedPage {
  const names: Both = ['excecoes', 'exceptions'];
  const title: Both = ['Exceções', 'Exceptions'];
  const intro: Both = [
    '`exceptions.ndjson`, na pasta da migração: um objeto JSON por linha, em UTF-8, para cada valor ou linha que não passou exatamente. O mesmo está na tabela `autocore_migration.exception` do destino ([diário](diario.md)).',
    '`exceptions.ndjson`, in the folder of the run: one JSON object a line, in UTF-8, for each value or row that did not cross exactly. The same is in the table `autocore_migration.exception` of the target ([journal](journal.md)).',
  ];
  const values: Both = [
    'Valores em `key` e `row`: `null`, texto, inteiro que o JavaScript guarda exatamente, número finito com fração, `{"integer":"9223372036854775807"}`, `{"real":"Infinity"}` ou `{"real":"2.0"}`, `{"base64":"…"}` para BLOB e para texto que não é UTF-8.',
    'Values in `key` and `row`: `null`, text, an integer that JavaScript holds exactly, a finite number with a fraction, `{"integer":"9223372036854775807"}`, `{"real":"Infinity"}` or `{"real":"2.0"}`, `{"base64":"…"}` for a BLOB and for text that is not UTF-8.',
  ];
  const csv: Both = [
    'O assistente entrega as mesmas exceções também em CSV, para uma planilha: com título, em UTF-8 com marca de ordem (BOM), separado por `;`, no idioma escolhido.',
    'The wizard hands the same exceptions out as CSV too, for a spreadsheet: with a heading, in UTF-8 with a byte order mark, separated by `;` in Portuguese and by `,` in English.',
  ];
  const parts = [heading(language, title, names), inLanguage(language, intro)];
  const fields = listed(language, words.field, exceptionFields);
  return page(language, names, [
    ...parts,
    fields,
    inLanguage(language, values),
    '## CSV',
    inLanguage(language, csv),
  ]);
}

/** The page of the journal, with the statements that make it. */
export function journalPage(language: Language): GeneratedPage {
  const names: Both = ['diario', 'journal'];
  const title: Both = ['Diário no destino', 'Journal in the target'];
  const intro: Both = [
    'O esquema `autocore_migration` viaja com os dados: depois de uma queda, o que ele diz é a verdade. Pode ser lido à vontade; escrever nele é só do programa. `rollback` da última migração o apaga.',
    'The schema `autocore_migration` travels with the data: after a crash, what it says is the truth. Read it as you like; writing to it is the program’s alone. `rollback` of the last run drops it.',
  ];
  const more: Both = [
    'Conforme o que é feito, mais tabelas aparecem ali (`partitioned`: que tabelas recebem partições novas; a marca de produção e a cerca). Elas servem ao programa e não são prometidas a ninguém.',
    'As work goes on more tables appear there (`partitioned`: which tables get new partitions; the live mark and the fence). They serve the program and are promised to nobody.',
  ];
  const sql = journalTables.trim().replaceAll(/^ {2}/gm, '');
  const parts = [heading(language, title, names), inLanguage(language, intro)];
  return page(language, names, [
    ...parts,
    listed(language, words.table, journalFields),
    inLanguage(language, more),
    `\`\`\`sql\n${sql}\n\`\`\``,
  ]);
}
