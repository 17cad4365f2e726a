import { useTranslation } from 'react-i18next';

/** Milliseconds with as many digits as say something. */
export function useMilliseconds(): (value: number) => string {
  const { i18n } = useTranslation();
  const format = new Intl.NumberFormat(i18n.language, { maximumSignificantDigits: 3 });
  return (value) => format.format(value);
}
