import { Button, Group, Text } from '@mantine/core';
import { useEffect, useState } from 'react';
import { Action } from '../../components/Action.tsx';
import { Panel } from '../../components/Panel.tsx';
import { useWorking } from '../../components/use-working.ts';
import { useText } from '../../i18n/format.ts';
import { listName } from '../../i18n/list-name.ts';
import { useWizard } from '../../state/use.ts';

/** As many as leave room for the migrations below. */
const few = 3;

/** The lists of vehicles that were worked on before; nothing where there are none. */
export function FleetLists() {
  const text = useText();
  const { t, ago } = text;
  const fleets = useWizard((state) => state.fleets);
  const loadFleets = useWizard((state) => state.loadFleets);
  const openFleet = useWizard((state) => state.openFleet);
  const working = useWorking();
  const [all, setAll] = useState(false);
  useEffect(() => void loadFleets(), [loadFleets]);
  if (!fleets || fleets.length === 0) return null;
  const shown = all ? fleets : fleets.slice(0, few);
  return (
    <Panel title={t('wizard.fleet.recent')}>
      <ul className="plain">
        {shown.map((fleet) => {
          const name = listName(fleet, text);
          const count = fleet.vehicles;
          return (
            <li key={fleet.manifest.token}>
              <Group justify="space-between" wrap="nowrap" gap="xs" py={3}>
                <Text size="sm" className="cut" title={fleet.manifest.path}>
                  <strong>{name}</strong>
                  {' · '}
                  {count === null ? t('wizard.fleet.notBegun') : t('wizard.fleet.vehicles', { count })}
                  {' · '}
                  {ago(fleet.changed)}
                </Text>
                <Action
                  size="compact-sm"
                  variant="default"
                  why={working}
                  aria-label={t('wizard.fleet.openOf', { name })}
                  onClick={() => void openFleet(fleet.manifest.token)}
                >
                  {t('wizard.start.open')}
                </Action>
              </Group>
            </li>
          );
        })}
      </ul>
      {shown.length < fleets.length && (
        <div>
          <Button size="compact-sm" variant="subtle" onClick={() => setAll(true)}>
            {t('wizard.source.more', { count: fleets.length - shown.length })}
          </Button>
        </div>
      )}
    </Panel>
  );
}
