/** Textos de acompanhar a origem, entrar em produção e voltar ao SQLite. */
export const cutover = {
  sync: {
    nothing: 'A origem não mudou desde a última cópia: nada a trazer.',
    done: 'Alterações trazidas da origem: {{rows, number}} linha(s) em {{seconds, number(maximumFractionDigits: 1)}} s.',
    columns: {
      table: 'Tabela',
      inserted: 'Novas',
      changed: 'Alteradas',
      deleted: 'Apagadas',
      quarantined: 'Quarentena',
    },
    next: 'Pode ser repetido até não restar nada. Próximo passo: autocore-migrate cutover --run {{run}}',
  },
  checks: {
    title: 'Antes de entrar em produção:',
    writers: 'processos com o arquivo aberto: {{list}}',
    noWriters: 'nenhum processo tem o arquivo aberto',
    writersUnknown: 'não foi possível ver quem tem o arquivo aberto neste sistema',
    services: 'serviços ativos: {{list}}',
    noServices: 'nenhum serviço do AutoCore está ativo',
    servicesUnknown: 'este sistema não tem systemd: verifique os serviços à mão',
    cron: 'auto_recovery está no cron e religa os serviços: desative-o',
    noCron: 'auto_recovery não está no cron',
    commands: 'Comandos (este programa não para nem liga serviços):',
    redeploy:
      'Uma nova instalação do AutoCore reescreve o .env e copia outro autocore.db: repita a mudança depois dela.',
    drivers:
      'Instale o driver do PostgreSQL (psycopg2-binary) em cada ambiente Python: database, gateway, config-app/backend e o do sistema.',
  },
  plan: {
    env: 'Alterações em {{path}}:',
    envSame: '{{path}} já está como deve.',
    noEnv: 'Nenhum .env indicado (--env FILE): configure a conexão do aplicativo à mão.',
  },
  done: 'Em produção: o AutoCore pode ser ligado sobre o PostgreSQL.',
  caughtUp: 'Últimas alterações trazidas: {{rows, number}} linha(s); diferenças na validação: 0',
  role: 'Usuário {{role}}: fuso UTC, search_path {{schema}}, permissões nas tabelas.',
  smoke: 'Teste como o aplicativo: {{tables, number}} tabela(s), nada foi mantido.',
  sourceKept: 'O arquivo SQLite continua onde estava: {{path}}',
  managed: 'O PostgreSQL local fica ligado. Depois de reiniciar a máquina: autocore-migrate server start',
  back: 'O caminho de volta, com tudo o que for gravado: autocore-migrate rollback --run {{run}}',
  restore: {
    plan: 'A volta ao SQLite faz um arquivo novo com tudo o que o PostgreSQL tem agora, confere linha por linha e o põe no lugar de {{path}}.',
    planSnapshot: 'A volta ao SQLite com a cópia de {{since}} apenas, no lugar de {{path}}.',
    env: 'O arquivo .env volta a ser como era: {{path}}',
    sourceChanged:
      'Atenção: {{path}} mudou depois da entrada em produção (um serviço antigo foi ligado?). O que foi gravado nele fica só no arquivo guardado.',
    done: 'De volta ao SQLite: {{path}} ({{rows, number}} linha(s) diferentes da cópia, todas conferidas).',
    doneSnapshot:
      'De volta ao SQLite com a cópia de {{since}}: falta o que foi gravado de {{since}} até {{until}}.',
    kept: 'O arquivo anterior foi guardado: {{path}}',
    envRestored: 'Arquivo .env restaurado: {{path}}',
    foreignKeys: 'Linhas sem o registro a que se referem, a mais que na origem: {{count, number}}',
    rounded: 'Valores com mais dígitos do que o SQLite guarda, arredondados: {{count, number}}',
  },
};

/** Textos dos erros, por código. */
export const cutoverErrors = {
  sync: {
    schemaChanged: {
      message: 'A estrutura da origem mudou desde a cópia da migração {{run}}: {{objects}}',
      hint: 'As linhas só podem acompanhar tabelas iguais. Faça uma nova migração: autocore-migrate migrate --source FILE --if-not-empty replace',
    },
  },
  cutover: {
    unconfirmed: {
      message: 'A migração {{run}} ainda não entrou em produção: falta confirmar.',
      hint: 'Confira a lista acima, pare os serviços e repita o comando com --yes.',
    },
    sourceInUse: {
      message: 'A origem ainda está em uso: {{by}}',
      hint: 'O que for gravado agora ficaria para trás. Pare os serviços do AutoCore e o cron auto_recovery e repita; o que já foi feito continua valendo.',
    },
    done: {
      message: 'A migração {{run}} já está em produção: a origem não é mais acompanhada.',
      hint: 'Para voltar ao SQLite sem perder nada: autocore-migrate rollback --run {{run}}',
    },
    envUnusable: {
      message: 'O arquivo não pode ser alterado: {{path}} ({{reason}})',
      hint: 'Nenhum arquivo foi alterado. Ajuste as permissões e repita.',
    },
    smokeTest: {
      message: 'O usuário {{role}} não consegue trabalhar como o aplicativo faz: {{reason}}',
      hint: 'Nada foi mantido pelo teste. Corrija o usuário, a senha ou as permissões e repita.',
    },
  },
  restore: {
    unconfirmed: {
      message: 'A volta da migração {{run}} ao SQLite ainda não foi feita: falta confirmar.',
      hint: 'Nada mudou ainda. Pare os serviços do AutoCore e repita o comando com --yes.',
    },
    sourceInUse: {
      message: 'O arquivo a ser trocado está em uso: {{by}}',
      hint: 'Pare os serviços do AutoCore e repita.',
    },
    noServer: {
      message:
        'O PostgreSQL da migração {{run}} não responde ({{reason}}). Sem ele só há a cópia de {{since}}: faltaria tudo o que foi gravado de {{since}} até agora.',
      hint: 'Ligue o servidor e repita. Para voltar só com a cópia, aceitando essa falta: autocore-migrate rollback --run {{run}} --snapshot-only --yes',
    },
    otherWay: {
      message: 'A migração {{run}} mudou de situação: a volta faria outra coisa do que foi confirmado.',
      hint: 'Nada mudou. Abra a migração de novo e confira o que será feito.',
    },
    conflict: {
      message: 'Uma linha do PostgreSQL não cabe no SQLite: tabela {{table}}, chave {{key}} ({{reason}})',
      hint: 'Nada foi trocado. Corrija ou apague essa linha no PostgreSQL e repita.',
    },
    differences: {
      message:
        'O arquivo SQLite refeito não é igual ao PostgreSQL: {{differences, number}} diferença(s), a primeira em {{table}}.',
      hint: 'Nada foi trocado. Se o aplicativo ainda grava no PostgreSQL, pare-o e repita; senão envie o log ao suporte.',
    },
  },
};
