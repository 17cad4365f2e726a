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
    noFolders: 'Nenhuma pasta pôde ser mostrada: feche esta janela e tente de novo.',
    list: 'Antes, é preciso ver a lista do que será apagado.',
    pause: 'Ainda não há o que pausar: a migração está começando.',
    preview: 'Antes, é preciso ver as linhas que mudam.',
    saving: 'Espere o documento ser salvo.',
    nothingToSave: 'Nenhuma exceção passa pelo filtro: mude o filtro antes.',
    bundle: 'Este é um arquivo para o suporte: só pode ser lido.',
    liveUnknown:
      'O arquivo para o suporte não diz se a migração está em produção: pergunte a quem o mandou antes de aconselhar.',
    cutoverUnread: 'O que havia sobre a entrada em produção não pôde ser lido.',
    bundleOpen: 'Feche o arquivo para o suporte para voltar ao seu trabalho.',
  },
};
