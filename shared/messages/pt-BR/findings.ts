/** What the audit found, by the code of the finding, and the options a person has. */
export const findings = {
  array: {
    notArray: 'JSON que não é uma lista de textos; a coluna não vira lista.',
  },
  uuid: {
    notUuid: 'Identificadores que não são UUID; a coluna continua como texto e nada é reescrito.',
    spelling:
      'UUIDs em outra grafia (maiúsculas, sem hífens), que o tipo UUID mudaria; a coluna continua como texto.',
    collision:
      'Várias grafias do mesmo UUID em linhas diferentes, que o tipo UUID tomaria por um só valor; a coluna continua texto.',
  },
  json: {
    empty:
      'Texto vazio onde se espera JSON; a coluna continua como texto, e as consultas JSON não veem essas linhas.',
    broken: 'Texto que não é JSON; a coluna continua como texto, e as consultas JSON não veem essas linhas.',
    nan: 'JSON com NaN ou Infinity; a coluna continua como texto, e as consultas JSON não veem essas linhas.',
    duplicateKey:
      'JSON com chave repetida; a coluna continua como texto, e as consultas JSON não veem essas linhas.',
    nul: 'JSON com o caractere \\u0000; a coluna continua como texto, e as consultas JSON não veem essas linhas.',
    surrogate:
      'JSON com meio caractere (surrogate); a coluna continua como texto, e as consultas JSON não veem essas linhas.',
    number:
      'JSON com número que o PostgreSQL mudaria; a coluna continua como texto, e as consultas JSON não veem essas linhas.',
    deep: 'JSON com níveis demais; a coluna continua como texto, e as consultas JSON não veem essas linhas.',
    notText:
      'Valor que não é texto onde se espera JSON; a coluna continua como texto, e as consultas JSON não veem essas linhas.',
  },
  application: {
    jsonb:
      'A coluna vira {{type}}: no aplicativo, retire json.loads e json.dumps desta coluna, senão os pontos que a usam respondem erro 500.',
    uuid: 'A coluna vira {{type}}: no aplicativo, compare e devolva str(valor), e só grave UUIDs válidos.',
    textArray:
      'A coluna vira {{type}}: no aplicativo, grave e leia listas; troque lower(tags) LIKE por ANY(tags).',
  },
  number: {
    infinity:
      'Infinito em coluna de números; é mantido. Em JSON não existe infinito: a API do aplicativo pode falhar ao mostrá-lo, como hoje.',
  },
  integer: {
    beyond32: 'Inteiros além de 32 bits; no destino a coluna é {{type}}. Nada muda para o aplicativo.',
    room: 'Tabela que cresce sem parar; no destino o identificador é {{type}}. Nada muda para o aplicativo.',
    decimals:
      'Números com decimais em coluna de inteiros; no destino a coluna é {{type}} e guarda todos. Nada muda para o aplicativo.',
    digits:
      'Números com decimais em coluna de inteiros, ao lado de inteiros que um double arredondaria; no destino a coluna é {{type}} e guarda todos. O aplicativo lê Decimal.',
    fractions:
      'O AutoCore grava aqui números com decimais, que o {{declared}} declarado arredondaria no PostgreSQL; no destino a coluna é {{type}}. Nada muda para o aplicativo.',
  },
  future: {
    strict:
      'Daqui em diante o PostgreSQL é mais exigente que o SQLite. Entre parênteses, em quantas colunas. Ele recusa textos que não são número em colunas de números ({{numbers, number}}). Recusa inteiros além de 32 bits ({{narrow, number}}) ou de 64 bits ({{wide, number}}). Recusa o que não é sim nem não em colunas sim/não, também 0 e 1 escritos como números ({{booleans, number}}). Recusa o que não é data nem hora em colunas de data e hora ({{times, number}}). Recusa o caractere NUL em colunas de texto ({{texts, number}}). Recusa NULL escrito no lugar do id de uma linha (tabelas: {{ids, number}}). Arredonda números com decimais em colunas de inteiros ({{integers, number}}). Bytes em colunas de texto viram o texto da sua notação (\\x00).',
    bytes:
      'Colunas de bytes: {{columns}}. Daqui em diante o PostgreSQL recusa números ali. Recusa também um texto que não é a sua própria notação de bytes.',
    nullKeys:
      'Chaves primárias que o SQLite deixa vazias: {{columns}}. Daqui em diante o PostgreSQL recusa a linha sem valor ali.',
    untypedNumbers:
      'Colunas sem tipo declarado conhecido que hoje só têm números: {{columns}}. Viram colunas de números. Daqui em diante o PostgreSQL recusa ali bytes, e textos que não são número. De um double o Python lê 5 como 5.0. Inteiros além de 2^53 são arredondados nele.',
    untypedIntegers:
      'Colunas sem tipo declarado conhecido, declaradas como ligações, que hoje só têm inteiros: {{columns}}. Viram colunas de inteiros. Daqui em diante o PostgreSQL recusa ali bytes, e textos que não são número. Arredonda números com decimais.',
    untypedBytes:
      'Colunas sem tipo declarado conhecido que hoje só têm bytes: {{columns}}. Viram colunas de bytes. Daqui em diante o PostgreSQL recusa números ali. Recusa também um texto que não é a sua própria notação de bytes; o que é vira esses bytes.',
    untypedTexts:
      'Colunas sem tipo declarado conhecido que hoje têm textos, valores de vários tipos ou nenhum: {{columns}}. Viram colunas de texto. Daqui em diante o PostgreSQL devolve ali números como textos. Bytes voltam como o texto da sua notação (\\x00).',
    foreignKey:
      'Daqui em diante o PostgreSQL recusa a linha que aponta para um registro inexistente ({{keys}}). O SQLite só faz isso se o aplicativo ligar. Quando um registro é apagado, o PostgreSQL cuida das linhas que apontam para ele. Ele as apaga ({{deletes}}), esvazia a ligação delas ({{empties}}) ou põe ali o valor padrão ({{defaults}}). Ou recusa apagar o registro enquanto houver tais linhas ({{refuses}}). Quando a chave de um registro muda, faz o que a ligação manda (ON UPDATE).',
    indexSize:
      'Índices e chaves sobre textos ou bytes cujo tipo permite valores longos: {{indexes}}. Onde os valores ficam inteiros neles, cabem ali uns 2.700 bytes de cada linha, já comprimidos. Daqui em diante o PostgreSQL recusa a linha que precisa de mais; o SQLite não tem esse limite. Onde se pode escolher resumos e começos, há lugar para qualquer tamanho. As chaves guardam então resumos (hash) das colunas, e os outros índices o começo delas. A busca pelo valor inteiro fica mais lenta. Nenhuma chave estrangeira nem ON CONFLICT pode citar uma chave de resumos.',
  },
  text: {
    lengths:
      'Tamanhos declarados de textos (colunas: {{columns, number}}). O SQLite não os impõe; o PostgreSQL recusaria textos mais longos que o aplicativo grava hoje.',
    nocase:
      'Colunas em que o SQLite não distingue maiúsculas de minúsculas ({{columns}}). Regras de unicidade e índices mantêm isso; onde o aplicativo compara ou ordena por elas, o PostgreSQL distingue: use lower(coluna) ali.',
    tooLong:
      'Textos mais longos que {{declared}}; no destino a coluna é {{type}}. Nada muda para o aplicativo.',
    room: 'O AutoCore grava aqui textos mais longos que {{declared}}; no destino a coluna é {{type}}. Nada muda para o aplicativo.',
  },
  type: {
    tied: 'A coluna fica {{type}}, como {{to}}, a que uma chave estrangeira a liga: o PostgreSQL só compara colunas do mesmo tipo. Nenhum valor muda.',
    fallback: 'Valores que não cabem em {{wanted}}; a coluna fica {{type}}, que guarda todos como estão.',
    fallback_changed:
      'Valores que não cabem em {{wanted}}; a coluna fica {{type}}, que guarda todos como estão, menos {{others, number}}: o que muda nestes é dito em outro achado.',
    form: 'Os valores são escritos de uma mesma outra forma ($t(wizard.adopted.forms.{{form}})); o que não for é dito à parte. A coluna fica {{type}}, que os guarda exatamente, e a volta devolve a mesma escrita. O aplicativo lê {{type}} nesta coluna.',
    chosen: 'Tipo escolhido por você: {{type}} em vez de {{planned}}.',
  },
  unique: {
    nulls: 'Linhas sem valor em coluna única ({{columns}}); repetem-se à vontade nos dois bancos.',
  },
  key: {
    nulls:
      'A chave primária ({{columns}}) tem linhas sem valor, que o PostgreSQL não aceita; no destino ela vira regra de unicidade.',
    collides:
      'Linhas cuja chave ({{columns}}) fica igual depois da correção dos valores. Todas as linhas são mantidas; a regra {{name}} fica de fora. Corrija os valores no AutoCore, ou escolha o tipo text ou bytea para a coluna.',
    hashed:
      'A chave {{name}} guarda textos longos demais para um índice do PostgreSQL ({{columns}}). Todos os valores ficam inteiros; a chave continua única pelo resumo (hash) dos textos longos. A busca pelo texto inteiro fica mais lenta.',
  },
  id: {
    last: 'Uma linha tem o último número (id) que existe, 9223372036854775807, e nenhum vem depois. A linha é mantida; as novas continuam em {{next}}.',
  },
  index: {
    shortened:
      'O índice {{name}} guarda textos longos demais para o PostgreSQL ({{columns}}). Todos os valores ficam inteiros; o índice cobre o começo dos textos. A busca pelo texto inteiro fica mais lenta.',
  },
  search: {
    truncated:
      'Eventos com mais de {{characters, number}} caracteres. Eles ficam inteiros; a busca de texto os encontra pelos primeiros {{characters, number}} caracteres.',
  },
  source: {
    notAutocore: 'O banco não é reconhecido como do AutoCore; todas as tabelas são migradas mesmo assim.',
  },
  table: {
    unknown: 'A tabela não é do AutoCore; ela é migrada como está.',
    unparsed:
      'Parte da definição da tabela não pôde ser lida ({{reason, said}}); colunas e linhas são migradas, confira chaves e regras no certificado.',

    renamed: 'O nome da tabela não cabe no PostgreSQL; lá ela se chama {{name}}.',
    noKey: 'A tabela não tem chave primária: as linhas são comparadas em conjunto.',
  },
  column: {
    nulls:
      'Linhas sem valor em coluna obrigatória. Elas são mantidas como estão; no destino a coluna aceita valor vazio.',
    renamed: 'O nome da coluna não cabe no PostgreSQL; lá ela se chama {{name}}.',
  },
  vehicles: { several: 'Há {{count, number}} veículos, e o AutoCore espera um só. Todos são mantidos.' },
  row: {
    tooWide:
      'Linhas que precisam de mais do que os 8 kB que o PostgreSQL dá a uma linha: a tabela tem {{columns, number}} colunas, e mesmo um valor guardado fora da linha deixa nela 18 bytes. Elas são guardadas à parte, com todos os valores nas exceções.',
  },
  rows: {
    orphans:
      'Linhas que apontam para um registro inexistente em {{parent}} ({{columns}}). Elas são mantidas; a regra vale para as novas.',
    checkViolated: 'Linhas que não cumprem a regra {{name}}. Elas são mantidas; a regra vale para as novas.',
  },
  adopt: {
    matched:
      'As linhas vão para $t(counts.tables, {"count": {{tables}} }) e $t(counts.columns, {"count": {{columns}} }) de mesmo nome, que o aplicativo criou no esquema "{{schema}}". Nada delas é criado, e nada é alterado além do que for decidido abaixo. Sem par no arquivo: {{alone}}',
    form: 'Todos os valores estão escritos de uma mesma outra forma ($t(wizard.adopted.forms.{{form}})), que {{type}} guarda exatamente e que pode ser desfeita.',
    bookkeeping:
      'O registro das migrações do próprio aplicativo fica como está no destino ({{target}}); o arquivo tem {{source}}. As linhas dele ficam guardadas nas exceções.',
    noTable:
      'O destino não tem uma tabela com este nome. As linhas podem ficar guardadas nas exceções, ou a tabela é criada como numa migração comum.',
    noColumn_one: 'O destino não tem uma coluna com este nome: {{count, number}} valor não tem para onde ir.',
    noColumn: 'O destino não tem uma coluna com este nome: {{count, number}} valores não têm para onde ir.',
    computed:
      'O destino calcula esta coluna sozinho: os valores do arquivo não são carregados. Podem ficar guardados nas exceções, ou ser comparados com o que o destino calcula.',
    noType: 'No destino a coluna é do tipo {{type}}, para o qual nenhum valor pode ser levado.',
    noSource:
      'O destino exige um valor nesta coluna, do tipo {{type}}, e o arquivo não tem nenhum: nenhuma linha da tabela pode entrar como está.',
    notNull: 'Linhas sem valor numa coluna que precisa ter um no destino ({{name}}).',
    unique: 'Linhas que têm a mesma chave no destino ({{name}}: {{columns}}), onde só uma delas pode ficar.',
    orphans:
      'Linhas que apontam para um registro que não está no arquivo ({{name}}: {{columns}}), o que o destino recusa.',
    check: 'Linhas que não cumprem a regra {{name}} do destino ({{columns}}). {{shown}}',
    rowsThere:
      'A tabela {{name}} do destino já tem $t(counts.rows, {"count": {{rows}} }). Desfazer a migração devolve tudo o que for substituído.',
    triggers: 'Os gatilhos do próprio aplicativo ({{names}}) não agem sobre as linhas que entram.',
    triggersAct:
      'Os gatilhos do próprio aplicativo ({{names}}) vão agir sobre cada linha que entra: só o dono da tabela poderia pará-los.',
  },
  clock: {
    outliers:
      'Datas longe das demais, de um relógio errado (de {{min}} a {{max}}). Elas ficam na partição padrão.',
    outliers_together:
      'Datas longe das demais, de um relógio errado (de {{min}} a {{max}}). Elas ficam como estão, com as outras linhas da tabela.',
  },
  telemetry: {
    split:
      'O servidor tem o TimescaleDB: as linhas por tempo podem ser uma hypertable, que cria os próprios blocos (chunks), em vez de partições por mês. Ela não aceita um UPDATE que leve uma linha ao tempo de outro bloco, nem o instante -infinity ou um ano depois de 294246: as partições por mês aceitam os dois.',
    split_whole:
      'Foi escolhida uma hypertable, e a tabela fica inteira. Só se divide, com os extras ligados, uma tabela com chave primária, sem outro índice único e com o tempo obrigatório, se as datas distantes não decidiram que não se divide.',
  },
  virtual: {
    rows: 'Tabelas de busca de texto e R-trees ({{names}}): as linhas vêm como tabelas comuns. O que o aplicativo busca nelas precisa ser perguntado ao PostgreSQL na linguagem dele.',
    unreadable:
      'As linhas da tabela virtual {{name}} não podem ser lidas aqui: o módulo {{module}} precisa do que só o aplicativo tem. Elas não são migradas.',
  },
  leftOut: {
    view: 'Visões (views) que não são levadas: {{names}}. O texto SQL delas vai para o certificado.',
    trigger: 'Gatilhos (triggers) que não são levados: {{names}}. O texto SQL deles vai para o certificado.',
    virtualtable:
      'Tabelas virtuais sem tabela no destino: {{names}}. O texto SQL delas vai para o certificado.',
    check: 'Verificações que não são levadas: {{names}}. O texto SQL delas vai para o certificado.',
    default:
      'Valores padrão que não são levados: {{names}}. Uma linha nova que não traz a coluna fica sem valor nela, e é recusada onde a coluna precisa de um. O texto SQL vai para o certificado.',
    index: 'Índices que não são levados: {{names}}. O texto SQL deles vai para o certificado.',
    generated:
      'Colunas calculadas que passam a ser comuns: {{names}}. O texto SQL delas vai para o certificado.',
    foreignkey:
      'Chaves estrangeiras que não são levadas: {{names}}. O texto SQL delas vai para o certificado.',
    unique: 'Regras de unicidade que não são levadas: {{names}}. O texto SQL delas vai para o certificado.',
  },
};

