/** Textos de acompanhar a origem, entrar em produção e voltar ao SQLite. */
export const cutover = {
  sync: {
    nothing: 'A origem não mudou desde a última cópia: nada a trazer.',
    nothingFull: 'O destino é igual à origem, linha por linha: nada a trazer.',
    keptSnapshot:
      'O banco anterior está guardado em {{path}}. Para voltar ao que o destino tinha, copie-o para o lugar da origem e repita sync.',
    keptRows: 'As linhas que o destino tinha e foram trocadas estão em {{path}}, um arquivo COPY por tabela.',
    done: 'Alterações trazidas da origem: $t(counts.rows, {"count": {{rows}} }) em {{seconds, number(maximumFractionDigits: 1)}} s.',
    columns: {
      table: 'Tabela',
      inserted: 'Novas',
      changed: 'Alteradas',
      deleted: 'Apagadas',
      quarantined: 'À parte',
    },
    next: 'Pode ser repetido até não restar nada. Próximo passo: autocore-migrate cutover --run {{run}}',
  },
  follow: {
    ended:
      'Acompanhamento encerrado. O destino tem tudo o que estava na origem às {{at, datetime(timeStyle: medium)}}; trazidas: $t(counts.rows, {"count": {{rows}} }).',
    even: 'Em dia: tem tudo o que estava na origem às {{at, datetime(timeStyle: medium)}}; trazidas até agora: $t(counts.rows, {"count": {{rows}} }) (última vez: {{last, number}}). Ctrl-C encerra.',
    waiting: 'A origem foi gravada depois das {{at, datetime(timeStyle: medium)}}: trazendo…',
  },
  checks: {
    title: 'Antes de entrar em produção:',
    writers: 'processos com o arquivo aberto: {{list}}',
    noWriters: 'nenhum processo tem o arquivo aberto',
    writersUnknown: 'não foi possível ver quem tem o arquivo aberto neste sistema',
    services: 'serviços ativos: {{list}}',
    noServices: 'nenhum serviço do AutoCore está ativo',
    servicesUnknown: 'este sistema não diz quais serviços estão ativos (não tem systemd): verifique à mão',
    cron: 'o auto_recovery está ativo (no cron) e religa os serviços: desative-o',
    noCron: 'o auto_recovery não está ativo (não está no cron)',
    commands: 'Comandos (este programa não para nem liga serviços):',
    cronUnknown: 'Este sistema não diz se o auto_recovery religa os serviços: confira no cron e desative-o.',
    redeploy:
      'Uma nova instalação do AutoCore reescreve o .env e copia outro autocore.db: repita a mudança depois dela.',
    drivers:
      'Instale o driver do PostgreSQL (psycopg2-binary) em cada ambiente Python: database, gateway, config-app/backend e o do sistema.',
  },
  plan: {
    env: 'Alterações em {{path}}:',
    envSame: '{{path}} já está como deve.',
    noEnv: 'Nenhum .env indicado (--env ARQUIVO): configure a conexão do aplicativo à mão.',
  },
  move: {
    from: 'O aplicativo já está em produção, e passa de {{from}} para este servidor.',
    until:
      'O que foi gravado no servidor anterior está aqui até {{until}}. O que ele tenha confirmado depois, sem esperar pelo segundo servidor, não chegou.',
    unknown:
      'Este servidor não sabe até que momento recebeu o que foi gravado no anterior: confira as linhas mais novas.',
  },
  done: 'Em produção: o AutoCore já pode ser ligado, com o PostgreSQL.',
  caughtUp: 'Últimas alterações trazidas: $t(counts.rows, {"count": {{rows}} }); diferenças na validação: 0',
  role: 'Usuário {{role}}: fuso UTC, search_path {{schema}}, permissões nas tabelas.',
  smoke: 'Teste como o aplicativo: $t(counts.tables, {"count": {{tables}} }), nada foi mantido.',
  sourceKept: 'O arquivo SQLite continua onde estava: {{path}}',
  superuser:
    'Atenção: o aplicativo entraria como {{role}}, que pode tudo no servidor. Se alguém invadir o aplicativo, terá o servidor inteiro. Prefira um usuário comum.',
  service: {
    boot: 'O PostgreSQL local foi registrado para ligar junto com o computador.',
    login: 'O PostgreSQL local foi registrado para ligar quando este usuário entra no sistema.',
    none: 'O PostgreSQL local fica ligado, mas não liga sozinho depois de reiniciar a máquina: {{reason}} Nesse caso: autocore-migrate server start',
    plan: 'O programa pede ao sistema que ligue o PostgreSQL local junto com o computador; o resultado aparece no fim, e a volta ao SQLite desfaz o pedido.',
  },
  back: 'O caminho de volta, com tudo o que for gravado: autocore-migrate rollback --run {{run}}',
  restore: {
    plan: 'A volta ao SQLite faz um arquivo novo com tudo o que o PostgreSQL tem agora, confere linha por linha e o põe no lugar de {{path}}.',
    planSnapshot: 'A volta ao SQLite com a cópia de {{since}} apenas, no lugar de {{path}}.',
    env: 'O arquivo .env volta a ser como era: {{path}}',
    sourceChanged:
      'Atenção: {{path}} mudou depois da entrada em produção (um serviço antigo foi ligado?). O que foi gravado nele fica só no arquivo guardado.',
    done: 'De volta ao SQLite: {{path}} (diferentes da cópia e conferidas: $t(counts.rows, {"count": {{rows}} })).',
    doneSnapshot:
      'De volta ao SQLite com a cópia de {{since}}: falta o que foi gravado de {{since}} até {{until}}.',
    rehearsed:
      'A volta ao SQLite funciona hoje: traria $t(counts.rows, {"count": {{rows}} }) em {{seconds, number}} s. Nenhuma linha foi alterada.',
    stopFirst: 'Antes da volta, pare: {{list}}',
    kept: 'O arquivo anterior foi guardado: {{path}}',
    envRestored: 'Arquivo .env restaurado: {{path}}',
    foreignKeys: 'Linhas sem o registro a que se referem, a mais que na origem: {{count, number}}',
    rounded: 'Linhas com números de mais dígitos do que o SQLite guarda, arredondados: {{count, number}}',
    addedUnknown: 'O servidor não respondeu: não se sabe o que foi acrescentado nele. A volta olha de novo.',
    addedTitle: 'Acrescentado no PostgreSQL depois da migração:',
    added: '{{kind}} {{name}}{{rows}}: {{what}}',
    addedRows: ', $t(counts.rows, {"count": {{count}} })',
    addedValues: ', $t(counts.values, {"count": {{count}} })',
    brings: 'vai junto',
    bringsAs: 'vai junto, com o nome {{as}}',
    withTable: 'vai com as linhas da sua tabela',
    reasons: {
      left: 'fica no PostgreSQL, como escolhido (--added leave)',
      left_wizard: 'fica no PostgreSQL, como você escolheu',
      noRows: 'não guarda linhas; fica no PostgreSQL',
      derived: 'feita de outras linhas; fica no PostgreSQL',
      elsewhere: 'as linhas não estão neste banco; fica no PostgreSQL',
      childOnly: 'só existe na tabela derivada; não pode ir',
      privileges: 'sem permissão de leitura; não pode ir',
    },
    notBrought: 'não pode ir ({{reason}})',
    kinds: {
      column: 'coluna',
      table: 'tabela',
      partition: 'partição',
      'inherited table': 'tabela derivada',
      'foreign table': 'tabela externa',
      view: 'visão',
      'materialized view': 'visão materializada',
      function: 'função',
      trigger: 'gatilho',
      index: 'índice',
      constraint: 'regra',
      sequence: 'sequência',
      type: 'tipo',
      policy: 'política',
      rule: 'regra de reescrita',
      statistics: 'estatística',
    },
    missing: 'O PostgreSQL não tem mais {{name}}: {{what}}',
    missingBy: {
      refuse: 'a volta precisa de uma escolha (--missing follow ou snapshot){{alike}}',
      refuse_wizard: 'a volta precisa de uma escolha sua{{alike}}',
      follow: 'lido de {{looksLike}}',
      snapshot: 'valem as linhas e os valores da cópia',
    },
    alike: '; parece ser {{looksLike}}',
    spelled:
      '{{table}}.{{column}}: $t(counts.values, {"count": {{count}} }) {{what}}, por exemplo {{key}}: {{value}}',
    spelledAs: {
      beyond_one: 'de data e hora que o SQLite não conhece, escrito como no PostgreSQL',
      beyond: 'de data e hora que o SQLite não conhece, escritos como no PostgreSQL',
      notNumber_one: 'que não é número para o SQLite, escrito como palavra',
      notNumber: 'que não são números para o SQLite, escritos como palavras',
      bytes_one: 'que o SQLite mudaria, guardado como bytes (BLOB)',
      bytes: 'que o SQLite mudaria, guardados como bytes (BLOB)',
      literal_one: 'escrito como no PostgreSQL',
      literal: 'escritos como no PostgreSQL',
      zero_one: 'de zero negativo, que fica zero',
      zero: 'de zero negativo, que ficam zero',
      nearest_one: 'arredondado, como escolhido',
      nearest: 'arredondados, como escolhido',
    },
    displaced:
      '{{table}} {{key}}: uma linha nova tomou o lugar de uma guardada à parte ({{reason}}); o original continua em exceptions.ndjson',
    leftBehind: '{{table}} {{key}}: ficou fora do arquivo ({{reason}}); guardada em left-behind.ndjson',
  },
};

