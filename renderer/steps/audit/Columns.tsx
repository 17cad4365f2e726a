import { Badge, NativeSelect, Stack, Table, Text } from '@mantine/core';
import { useState } from 'react';
import type { AuditView } from '../../../shared/contract.ts';
import type { PlanColumn } from '../../../shared/model/index.ts';
import { useText } from '../../i18n/format.ts';
import { useWizard } from '../../state/use.ts';

const commonTypes = [
  'text',
  'integer',
  'bigint',
  'numeric',
  'double precision',
  'boolean',
  'timestamp without time zone',
  'date',
  'time without time zone',
  'bytea',
  'jsonb',
  'uuid',
  'text[]',
];

/** Which column becomes which, with the type to choose another one. */
export function Columns({ view }: { view: AuditView }) {
  const { t } = useText();
  const { tables } = view.plan;
  const [name, setName] = useState(tables[0]?.source ?? '');
  const table = tables.find((each) => each.source === name) ?? tables[0];
  if (!table) return <Text>{t('wizard.audit.noTables')}</Text>;
  return (
    <Stack gap="sm">
      <NativeSelect
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
}

function ColumnRow({ table, column }: { table: string; column: PlanColumn }) {
  const { t } = useText();
  const setType = useWizard((state) => state.setType);
  const busy = useWizard((state) => state.busy.audit === true);
  const types = [...new Set([column.planned, column.type, ...commonTypes])];
  const choose = (type: string) =>
    void setType(`${table}.${column.source}`, type === column.planned ? null : type);
  return (
    <Table.Tr>
      <Table.Td className="wrap">{column.source}</Table.Td>
      <Table.Td className="wrap">{column.target}</Table.Td>
      <Table.Td>
        <NativeSelect
          size="xs"
          aria-label={t('wizard.columns.typeOf', { column: column.source })}
          value={column.type}
          disabled={busy || column.generated !== null}
          onChange={(event) => choose(event.currentTarget.value)}
          data={types.map((type) => ({
            value: type,
            label: type === column.planned ? t('wizard.columns.planned', { type }) : type,
          }))}
        />
        {column.type !== column.planned && (
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
