import { describe, expect, it } from 'vitest';
import { chooseLanguage } from '../../../electron/hosts/cli/language.ts';

describe('the language', () => {
  it.each([
    [[], {}, 'pt-BR'],
    [[], { LANG: 'en_US.UTF-8' }, 'en'],
    [[], { LANG: 'C.UTF-8' }, 'pt-BR'],
    [[], { LANG: 'en_US.UTF-8', LC_ALL: 'pt_BR.UTF-8' }, 'pt-BR'],
    [[], { LANG: 'pt_BR.UTF-8', LC_MESSAGES: 'en_GB.UTF-8' }, 'en'],
    [[], { LC_ALL: '', LANG: 'en_US' }, 'en'],
    [['--lang', 'en'], { LANG: 'pt_BR.UTF-8' }, 'en'],
    [['migrate', '--lang=pt-BR'], { LANG: 'en_US.UTF-8' }, 'pt-BR'],
    [['--lang', 'en', '--lang', 'pt-BR'], {}, 'pt-BR'],
    [['--lang'], { LANG: 'en_US.UTF-8' }, 'en'],
    [['--lang', 'fr'], { LANG: 'en_US.UTF-8' }, 'en'],
  ] as const)('%j with %j is %s', (argv, env, language) => {
    expect(chooseLanguage(argv, env, 'linux')).toBe(language);
  });
});
