import { SegmentedControl, Text } from '@mantine/core';
import { memo, useMemo, useState } from 'react';
import type { FleetItem } from '../../../shared/contract.ts';
import { PageList } from '../../components/PageList.tsx';
import { Panel } from '../../components/Panel.tsx';
import { useText } from '../../i18n/format.ts';
import { askedBy, isThrough, waitsForSomebody } from '../../state/fleet-list.ts';
import { useWizard } from '../../state/use.ts';
import { VehicleRow } from './VehicleRow.tsx';

const usualHeight = 54;

const filters = {
  all: () => true,
  open: waitsForSomebody,
  through: isThrough,
} satisfies Record<string, (item: FleetItem) => boolean>;
type Filter = keyof typeof filters;

const columns = ['file', 'vehicle', 'plate', 'schema', 'state', 'rows', 'kept'] as const;

/** Every vehicle on a line; of however many there are, only those in sight are drawn. */
export const VehicleList = memo(function VehicleList({ active }: { active: boolean }) {
  const { t } = useText();
  const fleet = useWizard((state) => state.fleet);
  const [filter, setFilter] = useState<Filter>('all');
  const vehicles = fleet?.vehicles;
  const shown = useMemo(() => vehicles?.filter(filters[filter]) ?? [], [vehicles, filter]);
  const asked = useMemo(() => askedBy(vehicles ?? []), [vehicles]);
  if (!fleet || !vehicles) return null;
  const count = (name: Filter): number => vehicles.filter(filters[name]).length;
  return (
    <Panel
      title={t('wizard.fleet.vehicles', { count: vehicles.length })}
      aside={
        <SegmentedControl
          size="xs"
          aria-label={t('wizard.fleet.filter.label')}
          value={filter}
          onChange={(value) => setFilter(value as Filter)}
          data={(Object.keys(filters) as Filter[]).map((name) => ({
            value: name,
            label: t(`wizard.fleet.filter.${name}`, { count: count(name) }),
          }))}
        />
      }
    >
      {!fleet.own && (
        <Text size="sm" c="dimmed" className="wrap">
          {t('wizard.fleet.notOwn', { name: fleet.manifest.path })}
        </Text>
      )}
      {fleet.ignored.length > 0 && (
        <Text size="sm" c="dimmed" className="wrap">
          {t('wizard.fleet.ignored', { names: fleet.ignored.join(', ') })}
        </Text>
      )}
      {/* Each line names its own values: the heads are for the eye. */}
      <div className="vehicle vehicleHeads" aria-hidden="true">
        {columns.map((name) => (
          <Text
            key={name}
            size="xs"
            fw={600}
            c="dimmed"
            ta={name === 'rows' || name === 'kept' ? 'right' : 'left'}
          >
            {t(`wizard.fleet.columns.${name === 'schema' ? fleet.each : name}`)}
          </Text>
        ))}
      </div>
      {shown.length === 0 && <Text size="sm">{t('wizard.fleet.filter.empty')}</Text>}
      <Lines vehicles={shown} asked={asked} editable={fleet.own && !active} />
    </Panel>
  );
});

function Lines(props: {
  vehicles: readonly FleetItem[];
  asked: ReadonlyMap<string, number>;
  editable: boolean;
}) {
  const { vehicles, asked, editable } = props;
  return (
    <PageList items={vehicles} keyOf={keyOf} usualHeight={usualHeight} className="vehicleLine">
      {(item) => <VehicleRow item={item} asked={asked} editable={editable} />}
    </PageList>
  );
}

/** A list of somebody's may have a file twice. */
function keyOf({ line, file }: FleetItem): string {
  return `${line} ${file}`;
}
