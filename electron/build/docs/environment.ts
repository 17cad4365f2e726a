import type { Language } from '../../../shared/messages/index.ts';
import { type Decision, parameters } from '../../engine/target/libpq.ts';
import { type Both, type GeneratedPage, heading, inLanguage, pathOf, table } from './page.ts';

const names: Both = ['ambiente', 'environment'];

/** Variables that are the program's own, and those of the system by which it finds folders and languages. */
export const variables: Record<string, Both> = {
  AUTOCORE_MIGRATE_HOME: [
    'A pasta de trabalho, onde `--workspace` não a diz: migrações, registro, PostgreSQL local.',
    'The working folder, where `--workspace` does not say it: migrations, log, local PostgreSQL.',
  ],
  AUTOCORE_MIGRATE_SERVICES: [
    '`off`: nenhum gerenciador de serviços do sistema é procurado ou usado.',
    '`off`: no service manager of the system is looked for or used.',
  ],
  AUTOCORE_MIGRATE_TUNING: [
    'JSON com tamanhos e tempos, só para testes e medições; os nomes podem mudar a qualquer versão.',
    'JSON with sizes and times, for tests and measurements alone; its names may change with any version.',
  ],
  AUTOCORE_MIGRATE_BIN: [
    'Dita pelos iniciadores: a pasta do comando, que `path add` põe no PATH.',
    'Set by the launchers: the folder of the command, which `path add` puts on the PATH.',
  ],
  'LC_ALL, LC_MESSAGES, LANG': [
    'O idioma, onde `--lang` não o diz: a primeira que houver. Sem nenhuma, no Windows e no macOS, o do sistema.',
    'The language, where `--lang` does not say it: the first one that is set. Without any, on Windows and macOS, the system’s.',
  ],
  'XDG_DATA_HOME, LOCALAPPDATA': [
    'Onde o sistema guarda dados do usuário: a pasta de trabalho fica lá.',
    'Where the system keeps a user’s data: the working folder is in there.',
  ],
  XDG_CACHE_HOME: [
    'Onde o sistema guarda o que se pode refazer (Linux): a edição portátil deixa lá o que o Node.js já compilou.',
    'Where the system keeps what can be made again (Linux): the portable edition puts there what Node.js has compiled.',
  ],
  'HOME, APPDATA': [
    'Onde ficam `.pgpass`, `.pg_service.conf` e os certificados de cliente.',
    'Where `.pgpass`, `.pg_service.conf` and client certificates are.',
  ],
  'XDG_CONFIG_HOME, XDG_RUNTIME_DIR': [
    'Onde o systemd do usuário tem as suas unidades, e por onde se fala com ele (Linux).',
    'Where the user’s systemd has its units, and where it is spoken to (Linux).',
  ],
  PGSYSCONFDIR: ['Pasta do `pg_service.conf` do sistema.', 'Folder of the system’s `pg_service.conf`.'],
  PATH: [
    'Onde são achados programas do sistema; os navegadores, só no Linux.',
    'Where programs of the system are found; browsers, on Linux alone.',
  ],
  'ProgramFiles, ProgramFiles(x86)': [
    'Onde são achados navegadores no Windows, e também em LOCALAPPDATA.',
    'Where browsers are found on Windows, and also in LOCALAPPDATA.',
  ],
  SystemRoot: [
    'Onde o Windows tem os seus próprios programas, que são iniciados por esse caminho inteiro.',
    'Where Windows has its own programs, which are started by that whole path.',
  ],
  NODE_COMPILE_CACHE: [
    'Pasta do que o Node.js já compilou; o programa põe uma própria onde não há.',
    'Folder of what Node.js has compiled; the program sets one of its own where there is none.',
  ],
  'DISPLAY, WAYLAND_DISPLAY': [
    'Sem elas, no Linux, o assistente abre no navegador.',
    'Without them, on Linux, the wizard opens in the browser.',
  ],
};

const how: Record<Decision['how'], Both> = {
  supported: ['como a libpq a documenta', 'as libpq documents it'],
  ignored: ['aceita, sem efeito', 'taken, without effect'],
  refused: ['recusada onde pede algo', 'refused where it asks for something'],
};

const words = {
  title: ['Variáveis de ambiente', 'Environment variables'],
  own: ['Do programa e do sistema', 'Of the program and the system'],
  libpq: ['Da libpq', "libpq's"],
  intro: [
    'A conexão é decidida nesta ordem: a URL de `--target`, o arquivo de serviço, estas variáveis. O que uma delas promete e não pode ser cumprido faz a conexão ser recusada, com o nome dela. [Parâmetros da libpq](https://www.postgresql.org/docs/18/libpq-envars.html).',
    'A connection is decided in this order: the URL of `--target`, the service file, these variables. What one of them promises and cannot be held makes the connection be refused, by its name. [libpq’s parameters](https://www.postgresql.org/docs/18/libpq-envars.html).',
  ],
  variable: ['variável', 'variable'],
  meaning: ['para quê', 'what for'],
  parameter: ['parâmetro da URL', 'parameter of the URL'],
  done: ['o que é feito', 'what is done'],
} satisfies Record<string, Both>;

/** The page of the variables that the program reads; libpq's by the decision about each. */
export function environmentPage(language: Language): GeneratedPage {
  const say = (key: keyof typeof words) => inLanguage(language, words[key]);
  const own = Object.entries(variables).map(([name, meaning]) => [
    name
      .split(', ')
      .map((each) => `\`${each}\``)
      .join(', '),
    inLanguage(language, meaning),
  ]);
  const libpq = Object.entries(parameters as Record<string, Decision>).map(([name, decision]) => [
    decision.variable === null ? '' : `\`${decision.variable}\``,
    `\`${name}\``,
    inLanguage(language, how[decision.how]),
  ]);
  const text = [
    heading(language, words.title, names),
    `## ${say('own')}`,
    table([say('variable'), say('meaning')], own),
    `## ${say('libpq')}`,
    say('intro'),
    table([say('variable'), say('parameter'), say('done')], libpq),
  ];
  return { path: pathOf(language, names), text: `${text.map((part) => part.trim()).join('\n\n')}\n` };
}
