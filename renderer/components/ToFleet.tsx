import { Alert, Button, Group, Text } from '@mantine/core';
import { useText } from '../i18n/format.ts';
import { listName } from '../i18n/list-name.ts';
import { useWizard } from '../state/use.ts';

/** The audit of a vehicle that is on a list: what is decided in it can hold for all of them. */
export function ToFleet() {
  const text = useText();
  const { t } = text;
  const fleet = useWizard((state) => state.fleet);
  const path = useWizard((state) => (state.view?.adopt === null ? state.view.audit.source.path : null));
  const takeAudit = useWizard((state) => state.takeAudit);
  const goTo = useWizard((state) => state.goTo);
  if (!fleet || path === null || !fleet.vehicles.some(({ file }) => file === path)) return null;
  return (
    <Alert>
      <Group justify="space-between" gap="xs">
        <Text size="sm">{t('wizard.fleet.use.text', { name: listName(fleet, text) })}</Text>
        <Group gap="xs">
          <Button size="xs" variant="default" onClick={() => goTo('fleet')}>
            {t('wizard.fleet.back')}
          </Button>
          <Button size="xs" onClick={takeAudit}>
            {t('wizard.fleet.use.decisions')}
          </Button>
        </Group>
      </Group>
    </Alert>
  );
}
