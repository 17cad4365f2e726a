import { Table, Text } from '@mantine/core';
import type { PlacementAdvice } from '../../../shared/model/index.ts';
import { Command } from '../../components/Command.tsx';
import { Panel } from '../../components/Panel.tsx';
import { Scrolling } from '../../components/Scrolling.tsx';
import { useText } from '../../i18n/format.ts';
import { nodesOf } from '../../state/fleet-nodes.ts';
import { useWizard } from '../../state/use.ts';

/** Vehicles whose names stand in a line. */
const mostNames = 12;

/** On which node of Citus the vehicles are, and what somebody should do about it; nothing where there is no Citus. */
export function Nodes() {
  const { t, number, bytes } = useText();
  const fleet = useWizard((state) => state.fleet);
  if (!fleet?.placement) return null;
  const { placement, vehicles } = fleet;
  const name = (key: string): string => t(`wizard.fleet.nodes.${key}`);
  const namesOf = (all: string[]): string => {
    const more = all.length - mostNames;
    const names = all.slice(0, mostNames).join(', ');
    return more > 0 ? t('wizard.fleet.nodes.andMore', { names, count: more }) : names;
  };
  return (
    <Panel title={name('title')}>
      <Scrolling label={name('title')} style={{ overflowX: 'auto' }}>
        <Table layout="fixed" miw="36rem" verticalSpacing={4} striped>
          <Table.Thead>
            <Table.Tr>
              <Table.Th w="28%">{name('node')}</Table.Th>
              <Table.Th>{name('vehicles')}</Table.Th>
              <Table.Th w="12%" ta="right">
                {name('schemas')}
              </Table.Th>
              <Table.Th w="14%" ta="right">
                {name('size')}
              </Table.Th>
            </Table.Tr>
          </Table.Thead>
          <Table.Tbody>
            {nodesOf(placement, vehicles).map((row) => (
              <Table.Tr key={row.node}>
                <Table.Td className="wrap">{row.node}</Table.Td>
                <Table.Td className="wrap">
                  {row.vehicles.length === 0
                    ? '–'
                    : `${number(row.vehicles.length)}: ${namesOf(row.vehicles)}`}
                </Table.Td>
                <Table.Td ta="right">{number(row.schemas)}</Table.Td>
                <Table.Td ta="right">{bytes(row.bytes)}</Table.Td>
              </Table.Tr>
            ))}
          </Table.Tbody>
        </Table>
      </Scrolling>
      <Text size="sm" c="dimmed">
        {name('text')}
      </Text>
      {placement.advice.map((each) => (
        <Advice key={each.code} advice={each} />
      ))}
    </Panel>
  );
}

function Advice({ advice }: { advice: PlacementAdvice }) {
  const { t } = useText();
  const label =
    advice.code === 'rebalance'
      ? t('wizard.fleet.nodes.rebalance', { full: advice.full, empty: advice.empty })
      : t('wizard.fleet.nodes.distribute', { count: advice.schemas.length });
  return <Command label={label} command={advice.sql} />;
}
