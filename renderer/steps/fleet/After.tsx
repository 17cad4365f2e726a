import { Group, Text } from '@mantine/core';
import { IconDeviceFloppy, IconServer } from '@tabler/icons-react';
import { useState } from 'react';
import { Action } from '../../components/Action.tsx';
import { Panel } from '../../components/Panel.tsx';
import { useBusy } from '../../components/use-working.ts';
import { useText } from '../../i18n/format.ts';
import { isInTarget, talliesOf } from '../../state/fleet-list.ts';
import { useWizard } from '../../state/use.ts';
import { resultOf } from './result.ts';
import { UndoFleet } from './UndoFleet.tsx';

/** What became of the vehicles, in a sentence, and what can be done with all of them. */
export function After() {
  const { t } = useText();
  const fleet = useWizard((state) => state.fleet);
  const saved = useWizard((state) => state.saved);
  const saving = useWizard((state) => state.busy.save === true);
  const save = useWizard((state) => state.save);
  const syncFleet = useWizard((state) => state.syncFleet);
  const looking = useWizard((state) => state.busy.nodes === true);
  const unplaced = useWizard((state) => state.unplaced);
  const lookForNodes = useWizard((state) => state.lookForNodes);
  const [undoing, setUndoing] = useState(false);
  const busy = useBusy();
  if (!fleet) return null;
  const tallies = talliesOf(fleet.vehicles);
  const there = fleet.vehicles.filter(isInTarget);
  const undoable = there.filter(({ status }) => status !== 'live');
  const nothing = there.length === 0 ? t('wizard.fleet.undo.nothing') : null;
  const allLive = undoable.length === 0 ? t('wizard.fleet.undo.allLive') : null;
  // The local PostgreSQL has no Citus, and a database of one vehicle is nothing that it would spread.
  const mayBePlaced =
    fleet.target !== null && fleet.each === 'schema' && fleet.placement === null && !unplaced;
  const names = fleet.gone.map(({ vehicle }) => vehicle).join(', ');
  return (
    <Panel>
      <Text fw={650} role="status" className={tallies.through === fleet.vehicles.length ? 'good' : ''}>
        {resultOf(tallies, fleet.vehicles.length, t)}
      </Text>
      {tallies.kept > 0 && <Text size="sm">{t('wizard.fleet.result.kept', { count: tallies.kept })}</Text>}
      {fleet.gone.length > 0 && (
        <Text size="sm" className="wrap">
          {t('wizard.fleet.gone', { count: fleet.gone.length, names })}
        </Text>
      )}
      <Group gap="xs">
        {fleet.summarised && (
          <Action
            size="xs"
            variant="default"
            leftSection={<IconDeviceFloppy size={16} />}
            loading={saving}
            onClick={() => void save({ what: 'fleet', manifest: fleet.manifest.token })}
          >
            {t('wizard.fleet.summary')}
          </Action>
        )}
        {mayBePlaced && (
          <Action
            size="xs"
            variant="default"
            leftSection={<IconServer size={16} />}
            loading={looking}
            why={nothing ?? busy}
            onClick={() => void lookForNodes()}
          >
            {t('wizard.fleet.nodes.ask')}
          </Action>
        )}
        {tallies.changed > 0 && (
          <Action size="xs" variant="default" why={busy} onClick={() => void syncFleet()}>
            {t('wizard.fleet.sync', { count: tallies.changed })}
          </Action>
        )}
        <Action
          size="xs"
          variant="subtle"
          color="red"
          why={nothing ?? allLive ?? busy}
          onClick={() => setUndoing(true)}
        >
          {t('wizard.fleet.undo.all')}
        </Action>
      </Group>
      {unplaced && fleet.placement === null && (
        <Text size="sm" role="status">
          {t('wizard.fleet.nodes.none')}
        </Text>
      )}
      {saved !== null && (
        <Text size="sm" className="wrap" role="status">
          {t('wizard.fleet.saved', { name: saved })}
        </Text>
      )}
      {undoing && <UndoFleet vehicles={undoable} all onClose={() => setUndoing(false)} />}
    </Panel>
  );
}
