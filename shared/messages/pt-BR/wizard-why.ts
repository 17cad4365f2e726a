/** Why a button cannot be pressed, and what to do first. */
export const wizardWhy = {
  why: {
    working: '{{what}}: espere terminar.',
    paused: 'Há um trabalho em pausa: continue-o ou cancele-o antes.',
    moment: 'Um momento: o programa está trabalhando.',
    source: 'Antes, escolha o arquivo e o destino em Conectar.',
    auditing: 'Espere a auditoria terminar.',
    failed: 'A auditoria não terminou: volte e comece de novo.',
    unaudited: 'Antes, é preciso auditar o arquivo.',
    undecided_one: 'Falta {{count, number}} decisão: tome-a nos cartões ou aceite o recomendado.',
    undecided: 'Faltam {{count, number}} decisões: tome-as nos cartões ou aceite o recomendado.',
    noRun: 'Antes, é preciso uma migração concluída. As que já existem se abrem na etapa Início.',
    noCutover: 'Esta migração ainda não pode entrar em produção.',
    tick: 'Antes, marque: “{{label}}”',
    folder: 'Antes, abra uma das pastas da lista.',
    list: 'Antes, é preciso ver a lista do que será apagado.',
    pause: 'Ainda não há o que pausar: a migração está começando.',
    preview: 'Antes, é preciso ver as linhas que mudam.',
    inUse: 'O arquivo de origem ainda está em uso: feche o que está escrito acima.',
    saving: 'Espere o documento ser salvo.',
    nothingToSave: 'Nenhuma exceção passa pelo filtro: mude o filtro antes.',
  },
};
