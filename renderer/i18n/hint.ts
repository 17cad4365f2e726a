import type { ErrorData } from '../../shared/errors.ts';
import { useText } from './format.ts';

/** What to do about an error: with buttons, where the error's own hint names options of the command line. */
export function useHint(): (error: Pick<ErrorData, 'hint'> & { code?: string }) => string {
  const { t } = useText();
  return ({ code, hint }) => (code === undefined ? hint : t(`wizard.hints.${code}`, { defaultValue: hint }));
}
