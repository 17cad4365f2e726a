import { Switch } from '@mantine/core';
import { useText } from '../i18n/format.ts';
import { useWizard } from '../state/use.ts';

/** Files of every kind, and not only databases. */
export function ShowAll() {
  const { t } = useText();
  const { showAll, setShowAll } = useWizard((state) => state);
  return (
    <Switch
      size="xs"
      checked={showAll}
      label={t('wizard.browser.all')}
      onChange={(event) => void setShowAll(event.currentTarget.checked)}
    />
  );
}
