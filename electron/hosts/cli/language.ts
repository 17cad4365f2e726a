import { type Language, languageOf, languages } from '../../../shared/messages/index.ts';

/**
 * The language to speak before the options are parsed, for their own help and errors too: `--lang`, else the locale of
 * the environment, else (where the system keeps it elsewhere) the one of Intl. Portuguese unless one of them is English.
 */
export function chooseLanguage(
  argv: readonly string[],
  env: NodeJS.ProcessEnv,
  platform: NodeJS.Platform = process.platform,
): Language {
  const asked = languages.find((each) => each === askedFor(argv));
  return asked ?? languageOf(env.LC_ALL || env.LC_MESSAGES || env.LANG || systemLocale(platform));
}

function askedFor(argv: readonly string[]): string | undefined {
  const at = argv.findLastIndex((arg) => arg === '--lang' || arg.startsWith('--lang='));
  return at < 0 ? undefined : (argv[at]?.split('=')[1] ?? argv[at + 1]);
}

/** On Linux, Intl knows no more than the environment does, and says English where that says nothing. */
function systemLocale(platform: NodeJS.Platform): string | undefined {
  return platform === 'linux' ? undefined : Intl.DateTimeFormat().resolvedOptions().locale;
}
