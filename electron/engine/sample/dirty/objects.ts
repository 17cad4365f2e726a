/** Tables and other objects that AutoCore does not have. Each statement plants one hazard, or fills the table before it. */
export interface ObjectHazard {
  hazard: string;
  table: string;
  column: string | null;
  sql: string[];
}

const longName = 'leitura_com_um_nome_de_coluna_bem_maior_do_que_o_postgresql_aceita_';

export const objectHazards: ObjectHazard[] = [
  {
    hazard: 'table.withoutKey',
    table: 'leituras_avulsas',
    column: null,
    sql: [
      'create table leituras_avulsas (sensor TEXT, valor REAL, momento DATETIME)',
      `insert into leituras_avulsas values
        ('pressão', 2.25, '2025-07-01 10:00:00'), ('pressão', 2.25, '2025-07-01 10:00:00'),
        (null, null, null), ('vazão', 1e-7, '2025-07-01 10:00:01')`,
    ],
  },
  {
    hazard: 'table.withoutRowid',
    table: 'parametros',
    column: null,
    sql: [
      'create table parametros (grupo TEXT, chave TEXT COLLATE NOCASE, valor TEXT, primary key (grupo, chave desc)) without rowid',
      "insert into parametros values ('rede', 'ssid', 'Caminhonete do Zé'), ('rede', 'Canal', '6'), ('', 'ç', null)",
    ],
  },
  {
    hazard: 'table.strict',
    table: 'medidas_estritas',
    column: null,
    sql: [
      'create table medidas_estritas (id INTEGER PRIMARY KEY, quantidade INT, peso REAL, foto BLOB, livre ANY) strict',
      "insert into medidas_estritas values (1, 3, 0.1, x'00ff', 'texto'), (2, null, 1e308, zeroblob(3), 12345678901)",
    ],
  },
  {
    hazard: 'table.autoincrement',
    table: 'quick_actions',
    column: 'id',
    sql: [
      'create table quick_actions (id INTEGER PRIMARY KEY AUTOINCREMENT, nome TEXT NOT NULL)',
      "insert into quick_actions (nome) values ('Ligar tudo'), ('Desligar tudo'), ('Apagada')",
      'delete from quick_actions where id = 3',
    ],
  },
  {
    hazard: 'table.untyped',
    table: 'qualquer',
    column: 'valor',
    sql: [
      'create table qualquer (id INTEGER PRIMARY KEY, valor)',
      `insert into qualquer (valor) values
        (null), (42), (9223372036854775807), (2.5), (9e999), ('texto'), (''), (x''), (x'00'), (cast(x'e7' as text))`,
    ],
  },
  {
    hazard: 'table.generated',
    table: 'abastecimentos',
    column: 'total',
    sql: [
      `create table abastecimentos (id INTEGER PRIMARY KEY, litros REAL, preco REAL,
        total REAL GENERATED ALWAYS AS (litros * preco) STORED, resumo TEXT AS (litros || ' L') VIRTUAL)`,
      'insert into abastecimentos (litros, preco) values (40.5, 5.899), (null, 6.0)',
    ],
  },
  {
    hazard: 'blob.text',
    table: 'anexos',
    column: 'conteudo',
    sql: [
      'create table anexos (id INTEGER PRIMARY KEY, conteudo BLOB)',
      "insert into anexos (conteudo) values (x'ffd8ffe0'), ('não é binário'), (7), (0.5), (zeroblob(1500000)), (null)",
    ],
  },
  {
    hazard: 'unique.dateSpelling',
    table: 'fechamentos',
    column: 'dia',
    sql: [
      'create table fechamentos (id INTEGER PRIMARY KEY, dia DATETIME UNIQUE)',
      `insert into fechamentos (dia) values
        ('2025-08-09 14:03:11'), ('2025-08-09T14:03:11'), ('2025-08-09 14:03:11.000000'), (null), (null)`,
    ],
  },
  {
    hazard: 'unique.nocase',
    table: 'apelidos',
    column: 'apelido',
    sql: [
      'create table apelidos (id INTEGER PRIMARY KEY, apelido TEXT COLLATE NOCASE UNIQUE)',
      "insert into apelidos (apelido) values ('JOÃO'), ('joão'), ('Zé'), (null), (null)",
    ],
  },
  {
    hazard: 'foreignKey.missingTable',
    table: 'manutencoes',
    column: 'oficina_id',
    sql: [
      'create table manutencoes (id INTEGER PRIMARY KEY, oficina_id INTEGER REFERENCES oficinas (id), custo NUMERIC(10, 2))',
      'insert into manutencoes (oficina_id, custo) values (1, 1234567.891), (null, 12), (2, 1e30)',
    ],
  },
  {
    hazard: 'index.special',
    table: 'manutencoes',
    column: 'custo',
    sql: [
      'create index idx_custo_alto on manutencoes (custo desc) where custo > 1000',
      "create index idx_custo_texto on manutencoes (round(custo), 'R$ ' || custo)",
    ],
  },
  {
    hazard: 'name.hostile',
    table: `tab'ela "estranha" $1 %s;\n--`,
    column: `col"una' \\ 100% $1`,
    sql: [
      `create table "tab'ela ""estranha"" $1 %s;\n--" ("id" INTEGER PRIMARY KEY, "col""una' \\ 100% $1" TEXT, "order" TEXT, "Ação\tÇ" TEXT)`,
      `insert into "tab'ela ""estranha"" $1 %s;\n--" values (1, 'a''b"c', 'select', 'ç')`,
    ],
  },
  {
    hazard: 'name.reserved',
    table: 'select',
    column: 'user',
    sql: [
      'create table "select" ("user" TEXT PRIMARY KEY, "É" TEXT, "é" TEXT)',
      `insert into "select" values ('x', 'maiúscula', 'minúscula')`,
    ],
  },
  {
    hazard: 'name.long',
    table: `tabela_${longName}1`,
    column: `${longName}1`,
    sql: [
      `create table "tabela_${longName}1" ("${longName}1" TEXT, "${longName}2" TEXT)`,
      `create table "tabela_${longName}2" ("${longName}1" TEXT, "${longName}2" TEXT)`,
      `insert into "tabela_${longName}1" values ('um', 'dois')`,
      `insert into "tabela_${longName}2" values ('três', 'quatro')`,
    ],
  },
  {
    hazard: 'view',
    table: 'vw_dispositivos_online',
    column: null,
    sql: [
      "create view vw_dispositivos_online as select uuid, name, datetime('now') as agora from devices where status = 'online'",
    ],
  },
  {
    hazard: 'trigger',
    table: 'devices',
    column: null,
    sql: [
      `create trigger trg_devices_updated after update of name on devices begin
        update devices set updated_at = datetime('now') where id = new.id; end`,
    ],
  },
  {
    hazard: 'table.fts5',
    table: 'busca_eventos',
    column: null,
    sql: [
      'create virtual table busca_eventos using fts5(mensagem, tokenize = "unicode61 remove_diacritics 2")',
      "insert into busca_eventos (mensagem) values ('Tensão da bateria abaixo de 11,4 V'), ('Relé não respondeu')",
    ],
  },
];
