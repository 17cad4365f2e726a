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
  differs: 'as respostas diferem: não conta',
  left: 'Não perguntado: {{name}} ({{reason}})',
  many: '{{clients, number}} clientes e quem escreve, consultas/s (escritas/s): SQLite {{sqlite, number}} ({{sqliteWrites, number}}), PostgreSQL {{postgres, number}} ({{postgresWrites, number}})',
  proposed: 'Pode ajudar (aplicar e medir: --apply):',
  kept: 'mantido: {{percent, number}}% do tempo de antes',
  dropped: 'desfeito: {{percent, number}}% do tempo de antes',
  verdict: {
    ratio: 'PostgreSQL leva {{percent, number}}% do tempo do SQLite (média geométrica).',
    optimised: 'Depois de otimizar: {{percent, number}}%.',
    atFirst: {
      yes: 'Critério do guia “menos de 5% mais lento no início”: cumprido.',
      no: 'Critério do guia “menos de 5% mais lento no início”: não cumprido.',
    },
    afterwards: {
      yes: 'Critério do guia “mais de 20% mais rápido depois”: cumprido.',
      no: 'Critério do guia “mais de 20% mais rápido depois”: não cumprido.',
    },
    small:
      'O arquivo é pequeno e cabe na memória: para um só cliente na mesma máquina, o SQLite não tem o caminho até um servidor e é simplesmente mais rápido. O ganho do PostgreSQL está em vários clientes, em escritas simultâneas e em tabelas grandes.',
  },
};
