import { Table } from '@mantine/core';
import type { TableChanges } from '../../../shared/contract.ts';
import { Scrolling } from '../../components/Scrolling.tsx';
import { useText } from '../../i18n/format.ts';

/** Rows that were written, by table. */
export function Changes({ label, tables }: { label: string; tables: TableChanges[] }) {
  const { t, number } = useText();
  const quarantined = tables.some((table) => table.quarantined > 0);
  const columns = (['inserted', 'changed', 'deleted', 'quarantined'] as const).filter(
    (name) => quarantined || name !== 'quarantined',
  );
  return (
    <Scrolling label={label} className="tall">
      <Table layout="fixed" miw={quarantined ? '34rem' : '24rem'} verticalSpacing={4} striped>
        <Table.Thead>
          <Table.Tr>
            <Table.Th w={quarantined ? '28%' : '40%'}>{t('cutover.sync.columns.table')}</Table.Th>
            {columns.map((name) => (
              <Table.Th key={name} ta="right">
                {t(`cutover.sync.columns.${name}`)}
              </Table.Th>
            ))}
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {tables.map((table) => (
            <Table.Tr key={table.name}>
              <Table.Td>
                <span className="wrap">{table.name}</span>
              </Table.Td>
              {columns.map((name) => (
                <Table.Td key={name} className="number">
                  {number(table[name])}
                </Table.Td>
              ))}
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
    </Scrolling>
  );
}
