/** Textos da comparação de tempos. */
export const benchmark = {
  heading: 'Tempos de resposta',
  title: 'Tempos em milissegundos (metade das execuções / 95%), um cliente, {{server}}:',
  columns: {
    query: 'Consulta',
    rows: 'Linhas',
    sqlite: 'SQLite',
    postgres: 'PostgreSQL',
    optimised: 'Otimizado',
    cold: '1ª vez',
  },
  queries: {
    devicesOnline: 'Guia: dispositivos online',
    activeChannels: 'Guia: canais ativos por placa',
    telemetryMeans: 'Guia: médias da última hora',
    eventsOfDay: 'Guia: eventos do dia',
    deviceList: 'Dispositivos, placas e canais',
    latestValues: 'Último valor de cada chave',
    deviceHour: 'Uma hora de um dispositivo',
    deviceMonth: 'Um mês de um dispositivo',
    eventsPage: 'Página de eventos',
    eventSearch: 'Busca de texto em eventos',
  },
  differs: {
    exceptions: 'difere por valores que estão entre as exceções: não conta',
    other: 'as respostas diferem: não conta',
  },
  chart: 'Tempo por consulta, em milissegundos; os números estão na tabela',
  chartScale: 'ms, escala logarítmica; barra: mediana, linha: até 95%; menor é melhor',
  tried: 'Otimizações medidas',
  left: 'Não perguntado: {{name}} ({{reason, said}})',
  proposed: 'Pode ajudar (aplicar e medir: --apply):',
  kept: 'mantido: {{percent, number}}% do tempo de antes',
  dropped: 'desfeito: {{percent, number}}% do tempo de antes',
  noGain: 'sem ganho: {{percent, number}}% do tempo de antes',
  refused: 'o servidor recusou ({{reason, said}})',
  appliedBefore: 'Já aplicado em uma medição anterior, e nos tempos do PostgreSQL acima: {{names}}',
  proposals: {
    vacuumTelemetry: 'Limpar e contar a telemetria de novo',
    vacuumEvents: 'Limpar e contar os eventos de novo',
    statistics: 'Estatísticas de dispositivo com chave',
    searchStatistics: 'Estatísticas das palavras em eventos',
    partitionAggregates: 'Somar partição por partição',
    partitionJoins: 'Juntar partição por partição',
    searchIndex: 'Índice de trechos de texto em eventos',
    latestIndex: 'Índice para o último valor de cada chave',
    eventsIndex: 'Índice de eventos por tipo e tempo',
    channelsIndex: 'Índice de canais por placa, com o estado',
  },
  verdict: {
    none: 'Nenhuma consulta teve a mesma resposta dos dois lados: não há o que comparar. Se o banco novo já está em uso, ele já tem outros dados.',
    round_one: 'A única pergunta, uma vez: SQLite {{sqlite, number}} ms, PostgreSQL {{postgres, number}} ms.',
    round:
      'As {{count, number}} perguntas, uma vez cada: SQLite {{sqlite, number}} ms, PostgreSQL {{postgres, number}} ms.',
    roundOptimised_one:
      'A única pergunta, uma vez: SQLite {{sqlite, number}} ms, PostgreSQL {{postgres, number}} ms, otimizado {{optimised, number}} ms.',
    roundOptimised:
      'As {{count, number}} perguntas, uma vez cada: SQLite {{sqlite, number}} ms, PostgreSQL {{postgres, number}} ms, otimizado {{optimised, number}} ms.',
    mix_one: 'Uma hora de uso, uma pergunta: SQLite {{sqlite, number}} s, PostgreSQL {{postgres, number}} s.',
    mix: 'Uma hora de uso, {{count, number}} perguntas (listas a cada poucos segundos, os últimos valores em cada tela, relatórios de vez em quando): SQLite {{sqlite, number}} s, PostgreSQL {{postgres, number}} s.',
    mixOptimised_one:
      'Uma hora de uso, uma pergunta: SQLite {{sqlite, number}} s, PostgreSQL {{postgres, number}} s, otimizado {{optimised, number}} s.',
    mixOptimised:
      'Uma hora de uso, {{count, number}} perguntas (listas a cada poucos segundos, os últimos valores em cada tela, relatórios de vez em quando): SQLite {{sqlite, number}} s, PostgreSQL {{postgres, number}} s, otimizado {{optimised, number}} s.',
    atFirst: {
      yes: 'Nessa hora, o critério do guia “menos de 5% mais lento no início”: cumprido.',
      no: 'Nessa hora, o critério do guia “menos de 5% mais lento no início”: não cumprido.',
    },
    afterwards: {
      yes: 'Nessa hora, o critério do guia “mais de 20% mais rápido depois”: cumprido.',
      no: 'Nessa hora, o critério do guia “mais de 20% mais rápido depois”: não cumprido.',
    },
    heaviest: {
      trip: 'O que mais pesa é “{{name}}”: {{percent, number}}% do tempo do PostgreSQL, {{postgres, number}} ms por vez. Só o caminho até o servidor e de volta leva {{trip, number}} ms. O SQLite não tem esse caminho.',
      work: 'O que mais pesa é “{{name}}”: {{percent, number}}% do tempo do PostgreSQL, {{postgres, number}} ms por vez. O caminho até o servidor e de volta leva {{trip, number}} ms disso.',
    },
    many_one:
      'Um cliente ao lado de quem grava, perguntas por segundo: SQLite {{sqlite, number}}, PostgreSQL {{postgres, number}}.',
    many: '{{count, number}} clientes ao mesmo tempo, ao lado de quem grava, perguntas por segundo: SQLite {{sqlite, number}}, PostgreSQL {{postgres, number}}.',
    manyOptimised_one:
      'Um cliente ao lado de quem grava, perguntas por segundo: SQLite {{sqlite, number}}, PostgreSQL {{postgres, number}}, otimizado {{optimised, number}}.',
    manyOptimised:
      '{{count, number}} clientes ao mesmo tempo, ao lado de quem grava, perguntas por segundo: SQLite {{sqlite, number}}, PostgreSQL {{postgres, number}}, otimizado {{optimised, number}}.',
    manyAtFirst: {
      yes: 'Com vários clientes, o critério “menos de 5% mais lento no início”: cumprido.',
      no: 'Com vários clientes, o critério “menos de 5% mais lento no início”: não cumprido.',
    },
    manyAfterwards: {
      yes: 'Com vários clientes, o critério “mais de 20% mais rápido depois”: cumprido.',
      no: 'Com vários clientes, o critério “mais de 20% mais rápido depois”: não cumprido.',
    },
    writes:
      'Linhas gravadas por segundo enquanto isso: SQLite {{sqlite, number}}, PostgreSQL {{postgres, number}}.',
    writesOptimised:
      'Linhas gravadas por segundo enquanto isso: SQLite {{sqlite, number}}, PostgreSQL {{postgres, number}}, otimizado {{optimised, number}}.',
    writer: {
      yes: 'Quem grava não espera por quem lê.',
      no: 'Quem grava espera por quem lê: menos linhas por segundo do que o SQLite aceita.',
    },
  },
};
