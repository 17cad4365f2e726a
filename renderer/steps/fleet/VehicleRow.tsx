import { Text } from '@mantine/core';
import { memo } from 'react';
import type { FleetItem } from '../../../shared/contract.ts';
import { fileName } from '../../../shared/file-name.ts';
import { useText } from '../../i18n/format.ts';
import { fieldOf, isInTarget, isThrough, keptOf } from '../../state/fleet-list.ts';
import { useWizard } from '../../state/use.ts';
import { VehicleActions } from './VehicleActions.tsx';
import { VehicleField } from './VehicleField.tsx';
import { VehicleState, VehicleTold } from './VehicleState.tsx';

/** One vehicle: its file, what it is called, where it is, and what can be done with it. */
export const VehicleRow = memo(function VehicleRow(props: {
  item: FleetItem;
  /** How many vehicles ask for a finding. */
  asked: ReadonlyMap<string, number>;
  editable: boolean;
}) {
  const { item, asked, editable } = props;
  const { t, number } = useText();
  const working = useWizard((state) =>
    state.fleetLive?.working.find(({ vehicle }) => vehicle === item.vehicle),
  );
  const changeable = editable && !isInTarget(item);
  const at = fieldOf(item.error);
  const counted = item.rows !== null && item.status !== 'undone' ? item.rows : null;
  const field = (name: 'vehicle' | 'plate' | 'schema') => (
    <VehicleField
      item={item}
      field={name}
      // A plate says nothing of where a vehicle is.
      editable={name === 'plate' ? editable : changeable}
      wrong={at === name ? item.error : null}
    />
  );
  return (
    <div className="vehicle">
      <Text size="sm" className="cut" title={item.file} data-label={t('wizard.fleet.columns.file')}>
        {fileName(item.file) || '–'}
      </Text>
      {field('vehicle')}
      {field('plate')}
      {field('schema')}
      <VehicleState item={item} working={working ?? null} />
      <Text size="sm" className="number" data-label={t('wizard.fleet.columns.rows')}>
        {counted ? number(counted.migrated) : '–'}
      </Text>
      <Text size="sm" className="number" data-label={t('wizard.fleet.columns.kept')}>
        {counted && (isThrough(item) || item.status === 'differences') ? number(keptOf(item)) : '–'}
      </Text>
      <VehicleActions item={item} asked={asked} changeable={changeable} />
      {!working && <VehicleTold item={item} />}
    </div>
  );
});
