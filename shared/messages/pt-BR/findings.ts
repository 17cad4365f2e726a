/** What the audit found, by the code of the finding, and the options a person has. */
export const findings = {
  source: {
    notAutocore: 'O banco não é reconhecido como do AutoCore; todas as tabelas são migradas mesmo assim.',
  },
  table: {
    renamed: 'O nome da tabela não cabe no PostgreSQL; lá ela se chama {{name}}.',
    noKey: 'A tabela não tem chave primária: as linhas são comparadas em conjunto.',
  },
  column: { renamed: 'O nome da coluna não cabe no PostgreSQL; lá ela se chama {{name}}.' },
  vehicles: { several: 'Há {{count, number}} veículos, e o AutoCore espera um só. Todos são mantidos.' },
  rows: {
    orphans:
      'Linhas que apontam para um registro inexistente em {{parent}} ({{columns}}). Elas são mantidas; a regra vale para as novas.',
    checkViolated: 'Linhas que não cumprem a regra {{name}}. Elas são mantidas; a regra vale para as novas.',
  },
  value: {
    text: 'Valores que não são texto simples ({{odd}}) em coluna {{type}}; o original é guardado.',
    integer: 'Valores que não são inteiros ({{odd}}) em coluna {{type}}; o original é guardado.',
    numeric: 'Valores que não são números ({{odd}}) em coluna {{type}}; o original é guardado.',
    double: 'Valores que não são números ({{odd}}) em coluna {{type}}; o original é guardado.',
    boolean: 'Valores que não são 0 nem 1 ({{odd}}) em coluna {{type}}; o original é guardado.',
    timestamp:
      'Datas e horas em outra grafia ou impossíveis ({{odd}}) em coluna {{type}}; o original é guardado.',
    date: 'Datas em outra grafia ou impossíveis ({{odd}}) em coluna {{type}}; o original é guardado.',
    time: 'Horas em outra grafia ou impossíveis ({{odd}}) em coluna {{type}}; o original é guardado.',
    bytea: 'Valores que não são binários ({{odd}}) em coluna {{type}}; o original é guardado.',
    jsonb: 'Valores que não são JSON ({{odd}}) em coluna {{type}}; o original é guardado.',
    uuid: 'Valores que não são UUID ({{odd}}) em coluna {{type}}; o original é guardado.',
    textArray: 'Valores que não são listas ({{odd}}) em coluna {{type}}; o original é guardado.',
  },
  type: { widened: 'Declarada como {{declared}}; no destino a coluna é {{type}}, que aceita mais.' },
  clock: {
    outliers:
      'Datas longe das demais, de um relógio errado (de {{min}} a {{max}}). Elas ficam na partição padrão.',
  },
  leftOut: {
    view: 'A visão {{name}} não tem correspondente; o texto SQL vai para o certificado.',
    trigger: 'O gatilho {{name}} não tem correspondente; o texto SQL vai para o certificado.',
    virtualtable: 'A tabela virtual {{name}} não é carregada; o texto SQL vai para o certificado.',
    check: 'A verificação {{name}} não pôde ser traduzida ({{reason}}); o texto SQL vai para o certificado.',
    default:
      'O valor padrão de {{name}} não pôde ser traduzido ({{reason}}); o texto SQL vai para o certificado.',
    index: 'O índice {{name}} não pôde ser traduzido ({{reason}}); o texto SQL vai para o certificado.',
    generated: 'A coluna gerada {{name}} vira coluna comum ({{reason}}); o texto SQL vai para o certificado.',
    foreignkey:
      'A chave estrangeira {{name}} não pôde ser criada ({{reason}}); o texto SQL vai para o certificado.',
    unique:
      'A regra de unicidade {{name}} não pôde ser criada ({{reason}}); o texto SQL vai para o certificado.',
  },
};

export const severities = { blocker: 'Exige decisão', warning: 'Atenção', note: 'Informação' };

/** Options of findings, by name. */
export const choices = {
  accept: 'aceitar',
  keepAll: 'manter todos',
  keepText: 'guardar o texto',
  notValid: 'manter as linhas, regra só para as novas',
  repair: 'reparar e guardar o original',
  widen: 'ampliar o tipo',
  defaultPartition: 'partição padrão',
};
