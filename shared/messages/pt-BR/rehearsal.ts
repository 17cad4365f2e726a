/** Textos do ensaio. */
export const rehearsal = {
  title: 'ENSAIO em um banco temporário, já removido. O destino não foi tocado.',
  time: 'Previsão para a migração: {{total, number}} s (cópia {{snapshot, number}}, auditoria {{audit, number}}, carga {{load, number}}, índices {{indexes, number}}, comparação {{validate, number}})',
  disk: 'Espaço: banco de {{database, number(maximumFractionDigits: 1)}} MiB; deixe {{disk, number(maximumFractionDigits: 0)}} MiB livres no servidor',
  downtime:
    'AutoCore parado o tempo todo: {{all, number}} s; parado só no final, para trazer as últimas alterações e comparar: cerca de {{short, number}} s',
  bandwidth:
    'Medido até o destino: envio {{up, number(maximumFractionDigits: 1)}} MiB/s, retorno {{down, number(maximumFractionDigits: 1)}} MiB/s, ida e volta {{latency, number}} ms. A velocidade do servidor em si só se conhece ao usá-lo.',
  notMeasured:
    'Os tempos são os desta máquina. Com --target a rede até o destino também é medida, sem gravar nada lá.',
  wayBack: {
    back: 'Volta ao SQLite ensaiada: entrada em produção em {{live, number(maximumFractionDigits: 1)}} s, $t(counts.newRows, {"count": {{inserted}} }) (alteradas: {{changed, number}}; apagadas: {{deleted, number}}), volta em {{back, number(maximumFractionDigits: 1)}} s com todos os valores conferidos. Arquivos .env (cópias) que voltaram a ser como eram: {{envs, number}}.',
    failed: 'A volta ao SQLite NÃO funcionou no ensaio: {{reason}}',
    skipped: 'A volta ao SQLite não foi ensaiada: a cópia do ensaio tem diferenças.',
  },
  heading: 'Previsão para a migração real',
  headingText:
    'O que este ensaio diz da migração de verdade. A velocidade do servidor de destino só se conhece ao usá-lo.',
  perSecond: '{{size}}/s',
  facts: {
    wayBack: 'Volta ao SQLite',
    time: 'Tempo da migração',
    downtime: 'AutoCore parado o tempo todo',
    downtimeText: '{{time}}, do começo ao fim',
    short: 'AutoCore parado só no final',
    shortText: 'cerca de {{time}}, para trazer as últimas alterações e comparar',
    database: 'Banco no fim',
    disk: 'Espaço necessário no servidor',
    bandwidth: 'Rede até o destino',
    bandwidthText: 'envio {{up}}, retorno {{down}}, ida e volta {{latency}} ms',
  },
};
