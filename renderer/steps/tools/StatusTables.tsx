import { Code, Table, Text } from '@mantine/core';
import type { ReactNode } from 'react';
import type { TableStatus, TargetStatus } from '../../../shared/model/index.ts';
import { Panel } from '../../components/Panel.tsx';
import { Scrolling } from '../../components/Scrolling.tsx';
import { useText } from '../../i18n/format.ts';

/** Sizes and dead rows, the largest first. */
export function Tables({ tables }: { tables: TableStatus[] }) {
  const { t, bytes, number, percent } = useText();
  return (
    <Panel title={t('wizard.tools.status.tables')}>
      <List
        label={t('wizard.tools.status.tables')}
        heads={[
          t('status.columns.table'),
          t('wizard.tools.status.size'),
          t('status.columns.rows'),
          t('status.columns.dead'),
        ]}
        rows={tables.map(({ name, bytes: size, rows, dead }) => [
          name,
          bytes(size),
          number(rows),
          dead === 0 ? '0' : `${number(dead)} (${percent(dead, rows + dead)})`,
        ])}
      />
    </Panel>
  );
}

/** Indexes that cost room and writes and that nobody has read. */
export function UnusedIndexes({ status: { unusedIndexes, since } }: { status: TargetStatus }) {
  const { t, bytes, date } = useText();
  return (
    <Panel title={t('wizard.tools.status.unused', { count: unusedIndexes.length })}>
      <Text size="sm" c="dimmed">
        {t('wizard.tools.status.unusedText')}
        {since !== null && ` ${t('wizard.tools.status.since', { date: date(since) })}`}
      </Text>
      {unusedIndexes.length > 0 && (
        <List
          label={t('wizard.tools.status.unused', { count: unusedIndexes.length })}
          heads={[t('wizard.tools.status.index'), t('wizard.tools.status.size')]}
          rows={unusedIndexes.map((index) => [index.name, bytes(index.bytes)])}
        />
      )}
    </Panel>
  );
}

/** Statements that took the most time, where the server counts them. */
export function Statements({ status: { slowest } }: { status: TargetStatus }) {
  const { t, number } = useText();
  return (
    <Panel title={t('wizard.tools.status.slowest')}>
      {slowest === null ? (
        <Text size="sm" c="dimmed">
          {t('wizard.tools.status.noStatements')}
        </Text>
      ) : (
        <List
          label={t('wizard.tools.status.slowest')}
          heads={[t('status.columns.statement'), t('status.columns.calls'), t('status.columns.mean')]}
          rows={slowest.map(({ query, calls, meanMs }) => [
            <Code key="statement" className="wrap">
              {query}
            </Code>,
            number(calls),
            number(meanMs),
          ])}
        />
      )}
    </Panel>
  );
}

/** A first column for names, and figures. */
function List({ label, heads, rows }: { label: string; heads: string[]; rows: ReactNode[][] }) {
  return (
    <Scrolling label={label} className="tall">
      <Table layout="fixed" verticalSpacing={4} striped>
        <Table.Thead>
          <Table.Tr>
            {heads.map((head, i) => (
              <Table.Th key={head} {...(i === 0 ? { w: heads.length > 3 ? '38%' : '60%' } : { ta: 'right' })}>
                {head}
              </Table.Th>
            ))}
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {rows.map((cells, row) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: rows may be equal and never move
            <Table.Tr key={row}>
              {cells.map((cell, i) => (
                <Table.Td key={heads[i]} className={i === 0 ? 'wrap' : 'number'}>
                  {cell}
                </Table.Td>
              ))}
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
    </Scrolling>
  );
}
