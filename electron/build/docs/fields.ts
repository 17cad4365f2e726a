import type { Both } from './page.ts';

const digest: Both = [
  'Impressão digital de cada lado, e as colunas que dão a ordem (`null`: qualquer ordem). `null` onde não há: sem comparação, ou com linhas que o aplicativo já tinha.',
  'Digest of each side, and the columns that give the order (`null`: any order). `null` where there is none: not compared, or with rows that the application had before.',
];

/** Every field of a certificate in JSON; `[]` stands for each of a list. */
export const certificateFields: Record<string, Both> = {
  format: ['Versão do formato.', 'Version of the format.'],
  language: ['Idioma das frases.', 'Language of its sentences.'],
  run: ['Número da migração.', 'Number of the run.'],
  tool: ['Versão do programa.', 'Version of the program.'],
  outcome: [
    '`identical`, `differences`, `notCompared`, `exported`, `interrupted`, `failed` ou `undone`.',
    '`identical`, `differences`, `notCompared`, `exported`, `interrupted`, `failed` or `undone`.',
  ],
  rehearsal: ['Foi um ensaio: o destino foi removido.', 'It was a rehearsal: the target was removed.'],
  startedAt: ['Começo, ISO 8601 em UTC.', 'Start, ISO 8601 in UTC.'],
  finishedAt: ['Fim, ou `null`.', 'End, or `null`.'],
  profile: ['`compatible` ou `enhanced`.', '`compatible` or `enhanced`.'],
  extras: ['Com o que a origem não tem.', 'With what the source does not have.'],
  source: ['A origem.', 'The source.'],
  'source.path': ['Caminho do arquivo.', 'Path of the file.'],
  'source.sha256': ['SHA-256 da cópia segura.', 'SHA-256 of the safe copy.'],
  'source.bytes': ['Tamanho da cópia segura.', 'Size of the safe copy.'],
  'source.autocore': ['O que do AutoCore foi reconhecido.', 'What of AutoCore was recognised.'],
  'source.takenAt': ['Quando a cópia segura foi feita.', 'When the safe copy was made.'],
  target: ['O destino.', 'The target.'],
  'target.managed': ['É o PostgreSQL local do programa.', "It is the program's own local PostgreSQL."],
  'target.url': ['Endereço, sem segredos.', 'Address, without secrets.'],
  'target.server': ['Versão do servidor.', 'Version of the server.'],
  'target.schema': ['Esquema.', 'Schema.'],
  'target.strangers': ['Para onde foi o que estava lá.', 'Where what stood there went.'],
  totals: ['Somas das tabelas.', 'Sums over the tables.'],
  tables: ['A conta de cada tabela.', 'The account of each table.'],
  'tables[].name': ['Nome na origem.', 'Name in the source.'],
  'tables[].target': ['Nome no destino.', 'Name in the target.'],
  'tables[].source': ['Linhas na origem.', 'Rows in the source.'],
  'tables[].migrated': ['Linhas no destino.', 'Rows in the target.'],
  'tables[].repaired': ['Valores reparados.', 'Repaired values.'],
  'tables[].nulled': ['Valores esvaziados.', 'Emptied values.'],
  'tables[].quarantined': ['Linhas guardadas à parte.', 'Rows kept aside.'],
  'tables[].digest': digest,
  'tables[].addsUp': ['Origem = migradas + guardadas à parte.', 'Source = migrated + kept aside.'],
  'tables[].sameDigest': ['As duas impressões são iguais.', 'Both digests are the same.'],
  'tables[].columns': [
    'Do que são feitas as linhas sob a impressão digital: nomes, tipo e conversão de cada coluna, como no plano.',
    'What the lines under the digest are made of: names, type and conversion of each column, as in the plan.',
  ],
  validation: ['A comparação, ou `null`.', 'The comparison, or `null`.'],
  'validation.level': ['`counts`, `segments` ou `rows`.', '`counts`, `segments` or `rows`.'],
  'validation.status': ['`identical` ou `different`.', '`identical` or `different`.'],
  'validation.differences': ['Quantas diferenças.', 'How many differences.'],
  'validation.samples': ['As primeiras diferenças de cada tabela.', 'The first differences of each table.'],
  'validation.insertsWithoutId': [
    'Inserções sem número, tentadas e desfeitas.',
    'Inserts without an id, tried and taken back.',
  ],
  objects: ['O que foi procurado no destino.', 'What was looked for in the target.'],
  'objects.compared': ['Quantos, por espécie.', 'How many, by kind.'],
  'objects.missing': ['O que falta.', 'What is missing.'],
  'objects.notValid': ['Regras que valem só para linhas novas.', 'Rules that hold for new rows only.'],
  findings: ['Achados da auditoria, com a decisão.', 'Findings of the audit, with the decision.'],
  otherDecisions: ['Decisões cujo achado não está à mão.', 'Decisions whose finding is not at hand.'],
  exceptions: ['Exceções por lugar e causa.', 'Exceptions by place and cause.'],
  leftOut: ['O que não tem par no destino.', 'What has no counterpart in the target.'],
  seconds: ['Segundos de cada etapa.', 'Seconds of each stage.'],
  rowsPerSecond: ['Linhas por segundo da carga.', 'Rows a second of the load.'],
  peakRssMiB: ['Maior memória usada.', 'Most memory that was used.'],
  error: ['O erro em que parou, ou `null`.', 'The error it stopped at, or `null`.'],
  vehicles: ['O veículo, onde o arquivo o sabe.', 'The vehicle, where the file knows it.'],
  installer: ['Quem fez a migração, como foi dito.', 'Who made the migration, as it was said.'],
  digest: [
    'SHA-256 deste JSON, na ordem dos campos e sem espaços, sem `digest`, `language`, `installer`, `benchmark` e `prediction`; e os primeiros 50 bits em dez letras. `certificate --check` o confere.',
    'SHA-256 of this JSON, in the order of its fields and without blanks, but for `digest`, `language`, `installer`, `benchmark` and `prediction`; and its first 50 bits as ten letters. `certificate --check` looks at it.',
  ],
  benchmark: ['Tempos dos dois lados, onde foram medidos.', 'Times of both sides, where they were measured.'],
  prediction: ['O que um ensaio prevê.', 'What a rehearsal predicts.'],
};

