import { type ErrorCode, exitCodes } from '../../../shared/errors.ts';
import { type Language, translator } from '../../../shared/messages/index.ts';
import { type Both, type GeneratedPage, heading, inLanguage, pathOf, table } from './page.ts';

const names: Both = ['codigos-de-saida', 'exit-codes'];

const meanings: Both[] = [
  ['Pronto, e nada difere.', 'Done, and nothing differs.'],
  [
    'Falha inesperada: um erro do programa. A mensagem diz onde está o registro.',
    'Unexpected failure: a bug. The message says where the log is.',
  ],
  [
    'Uso errado, ou uma origem, pasta ou execução que não pode ser usada.',
    'Wrong usage, or a source, folder or run that cannot be used.',
  ],
  ['Faltam decisões, ou o destino não está vazio.', 'Decisions are missing, or the target is not empty.'],
  ['A comparação achou diferenças.', 'The comparison found differences.'],
  [
    'O destino: sem conexão, sem permissão, codificação errada, só leitura, antigo demais.',
    'The target: no connection, no rights, wrong encoding, read-only, too old.',
  ],
  [
    'Interrompida, e pode ser retomada: o número da migração é mostrado.',
    'Interrupted, and can be resumed: the number of the run is shown.',
  ],
];

const words = {
  title: ['Códigos de saída', 'Exit codes'],
  intro: [
    'Cada erro tem um código (`error.code` em `--json`), que escolhe o código de saída. Um número novo só pode aparecer em uma versão maior; um erro novo ganha o número do que significa ([versões](versoes.md)). `fleet` sai com o mais grave dos veículos, nesta ordem: 1, 4, 5, 2, 3, 6.',
    'Each error has a code (`error.code` in `--json`), which chooses the exit code. A new number can only come with a major version; a new error gets the number of what it means ([versions](versioning.md)). `fleet` ends with the gravest of its vehicles, in this order: 1, 4, 5, 2, 3, 6.',
  ],
  exit: ['saída', 'exit'],
  meaning: ['o que significa', 'what it means'],
  code: ['erro', 'error'],
  said: ['o que é dito', 'what is said'],
} satisfies Record<string, Both>;

/** The page of the exit codes, with every error behind each. */
export function exitCodePage(language: Language): GeneratedPage {
  const say = (key: keyof typeof words) => inLanguage(language, words[key]);
  const t = translator(language);
  const sections = meanings.map((meaning, exit) => {
    const codes = (Object.keys(exitCodes) as ErrorCode[]).filter((code) => exitCodes[code] === exit);
    const rows = codes.map((code) => [
      `\`${code}\``,
      messageOf(t(`errors.${code}.message`, { skipInterpolation: true })),
    ]);
    const list = rows.length > 0 ? `\n\n${table([say('code'), say('said')], rows)}` : '';
    return `## ${exit}\n\n${inLanguage(language, meaning)}${list}`;
  });
  const overview = table(
    [say('exit'), say('meaning')],
    meanings.map((meaning, exit) => [`[${exit}](#${exit})`, inLanguage(language, meaning)]),
  );
  const text = [heading(language, words.title, names), say('intro'), overview, ...sections];
  return { path: pathOf(language, names), text: `${text.map((part) => part.trim()).join('\n\n')}\n` };
}

/** What is put in at the time stands as its name. */
function messageOf(template: string): string {
  return template.replace(/\{\{\s*(\w+)[^}]*\}\}/g, '*$1*').replace(/\$t\([^)]*\)/g, '…');
}
