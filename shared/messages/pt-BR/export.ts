/** Textos da exportação: da linha de comando, dos scripts e da página que vai com eles. */
export const exporting = {
  query:
    'Consulta gravada: {{path}}\nExecute-a no servidor, com a conta que vai carregar os dados: psql -At -f {{path}} > schema.json\nDepois: autocore-migrate export --source ARQUIVO --out PASTA --adopt schema.json',
  needsSource: 'informe --source e --out, ou --adopt-query',
  done: 'Migração {{run}} gravada em arquivos: {{path}} (arquivos: {{count, number}}; {{mib, number(maximumFractionDigits: 1)}} MiB)',
  next: 'Próximo passo: leve a pasta ao servidor (LEIA-ME.txt diz como) e execute, dentro dela: psql -v ON_ERROR_STOP=1 -f run.sql\nDepois, onde o servidor for alcançado: autocore-migrate validate --run {{run}} --target URL',
  script: {
    tooOld: 'Requer PostgreSQL 12 ou mais novo; este servidor tem {{version}}',
    encoding: 'Requer um banco em UTF8; este usa {{encoding}}',
    readOnly: 'Este servidor ou esta conta aceita somente leitura',
    busy: 'outra migração está trabalhando no esquema {{schema}}',
    foreignJournal: 'o esquema autocore_migration é de outro usuário: {{owner}}',
    notEmpty: 'o esquema {{schema}} não está vazio ({{names}}); nada foi alterado',
    extensionElsewhere:
      'a extensão {{name}} já está no esquema {{place}} e seria procurada em {{schema}}; nada foi alterado',
    noExtension: 'este servidor não tem a extensão {{name}}; nada foi alterado',
    rowsDiffer:
      'a tabela {{table}} não tem o que foi exportado: {{expected}} linhas esperadas, {{found}} encontradas, ou valores diferentes; confira {{file}} e execute run.sql de novo',
    exceptionsDiffer:
      'o registro de exceções da tabela {{table}} não é o que foi exportado: {{expected}} esperadas, {{found}} encontradas, ou valores diferentes; confira {{file}} e execute run.sql de novo',
    live: 'o aplicativo já trabalha no esquema {{schema}} com a migração <run>: nada foi alterado',
    adoptChanged:
      'as tabelas do esquema {{schema}} não são mais as que a consulta mostrou, ou foi outra conta que a executou: <tables>; nada foi alterado',
    adoptNotEmpty: 'as tabelas do esquema {{schema}} precisam estar vazias: <tables>; nada foi alterado',
    scriptDiffers:
      'o arquivo {{file}} não fez o que foi exportado (faltou parte dele, ou é outro): nada desta etapa ficou; copie a pasta de novo e execute run.sql de novo',
    onlyNew:
      '{{kind}} {{name}} da tabela {{table}} vale só para linhas novas, porque as que existem não a cumprem: <reason>',
    leftOut: '{{kind}} {{name}} da tabela {{table}} ficou de fora, porque o servidor não aceitou: <reason>',
    unfinished: 'a migração {{run}} ainda não chegou ao fim aqui: execute run.sql',
    unknown: 'o banco não conhece a migração {{run}}: execute run.sql',
    movedOn:
      'a migração {{run}} já recebeu alterações depois destes arquivos: compare com autocore-migrate validate',
    done: 'A migração {{run}} já está toda aqui; nada foi feito',
    preparing: 'Criando as tabelas',
    loading: '{{place}} {{table}}: {{rows}} linhas',
    filling: 'Preenchendo as referências de {{table}}',
    objects: 'Criando índices, chaves e regras',
    finished: 'Pronto: migração {{run}} carregada e conferida',
    checked: 'Conferido: {{count}} tabelas iguais ao que foi exportado',
  },
  page: {
    making: 'O esquema {{schema}} precisa estar vazio; o que é de outros nunca é alterado.',
    adopting: `As tabelas são as que o aplicativo criou no esquema {{schema}}: precisam estar
  vazias e iguais às que a consulta mostrou. Além do registro da migração e do
  que foi decidido na auditoria, nada é criado nem alterado. Use a mesma conta
  que executou a consulta.`,
    unfinished: 'A gravação destes arquivos não terminou: não os use.',
    text: `AutoCore Migrate - migração {{run}}

Esta pasta leva um banco do AutoCore para um servidor PostgreSQL a que só se
chega com o psql, para o esquema {{schema}}. Tabelas: {{tables}}; linhas: {{rows}};
exceções (valores que não couberam como eram, guardados com o original):
{{exceptions}}.

O que é preciso: PostgreSQL 12 ou mais novo, um banco em UTF8 e uma conta que
possa criar esquemas no banco (o registro da migração fica em um esquema próprio,
autocore_migration) e tabelas no esquema {{schema}}. O dono do banco pode; não
precisa ser superusuário. Exemplo, uma vez, como administrador:
  create role autocore login password 'uma senha';
  create database autocore owner autocore encoding 'UTF8' template template0;
Ou, em um banco que já existe:
  grant create on database BANCO to autocore;
  grant usage, create on schema {{schema}} to autocore;

Executar, dentro desta pasta:
  psql -v ON_ERROR_STOP=1 -h SERVIDOR -U autocore -d autocore -f run.sql
De outra pasta, o caminho vai junto: -f PASTA/run.sql
Chegou ao fim quando a última linha diz "Pronto".

- <rule>
- Cada etapa acontece toda ou não acontece: tabelas vazias, depois cada tabela
  com suas linhas, depois índices, chaves e regras.
- Parou por qualquer motivo? O mesmo comando continua de onde estava.
- Cada tabela é conferida pelo servidor (quantidade e soma de verificação)
  antes de valer. Dados que mudaram no caminho, e um arquivo que falta, está
  vazio, cortado ou trocado por outro, são recusados pelo nome: copie a pasta de
  novo e repita o comando.
- Uma regra que as linhas não cumprem passa a valer só para linhas novas; um
  índice ou uma chave que o servidor não aceita fica de fora. Os dois aparecem
  na tela como WARNING, e validate os mostra.
- Se o servidor recusar uma linha, a mensagem diz a tabela e a linha; dessa
  tabela nada fica, e o mesmo comando para de novo ali. Corrija o valor no
  SQLite, ou escolha outro tipo (--set tabela.coluna=TIPO), exporte para outra
  pasta e execute-a em um banco vazio.
- check.sql confere tudo outra vez, enquanto o aplicativo ainda não grava nele:
  psql -v ON_ERROR_STOP=1 -h SERVIDOR -U autocore -d autocore -f check.sql
- Os dados do cliente estão nesta pasta sem senha: apague-a depois.

Quando o servidor puder ser alcançado pelo computador que gravou esta pasta:
  autocore-migrate validate --run {{run}} --target postgresql://autocore@SERVIDOR/autocore
Isso compara cada valor e completa o certificado; sync, cutover e rollback
seguem daí como em qualquer migração.
`,
  },
};
