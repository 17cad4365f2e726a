import { Table } from '@mantine/core';
import type { ExceptionValue } from '../../../shared/contract.ts';
import { Panel } from '../../components/Panel.tsx';
import { Value } from '../../components/Value.tsx';
import { useText } from '../../i18n/format.ts';
import { WholeValue } from './WholeValue.tsx';

/** As much as stands in a line or two. */
const long = 300;

/** The whole row of the source, column by column. @param props.about the column that the exception is about. */
export function WholeRow({ row, about }: { row: ExceptionValue[]; about: string | null }) {
  const { t } = useText();
  return (
    <Panel title={t('wizard.exceptions.wholeRow')}>
      <Table layout="fixed" verticalSpacing={4}>
        <Table.Thead>
          <Table.Tr>
            <Table.Th w="30%">{t('certificate.validation.column')}</Table.Th>
            <Table.Th>{t('exceptions.csv.original')}</Table.Th>
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {row.map(({ column, text, more }) => (
            <Table.Tr key={column}>
              <Table.Td className="wrap" fw={column === about ? 600 : 400}>
                {column}
              </Table.Td>
              <Table.Td className="wrap">
                {text !== null && text.length > long ? (
                  <WholeValue text={text} more={more} label={column} />
                ) : (
                  <Value text={text} />
                )}
              </Table.Td>
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
    </Panel>
  );
}
