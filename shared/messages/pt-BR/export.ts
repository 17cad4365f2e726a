/** Textos da exportação: da linha de comando, dos scripts e da página que vai com eles. */
export const exporting = {
  done: 'Migração {{run}} gravada em arquivos: {{path}} ({{count, number}} arquivos, {{mib, number(maximumFractionDigits: 1)}} MiB)',
  next: 'Próximo passo: leve a pasta ao servidor (LEIA-ME.txt diz como) e execute: psql -v ON_ERROR_STOP=1 -f run.sql\nDepois, onde o servidor for alcançado: autocore-migrate validate --run {{run}} --target URL',
  script: {
    tooOld: 'Requer PostgreSQL 12 ou mais novo; este servidor tem {{version}}',
    encoding: 'Requer um banco em UTF8; este usa {{encoding}}',
    readOnly: 'Este servidor ou esta conta aceita somente leitura',
    busy: 'outra migração está trabalhando no schema {{schema}}',
    foreignJournal: 'o schema autocore_migration é de outro usuário: {{owner}}',
    notEmpty: 'o schema {{schema}} não está vazio ({{names}}); nada foi alterado',
    rowsDiffer:
      'a tabela {{table}} não tem o que foi exportado: {{expected}} linhas esperadas, {{found}} encontradas, ou valores diferentes; confira {{file}} e execute run.sql de novo',
    exceptionsDiffer:
      'o registro de exceções da tabela {{table}} não é o que foi exportado: {{expected}} esperadas, {{found}} encontradas, ou valores diferentes; confira {{file}} e execute run.sql de novo',
    unknown: 'o banco não conhece a migração {{run}}: execute run.sql',
    movedOn:
      'a migração {{run}} já recebeu alterações depois destes arquivos: compare com autocore-migrate validate',
    done: 'A migração {{run}} já está toda aqui; nada foi feito',
    preparing: 'Criando as tabelas',
    loading: '{{place}} {{table}}: {{rows}} linhas',
    objects: 'Criando índices, chaves e regras',
    finished: 'Pronto: migração {{run}} carregada e conferida',
    checked: 'Conferido: {{count}} tabelas iguais ao que foi exportado',
  },
  page: {
    unfinished: 'A gravação destes arquivos não terminou: não os use.',
    text: `AutoCore Migrate - migração {{run}}

Esta pasta leva um banco do AutoCore para um servidor PostgreSQL a que só se
chega com o psql: {{tables}} tabelas, {{rows}} linhas e {{exceptions}} exceções
(valores que não couberam como eram, guardados com o original), para o schema
{{schema}}.

O que é preciso: PostgreSQL 12 ou mais novo, um banco em UTF8 e uma conta que
possa criar tabelas nele (o dono do banco; não precisa ser superusuário).
Exemplo, uma vez, como administrador:
  create role autocore login password 'uma senha';
  create database autocore owner autocore encoding 'UTF8' template template0;

Executar, de qualquer pasta:
  psql -v ON_ERROR_STOP=1 -h SERVIDOR -U autocore -d autocore -f run.sql

- O schema {{schema}} precisa estar vazio; o que é de outros nunca é alterado.
- Cada etapa acontece toda ou não acontece: tabelas vazias, depois cada tabela
  com suas linhas, depois índices, chaves e regras.
- Parou por qualquer motivo? O mesmo comando continua de onde estava.
- Cada tabela é conferida pelo servidor (quantidade e soma de verificação)
  antes de valer. Um arquivo alterado no caminho é recusado com o nome da
  tabela: copie a pasta de novo e repita o comando.
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
