/** The guide beside the wizard's pages, and the short codes that lead into it. */
export const wizardGuide = {
  guide: {
    title: 'Guide',
    code: 'code {{code}}: see the guide',
    search: 'Search for a code or words',
    page: 'Page of the guide',
    back: 'Back',
    found_zero: 'Nothing was found.',
    found_one: '{{count, number}} passage found',
    found: '{{count, number}} passages found',
  },
};
