import { Table, Text } from '@mantine/core';
import { IconCheck, IconX } from '@tabler/icons-react';
import { memo, useState } from 'react';
import type { TableAccount } from '../../../shared/model/index.ts';
import { useDrawnRows } from '../../components/use-drawn-rows.ts';
import { useText } from '../../i18n/format.ts';

const heads = ['source', 'migrated', 'repaired', 'nulled', 'quarantined'] as const;

/**
 * Per table: source = migrated + quarantined, and the same digest on both sides.
 * @param exported the rows lie in files, and nobody has loaded them yet
 */
export function Accounts({ tables, exported }: { tables: TableAccount[]; exported: boolean }) {
  const { t } = useText();
  const [body, setBody] = useState<HTMLElement | null>(null);
  const rows = useDrawnRows(body, tables.length);
  if (tables.length === 0) return <Text c="dimmed">{t('certificate.nothingYet')}</Text>;
  return (
    <div className="panel">
      <Text size="sm" c="dimmed" mb="xs">
        {t(exported ? 'wizard.export.accounts' : 'certificate.accounts.text')}
      </Text>
      <div className="sideways">
        <Table
          layout="fixed"
          miw="52rem"
          verticalSpacing={4}
          // Rows are behind one that holds the place of those above them.
          striped="even"
          aria-rowcount={tables.length + 1}
        >
          <Table.Thead>
            <Table.Tr>
              <Table.Th w="24%">{t('certificate.accounts.table')}</Table.Th>
              {heads.map((head) => (
                <Table.Th key={head} ta="right">
                  {t(
                    exported && head === 'migrated'
                      ? 'wizard.export.inFiles'
                      : `certificate.accounts.${head}`,
                  )}
                </Table.Th>
              ))}
              <Table.Th>{t('certificate.accounts.sum')}</Table.Th>
              <Table.Th>{t('certificate.accounts.digest')}</Table.Th>
            </Table.Tr>
          </Table.Thead>
          <Table.Tbody ref={setBody}>
            <tr style={{ height: rows.above }} />
            {rows.drawn.map(({ index, measure }) => {
              const table = tables[index];
              return table && <Account key={table.name} table={table} index={index} measure={measure} />;
            })}
            <tr style={{ height: rows.below }} />
          </Table.Tbody>
        </Table>
      </div>
    </div>
  );
}

const Account = memo(function Account(props: {
  table: TableAccount;
  index: number;
  measure(row: HTMLElement | null): void;
}) {
  const { number } = useText();
  const { table, index, measure } = props;
  return (
    <Table.Tr ref={measure} data-index={index} aria-rowindex={index + 2}>
      <Table.Td>
        <span className="cut" title={table.name}>
          {table.name}
        </span>
      </Table.Td>
      {heads.map((head) => (
        <Table.Td key={head} className="number">
          {number(table[head])}
        </Table.Td>
      ))}
      <Table.Td>
        <Mark good={table.source === table.migrated + table.quarantined} yes="addsUp" no="doesNotAddUp" />
      </Table.Td>
      <Table.Td>
        {table.digest && (
          <Mark good={table.digest.source === table.digest.target} yes="same" no="different" />
        )}
      </Table.Td>
    </Table.Tr>
  );
});

function Mark({ good, yes, no }: { good: boolean; yes: string; no: string }) {
  const { t } = useText();
  const Icon = good ? IconCheck : IconX;
  return (
    <span className={good ? 'good' : 'bad'} style={{ display: 'inline-flex', gap: 4, alignItems: 'center' }}>
      <Icon size={16} aria-hidden="true" /> {t(`certificate.accounts.${good ? yes : no}`)}
    </span>
  );
}
