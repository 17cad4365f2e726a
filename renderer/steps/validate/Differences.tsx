import { Stack, Table, Text } from '@mantine/core';
import type { RowDifference } from '../../../shared/model/index.ts';
import { keyText } from '../../../shared/value-text.ts';
import { Panel } from '../../components/Panel.tsx';
import { Value } from '../../components/Value.tsx';
import { useText } from '../../i18n/format.ts';

/** The first differences of each table, both sides beside one another. */
export function Differences({ samples, all }: { samples: readonly RowDifference[]; all: number }) {
  const { t } = useText();
  return (
    <Stack gap="sm">
      {all > samples.length && (
        <Text size="sm">{t('wizard.validate.samples', { shown: samples.length, count: all })}</Text>
      )}
      {samples.map((difference, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: differences may be equal and never move
        <Difference key={index} difference={difference} />
      ))}
    </Stack>
  );
}

function Difference({ difference: { table, kind, key, columns } }: { difference: RowDifference }) {
  const { t } = useText();
  return (
    <Panel title={`${table} · ${t(`certificate.validation.kinds.${kind}`)}`}>
      {key && (
        <Text size="sm" className="wrap">
          {keyText(key)}
        </Text>
      )}
      {columns.length > 0 && (
        <Table layout="fixed" verticalSpacing={4}>
          <Table.Thead>
            <Table.Tr>
              <Table.Th>{t('certificate.validation.column')}</Table.Th>
              <Table.Th>{t('certificate.accounts.sideSource')}</Table.Th>
              <Table.Th>{t('certificate.accounts.sideTarget')}</Table.Th>
            </Table.Tr>
          </Table.Thead>
          <Table.Tbody>
            {columns.map(({ column, source, target }) => (
              <Table.Tr key={column}>
                <Table.Td className="wrap">{column}</Table.Td>
                <Table.Td>
                  <Value text={source} />
                </Table.Td>
                <Table.Td>
                  <Value text={target} />
                </Table.Td>
              </Table.Tr>
            ))}
          </Table.Tbody>
        </Table>
      )}
    </Panel>
  );
}
