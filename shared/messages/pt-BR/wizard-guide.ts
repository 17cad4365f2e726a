/** The guide beside the wizard's pages, and the short codes that lead into it. */
export const wizardGuide = {
  guide: {
    title: 'Guia',
    code: 'código {{code}}: ver no guia',
    search: 'Procurar por código ou palavras',
    page: 'Página do guia',
    back: 'Voltar',
    found_zero: 'Nada foi encontrado.',
    found_one: '{{count, number}} trecho encontrado',
    found: '{{count, number}} trechos encontrados',
  },
};
