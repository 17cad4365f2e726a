import { Badge, Group, Table, Text } from '@mantine/core';
import { useState } from 'react';
import type { RunItem } from '../../../shared/contract.ts';
import { fileName } from '../../../shared/file-name.ts';
import { Action } from '../../components/Action.tsx';
import { placeOfRun } from '../../components/places.ts';
import { StatusBadge } from '../../components/StatusBadge.tsx';
import { UndoDialog } from '../../components/UndoDialog.tsx';
import { useWorking } from '../../components/use-working.ts';
import { useText } from '../../i18n/format.ts';
import { resultText } from '../../i18n/result.ts';
import { useWizard } from '../../state/use.ts';
import { isThere } from './LastWay.tsx';
import { ResumeDialog } from './ResumeDialog.tsx';
import { ToolsButton } from './ToolsButton.tsx';

export function RunRow({ run }: { run: RunItem }) {
  const text = useText();
  const { t, number, date } = text;
  const { openRun, openCutover } = useWizard((state) => state);
  const working = useWorking();
  const [dialog, setDialog] = useState<'resume' | 'undo' | null>(null);
  if ('error' in run) return null;
  const name = fileName(run.source);
  const result = isThere(run) ? resultText(run.rows, run.rehearsal, text) : null;
  return (
    <Table.Tr>
      <Table.Td>
        <StatusBadge status={run.status} phase={run.phase} />
        {run.rehearsal && (
          <Badge variant="outline" color="gray" tt="none" mt={4}>
            {t('wizard.rehearsal')}
          </Badge>
        )}
      </Table.Td>
      <Table.Td>
        <Text size="sm" fw={600} className="cut" title={run.source}>
          {name}
        </Text>
        <Text size="xs" c="dimmed" className="cut">
          {run.id}
        </Text>
        {result !== null && (
          <Text size="xs" className="wrap">
            {result}
          </Text>
        )}
      </Table.Td>
      <Table.Td>
        <Text size="sm" className="cut" title={run.target.url}>
          {placeOfRun(run.target, t).name}
        </Text>
        <Text size="xs" c="dimmed" className="cut">
          {t('wizard.schemaName', { name: run.target.schema })}
        </Text>
      </Table.Td>
      <Table.Td className="number" data-label={t('wizard.start.columns.rows')}>
        {number(run.rows.migrated)}
      </Table.Td>
      <Table.Td data-label={t('wizard.start.columns.when')}>{date(run.createdAt)}</Table.Td>
      <Table.Td>
        <Group gap={6} justify="flex-end">
          {run.can.tools && <ToolsButton run={run.id} name={name} why={working} />}
          {run.can.undo && (
            <Action
              size="compact-sm"
              variant="subtle"
              color="red"
              why={working}
              aria-label={t('wizard.start.undoOf', { name, run: run.id })}
              onClick={() => setDialog('undo')}
            >
              {t('wizard.start.undo')}
            </Action>
          )}
          {run.can.resume ? (
            <Action
              size="compact-sm"
              why={working}
              aria-label={t('wizard.start.resumeOf', { name, run: run.id })}
              onClick={() => setDialog('resume')}
            >
              {t('wizard.start.resume')}
            </Action>
          ) : (
            <Action
              size="compact-sm"
              variant="default"
              why={working}
              aria-label={t('wizard.start.openOf', { name, run: run.id })}
              onClick={() => (run.phase === 'before' ? openRun(run.id) : openCutover(run.id))}
            >
              {t('wizard.start.open')}
            </Action>
          )}
          {run.can.cutover && run.phase === 'before' && (
            <Action
              size="compact-sm"
              variant="light"
              why={working}
              aria-label={t('wizard.cutover.openOf', { name, run: run.id })}
              onClick={() => openCutover(run.id)}
            >
              {t('wizard.cutover.open')}
            </Action>
          )}
        </Group>
        <ResumeDialog run={run} opened={dialog === 'resume'} onClose={() => setDialog(null)} />
        {dialog === 'undo' && <UndoDialog run={run} onClose={() => setDialog(null)} />}
      </Table.Td>
    </Table.Tr>
  );
}
