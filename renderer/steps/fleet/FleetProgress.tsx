import { Group, Text } from '@mantine/core';
import { Panel } from '../../components/Panel.tsx';
import { Whole } from '../../components/Whole.tsx';
import { useText } from '../../i18n/format.ts';
import { isThrough, jobOf } from '../../state/fleet-list.ts';
import { useWizard } from '../../state/use.ts';

/** How far all of them are. */
export function FleetProgress() {
  const { t } = useText();
  const job = useWizard(jobOf);
  const working = useWizard((state) => state.fleetLive?.working.length ?? 0);
  const count = useWizard((state) => state.fleet?.vehicles.length ?? 0);
  const through = useWizard((state) => state.fleet?.vehicles.filter(isThrough).length ?? 0);
  return (
    <Panel>
      {job && <Whole job={job} />}
      <Group justify="space-between" gap="xs">
        <Text size="sm" fw={600} role="status">
          {t('wizard.fleet.through', { through, count })}
        </Text>
        <Text size="sm">{working === 0 ? '' : t('wizard.fleet.working', { count: working })}</Text>
      </Group>
      <Text size="sm" c="dimmed">
        {t('wizard.fleet.stopping')}
      </Text>
    </Panel>
  );
}