/** Every field of one line of exceptions.ndjson. */
export const exceptionFields: Record<string, Both> = {
  table: ['Tabela da origem.', 'Table of the source.'],
  key: [
    'A linha: a chave primária, ou o rowid onde não há.',
    'The row: its primary key, or the rowid where there is none.',
  ],
  column: ['A coluna; `null`: a linha inteira.', 'The column; `null`: the whole row.'],
  action: [
    '`quarantined`: a linha ficou guardada à parte; `nulled`: o valor está vazio no destino; `repaired`: há um reparo no lugar.',
    '`quarantined`: the row was kept aside; `nulled`: the value is empty in the target; `repaired`: a repair stands in its place.',
  ],
  code: [
    'A causa. `server.XXXXX`: o servidor recusou a linha com esse SQLSTATE.',
    'The cause. `server.XXXXX`: the server refused the row with that SQLSTATE.',
  ],
  reason: ['A causa por extenso, em inglês.', 'The cause in words.'],
  stored: [
    'Só com `repaired`: o texto que está no destino, como o PostgreSQL o escreve. Antes da 1.0 não havia.',
    'With `repaired` only: the text that stands in the target, as PostgreSQL prints it. Before 1.0 there was none.',
  ],
  row: ['A linha inteira da origem, sem perda.', 'The whole row of the source, without loss.'],
};

/** The tables of the journal in the target. */
export const journalFields: Record<string, Both> = {
  run: [
    'Uma linha por migração: versão, SHA-256 da cópia segura e do plano, esquema, começo e fim.',
    'A row for each run: version, SHA-256 of the safe copy and of the plan, schema, start and end.',
  ],
  object: [
    'O que a migração criou: `rollback` apaga exatamente isto. `oid` distingue de algo com o mesmo nome que outro criou.',
    'What the run created: `rollback` drops exactly this. `oid` tells it from a thing of the same name that somebody else made.',
  ],
  part: [
    'As partes em que uma tabela é carregada, por chave.',
    'The parts in which a table is loaded, by key.',
  ],
  chunk: [
    'O que já está no destino: gravado na mesma transação que as linhas. Depois de uma queda, é isto que vale.',
    'What is in the target: written in the transaction of its rows. After a crash this is what counts.',
  ],
  exception: [
    'As exceções; `record` é a linha de exceptions.ndjson, `read_key` a chave pela qual a cópia segura é lida.',
    'The exceptions; `record` is the line of exceptions.ndjson, `read_key` the key that the safe copy is read by.',
  ],
  adopted: [
    'Em tabelas que o aplicativo criou: as linhas que já estavam lá, como eram.',
    'In tables that the application made: the rows that stood there, as they were.',
  ],
};
