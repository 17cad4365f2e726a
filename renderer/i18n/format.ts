import { useTranslation } from 'react-i18next';
import { type Format, formats } from './formats.ts';

/** Texts and formats in the language of the page; components draw anew when it changes. */
export function useText(): Format {
  const { t, i18n } = useTranslation();
  return formats(t, i18n.language);
}