/** Behind what a finding says, where a decision changes a table. */
export const findingAlter = 'Uma mudança da tabela executaria: {{alter}}';

export const severities = { blocker: 'Exige decisão', warning: 'Atenção', note: 'Informação' };

/** Options of findings, by name. */
export const choices = {
  convert: 'converter e mudar o aplicativo',
  null: 'esvaziar e guardar o original',
  text: 'coluna como texto, todos os valores como estão',
  asIs: 'como está planejado',
  citext:
    'tipo citext, que o próprio PostgreSQL compara sem distinguir maiúsculas (também as acentuadas, se o idioma do banco as conhece); colunas de chaves ficam como texto; requer a extensão no esquema do destino',
  bigint: 'coluna de números inteiros',
  timestamptz: 'instantes com fuso (timestamptz)',
  quarantine: 'guardar a linha à parte, inteira',
  leaveOut: 'deixar a regra de fora',
  withoutRows: 'migrar sem estas linhas',
  noPartitions: 'sem partições',
  months: 'partições por mês',
  hypertable: 'hypertable do TimescaleDB',
  accept: 'aceitar',
  keepAll: 'manter todos',
  keepText: 'guardar o texto',
  notValid: 'manter as linhas, regra só para as novas',
  repair: 'reparar e guardar o original',
  compare: 'comparar com o que o destino calcula',
  setAside: 'guardar nas exceções',
  create: 'criar a tabela',
  add: 'acrescentar a coluna à tabela',
  nullable: 'permitir vazio na coluna do destino',
  widen: 'alargar a coluna do destino',
  keep: 'manter as linhas que estão lá',
  match: 'juntar pela chave: vale o arquivo',
  replace: 'substituir as linhas que estão lá',
  fire: 'deixar que ajam',
  defaultPartition: 'partição padrão',
  open: 'textos de qualquer tamanho',
  declared: 'tamanhos declarados',
  enforce: 'impor as ligações',
  index: 'sem chave estrangeira, só um índice',
  whole: 'valores inteiros nos índices',
  digests: 'resumos e começos nos índices',
};