/** Textos dos erros, por código. */
export const cutoverErrors = {
  sync: {
    rehearsal: {
      message: 'A migração {{run}} foi um ensaio: o servidor dele já não existe.',
      hint: 'Faça a migração; depois dela as alterações podem ser trazidas.',
    },
    schemaChanged: {
      message: 'A estrutura da origem mudou desde a cópia da migração {{run}}: {{objects}}',
      hint: 'As linhas só podem acompanhar tabelas iguais. Faça uma nova migração: autocore-migrate migrate --source ARQUIVO --if-not-empty replace',
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
    sourceChanged: {
      message: 'O arquivo SQLite mudou depois da entrada em produção da migração {{run}}: {{path}}',
      hint: 'O serviço deste .env pode ter continuado no SQLite, e essas linhas não estão no PostgreSQL. Nenhum .env foi alterado. Pare o serviço e fale com o suporte; para voltar sem perder esse arquivo: autocore-migrate rollback --run {{run}}',
    },
    standby: {
      message: 'O servidor {{place}} ainda é um segundo servidor: acompanha outro e não aceita gravações.',
      hint: 'Nada foi alterado. Promova-o (standby/promote.sh do kit) e repita.',
    },
    firstAnswers: {
      message: 'O servidor em que a migração {{run}} está em produção ainda responde: {{first}}',
      hint: 'Nada foi alterado. O que o aplicativo gravasse nele depois ficaria para trás: pare esse servidor e repita.',
    },
    otherCopy: {
      message:
        'O servidor {{place}} não é a cópia promovida daquele em que a migração {{run}} está em produção.',
      hint: 'Pode ser um backup, uma cópia antiga, o próprio servidor anterior, ou o mesmo com outro endereço: linhas podem faltar. Nada foi alterado. Se você conferiu que nada falta: --accept-copy.',
    },
    envUnusable: {
      message: 'Não pode ser trocado: {{files, saidEach}}',
      hint: 'O que está na lista ficou como estava. Ajuste as permissões, o atributo (chattr -i) ou o espaço em disco e repita.',
    },
    envEncoding: {
      message: 'O arquivo {{path}} não está em UTF-8: linha {{line}}',
      hint: 'Este arquivo ficou como estava. O python-dotenv e o systemd não o leem assim: grave-o em UTF-8 e repita.',
    },
    envValue: {
      message:
        'O valor de {{key}} não pode ser escrito num .env que python-dotenv, bash e systemd leiam igual, por causa de: {{characters}}',
      hint: 'Nenhum arquivo foi alterado. Escolha para {{key}} um valor sem esses caracteres (para a senha: ALTER ROLE … PASSWORD no PostgreSQL) e repita.',
    },
    envMisread: {
      message: 'O arquivo {{path}} não diria o mesmo a todos: {{reader}} leria outro valor em {{key}}',
      hint: 'Nada desta tentativa ficou nele. Veja se há aspas que não fecham, ou se outro programa o gravou ao mesmo tempo, e repita.',
    },
    smokeTest: {
      message: 'O usuário {{role}} não consegue trabalhar como o aplicativo faz ({{reason, said}})',
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
    targetInUse: {
      message: 'Ainda há quem possa gravar no PostgreSQL: {{by}}',
      hint: 'O que fosse gravado agora poderia ficar para trás: pare os serviços do AutoCore, o cron auto_recovery e outros programas ligados a este banco, e repita.',
    },
    envUnusable: {
      message: 'Estes arquivos não podem voltar a ser como eram: {{files, saidEach}}',
      hint: 'Nada foi trocado: o AutoCore continua no PostgreSQL. Libere os arquivos (permissões, chattr -i, espaço) e repita.',
    },
    envPending: {
      message:
        'O arquivo SQLite com tudo já está no lugar ({{path}}), mas estes arquivos ainda apontam para o PostgreSQL: {{files, saidEach}}',
      hint: 'O PostgreSQL recusa gravações, então nada se perde. Libere os arquivos e repita: autocore-migrate rollback --run {{run}} --yes',
    },
    bothWritten: {
      message:
        'Depois da troca gravou-se nos dois lados: no arquivo SQLite ({{path}}) e no PostgreSQL ({{tables}}).',
      hint: 'Nada mais foi alterado; os dois lados estão guardados. Pare o AutoCore e fale com o suporte: um dos dois tem linhas que o outro não tem.',
    },
    writtenSince: {
      message: 'O AutoCore já voltou ao SQLite, mas o PostgreSQL mudou depois disso: {{tables}}',
      hint: 'Essas linhas não estão no SQLite. Algum programa ainda usa o PostgreSQL: pare-o, e traga as linhas de lá com o suporte.',
    },
    noServer: {
      message:
        'O PostgreSQL da migração {{run}} não responde ({{reason, said}}). Sem ele só há a cópia de {{since}}: faltaria tudo o que foi gravado de {{since}} até agora.',
      hint: 'Ligue o servidor e repita. Para voltar só com a cópia, aceitando essa falta: autocore-migrate rollback --run {{run}} --snapshot-only --yes',
    },
    unchecked: {
      message:
        'O arquivo SQLite com tudo já está no lugar ({{path}}), mas o PostgreSQL parou de responder ({{reason, said}}) antes da última conferência.',
      hint: 'Ligue o servidor e repita, para conferir que nada chegou lá entretanto: autocore-migrate rollback --run {{run}} --yes. Se ele se foi de vez: o mesmo comando com --snapshot-only conclui com o arquivo que já está no lugar.',
    },
    otherWay: {
      message: 'Na situação em que a migração {{run}} está, a volta faria outra coisa do que foi pedido.',
      hint: 'Nada mudou. Abra a migração de novo e confira o que será feito. Antes de entrar em produção, não há volta para ensaiar: o que se pode é desfazer a migração.',
    },
    conflict: {
      message:
        'Linhas do PostgreSQL que uma regra do arquivo SQLite não permite: {{count, number}} ({{rows}})',
      hint: 'Nada foi trocado. Corrija essas linhas no PostgreSQL e repita. Para voltar sem elas, guardadas por inteiro em left-behind.ndjson na pasta da migração: --unfit aside',
    },
    missing: {
      message:
        'O PostgreSQL não tem mais, com o nome do plano da migração {{run}}: {{missing}}. Parece ter outro nome: {{renamed}}',
      hint: 'Nada foi trocado. Devolva o nome no PostgreSQL e repita; ou repita com --missing follow, para ler o que parece ter sido renomeado; ou com --missing snapshot, para ficar com as linhas e valores da cópia.',
    },
    notBrought: {
      message: 'O que foi acrescentado no PostgreSQL não pode ir para o SQLite: {{objects}}',
      hint: 'Nada foi trocado. Ajuste o que está nomeado (permissões, por exemplo) e repita. Para deixar no PostgreSQL tudo o que foi acrescentado: --added leave',
    },
    differences: {
      message:
        'O arquivo SQLite refeito não é igual ao PostgreSQL: $t(counts.differences, {"count": {{differences}} }), a primeira em {{table}}.',
      hint: 'Nada foi trocado. Se o aplicativo ainda grava no PostgreSQL, pare-o e repita; senão envie o registro (log) ao suporte.',
    },
  },
};
