import { Badge, Loader, NativeSelect, Stack, Table, Text } from '@mantine/core';
import { memo, useEffect, useState } from 'react';
import type { AuditView } from '../../../shared/contract.ts';
import type { PlanColumn } from '../../../shared/model/index.ts';
import { useText } from '../../i18n/format.ts';
import { useWizard } from '../../state/use.ts';
import { typeNames, typesFor } from './types.ts';

/** Which column becomes which, with the type to choose another one. */
export const Columns = memo(function Columns({ view }: { view: AuditView }) {
  const { t } = useText();
  const { tables } = view.plan;
  const [name, setName] = useState(tables[0]?.source ?? '');
  const table = tables.find((each) => each.source === name) ?? tables[0];
  const look = useWizard((state) => state.lookForUnfit);
  const shown = table?.source;
  useEffect(() => {
    if (shown !== undefined) void look(shown, typeNames);
  }, [look, shown]);
  if (!table) return <Text>{t('wizard.audit.noTables')}</Text>;
  return (
    <Stack gap="sm">
      <NativeSelect
        disabled={false}
        maw="32rem"
        label={t('wizard.columns.table')}
        value={table.source}
        onChange={(event) => setName(event.currentTarget.value)}
        data={tables.map((each) => each.source)}
      />
      <div className="panel sideways">
        <Table layout="fixed" miw="46rem" verticalSpacing={4}>
          <Table.Thead>
            <Table.Tr>
              <Table.Th>{t('wizard.columns.source')}</Table.Th>
              <Table.Th>{t('wizard.columns.target')}</Table.Th>
              <Table.Th w="19rem">{t('wizard.columns.type')}</Table.Th>
              <Table.Th w="9rem">{t('wizard.columns.conversion')}</Table.Th>
              <Table.Th w="7rem">{t('wizard.columns.nullable')}</Table.Th>
            </Table.Tr>
          </Table.Thead>
          <Table.Tbody>
            {table.columns.map((column) => (
              <ColumnRow key={column.source} table={table.source} column={column} />
            ))}
          </Table.Tbody>
        </Table>
      </div>
    </Stack>
  );
});

function ColumnRow({ table, column }: { table: string; column: PlanColumn }) {
  const { t } = useText();
  const setType = useWizard((state) => state.setType);
  const name = `${table}.${column.source}`;
  // What was chosen is shown at once; the plan that follows may be a while.
  const waiting = useWizard((state) => state.waiting);
  const unfit = useWizard((state) => state.unfit[table]?.[column.source]);
  const isWorking = useWizard(
    (state) => waiting !== null && waiting.choices.types[name] !== state.view?.choices.types[name],
  );
  const shown = isWorking ? (waiting?.choices.types[name] ?? column.planned) : column.type;
  const choose = (wanted: string) => void setType(name, wanted === column.planned ? null : wanted);
  return (
    <Table.Tr>
      <Table.Td className="wrap">{column.source}</Table.Td>
      <Table.Td className="wrap">{column.target}</Table.Td>
      <Table.Td>
        {column.generated === null ? (
          <NativeSelect
            size="xs"
            aria-label={t('wizard.columns.typeOf', { column: column.source })}
            value={shown}
            {...(isWorking && {
              rightSection: <Loader size={12} aria-label={t('wizard.cards.working')} role="status" />,
            })}
            onChange={(event) => choose(event.currentTarget.value)}
            data={[...new Set([...typesFor(column, unfit), shown])].map((each) => ({
              value: each,
              label: each === column.planned ? t('wizard.columns.planned', { type: each }) : each,
            }))}
          />
        ) : (
          <>
            {shown}
            <Text size="xs" c="dimmed">
              {t('wizard.columns.generated')}
            </Text>
          </>
        )}
        {shown !== column.planned && (
          <Badge mt={4} color="orange" variant="light" tt="none">
            {t('wizard.columns.chosen')}
          </Badge>
        )}
      </Table.Td>
      <Table.Td>{t(`wizard.columns.conversions.${column.conversion}`)}</Table.Td>
      <Table.Td>{t(column.nullable ? 'certificate.yes' : 'certificate.no')}</Table.Td>
    </Table.Tr>
  );
}
