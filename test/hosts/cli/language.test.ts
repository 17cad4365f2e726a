import { describe, expect, it, onTestFinished, vi } from 'vitest';
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
    [['en'], { LANG: 'pt_BR.UTF-8' }, 'pt-BR'],
  ] as const)('%j with %j is %s', (argv, env, language) => {
    expect(chooseLanguage(argv, env, 'linux')).toBe(language);
  });

  it.each(['win32', 'darwin'] as const)(
    'is the one of the system on %s, where the environment has none',
    (platform) => {
      const intl = vi.spyOn(Intl.DateTimeFormat.prototype, 'resolvedOptions');
      onTestFinished(() => intl.mockRestore());
      intl.mockReturnValue({ locale: 'en-GB' } as Intl.ResolvedDateTimeFormatOptions);
      expect(chooseLanguage([], {}, platform)).toBe('en');
      expect(chooseLanguage([], { LANG: 'pt_BR.UTF-8' }, platform)).toBe('pt-BR');
      expect(chooseLanguage([], {}, 'linux')).toBe('pt-BR');
    },
  );
});
