import type { System } from './systems.ts';

/** What a word of the page is on each system. */
const words: Record<
  System['platform'],
  { click: string; command: string; data: string; first: { pt: string; en: string } }
> = {
  win32: {
    click: 'AutoCore Migrate.cmd',
    command: 'autocore-migrate.cmd',
    data: '%LOCALAPPDATA%\\autocore-migrate\\Data',
    first: {
      pt: 'Se perguntarem: "Mais informações", "Executar assim mesmo".',
      en: 'If you are asked: "More info", "Run anyway".',
    },
  },
  darwin: {
    click: 'AutoCore Migrate.command',
    command: './autocore-migrate',
    data: '~/Library/Application Support/autocore-migrate',
    first: {
      pt: 'Na 1.ª vez, em Privacidade e Segurança: "Abrir Mesmo Assim".',
      en: 'The first time, in Privacy & Security: "Open Anyway".',
    },
  },
  linux: {
    click: 'AutoCore Migrate.desktop',
    command: './autocore-migrate',
    data: '~/.local/share/autocore-migrate',
    first: {
      pt: 'Na primeira vez, com o botão direito: "Permitir execução".',
      en: 'The first time, with the right button: "Allow Launching".',
    },
  },
};

/** The page at the top of a portable edition: what to click, what to type, where the data is. Portuguese first. */
export function readme(platform: System['platform']): string {
  const { click, command, data, first } = words[platform];
  const drop = platform === 'darwin' ? null : click;
  return `AutoCore Migrate: edição portátil
=================================
Leva o banco SQLite do AutoCore para o PostgreSQL. Não se instala nada, e não
é preciso ser administrador nem ter internet.

O assistente     Clique duas vezes em "${click}".
                 ${first.pt}
                 Ele abre em uma janela e termina quando ela é fechada e nada
                 está em andamento. Um segundo clique mostra o mesmo
                 assistente de novo.${drop ? '\n                 Um banco arrastado para cima dele já vem escolhido.' : ''}
No terminal      ${command} --help
                 ${command} migrate --source autocore.db
                 ${command} autocore.db  (o assistente com ele)
O guia           Em "Guia", no alto de cada tela; ou com um navegador:
                 app/dist/renderer/guide/pt-BR.html
Onde ficam       ${data}
os dados         (migrações, log e o PostgreSQL local; outra pasta: a opção
                 --workspace ou a variável AUTOCORE_MIGRATE_HOME)
Para remover     Apague esta pasta. Os dados ficam; se não forem mais
                 precisos, apague também a pasta deles.
Referência       app/docs/referencia.md
Licenças         LICENSES.txt

---------------------------------------------------------------------------

AutoCore Migrate: portable edition
==================================
Moves AutoCore's SQLite database to PostgreSQL. There is nothing to install,
and neither an administrator nor a network is needed.

The assistant    Click twice on "${click}".
                 ${first.en}
                 It opens in a window, and ends when that is closed and
                 nothing is under way. A second click shows the same
                 assistant again.${drop ? '\n                 A database that is dropped on it is chosen already.' : ''}
In a terminal    ${command} --help --lang en
                 ${command} migrate --source autocore.db
                 ${command} autocore.db  (the assistant with it)
The guide        In "Guide", at the top of each screen; or in a browser:
                 app/dist/renderer/guide/en.html
Where data is    ${data}
                 (migrations, log and the local PostgreSQL; elsewhere: the
                 option --workspace or the variable AUTOCORE_MIGRATE_HOME)
To remove it     Delete this folder. The data stays; if nobody needs it any
                 more, delete its folder too.
Reference        app/docs/reference.md
Licences         LICENSES.txt
`;
}
