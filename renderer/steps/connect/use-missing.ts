import { useText } from '../../i18n/format.ts';
import { missingFields, type TargetForm } from '../../state/target-form.ts';

/** What the form still wants, in a sentence; null where it has all of it. */
export function useMissing(form: TargetForm): string | null {
  const { t } = useText();
  const missing = missingFields(form);
  if (missing.length === 0) return null;
  return t('wizard.target.missing', { fields: missing.map((field) => t(`wizard.target.fields.${field}`)) });
}
