import { Table, Text } from '@mantine/core';
import type { PreviewTable } from '../../../shared/model/index.ts';
import { useText } from '../../i18n/format.ts';

/** Each column of a table with its partner in the target; those without one first. */
export function AdoptedColumns({ table }: { table: PreviewTable }) {
  const { t } = useText();
  const { columns, alone, target, bookkeeping } = table;
  const sorted = columns.toSorted((a, b) => Number(a.target !== null) - Number(b.target !== null));
  if (target === null || bookkeeping) {
    return (
      <Text size="sm" c="dimmed" px="0.75rem" pb="sm" pl="2.25rem">
        {t(`wizard.adopted.${bookkeeping ? 'bookkeepingText' : 'noTableText'}`)}
      </Text>
    );
  }
  return (
    <div className="sideways" style={{ padding: '0 0.75rem 0.75rem 2.25rem' }}>
      <Table layout="fixed" miw="38rem" verticalSpacing={3} fz="sm">
        <Table.Thead>
          <Table.Tr>
            <Table.Th>{t('wizard.columns.source')}</Table.Th>
            <Table.Th>{t('wizard.columns.target')}</Table.Th>
            <Table.Th>{t('wizard.columns.type')}</Table.Th>
            <Table.Th>{t('wizard.adopted.spelling')}</Table.Th>
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {sorted.map((column) => (
            <Table.Tr key={column.source}>
              <Table.Td className="wrap">{column.source}</Table.Td>
              <Table.Td className={column.target === null ? 'wrap bad' : 'wrap'}>
                {column.target ?? t('wizard.adopted.without')}
              </Table.Td>
              <Table.Td className="wrap">{column.type}</Table.Td>
              <Table.Td className="wrap">
                {column.form !== null && t(`wizard.adopted.forms.${column.form}`)}
              </Table.Td>
            </Table.Tr>
          ))}
          {alone.map(({ name, type }) => (
            <Table.Tr key={`alone ${name}`}>
              <Table.Td c="dimmed">{t('wizard.adopted.withoutSource')}</Table.Td>
              <Table.Td className="wrap">{name}</Table.Td>
              <Table.Td className="wrap">{type}</Table.Td>
              <Table.Td />
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
    </div>
  );
}
