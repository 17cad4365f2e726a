import { ActionIcon, Badge, Button, Group, Table, Text, Tooltip } from '@mantine/core';
import { IconTools } from '@tabler/icons-react';
import { useState } from 'react';
import type { RunItem } from '../../../shared/contract.ts';
import { StatusBadge } from '../../components/StatusBadge.tsx';
import { UndoDialog } from '../../components/UndoDialog.tsx';
import { useText } from '../../i18n/format.ts';
import { resultText } from '../../i18n/result.ts';
import { isActive } from '../../state/job.ts';
import { useWizard } from '../../state/use.ts';
import { ResumeDialog } from './ResumeDialog.tsx';

/** Last part of a path, whichever the system. */
function fileName(path: string): string {
  return path.split(/[\\/]/).at(-1) ?? path;
}

export function RunRow({ run }: { run: RunItem }) {
  const text = useText();
  const { t, number, date } = text;
  const { openRun, openCutover, openTools } = useWizard((state) => state);
  const active = useWizard((state) => isActive(state.job));
  const [dialog, setDialog] = useState<'resume' | 'undo' | null>(null);
  if ('error' in run) return null;
  const name = fileName(run.source);
  // Undone, or back in SQLite, the rows are not there any more.
  const isThere = run.status === 'succeeded' && (run.phase === 'before' || run.phase === 'live');
  const result = isThere ? resultText(run.rows, run.rehearsal, text) : null;
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
          {run.target.managed ? t('wizard.target.managed') : run.target.url || t('wizard.export.target')}
        </Text>
        <Text size="xs" c="dimmed" className="cut">
          {t('wizard.schemaName', { name: run.target.schema })}
        </Text>
      </Table.Td>
      <Table.Td className="number">{number(run.rows.migrated)}</Table.Td>
      <Table.Td>{date(run.createdAt)}</Table.Td>
      <Table.Td>
        <Group gap={6} justify="flex-end">
          {run.can.tools && (
            <Tooltip label={t('wizard.tools.open')}>
              <ActionIcon
                size="sm"
                variant="subtle"
                color="gray"
                disabled={active}
                aria-label={t('wizard.tools.openOf', { name, run: run.id })}
                onClick={() => void openTools(run.id)}
              >
                <IconTools size={16} />
              </ActionIcon>
            </Tooltip>
          )}
          {run.can.undo && (
            <Button
              size="compact-sm"
              variant="subtle"
              color="red"
              disabled={active}
              aria-label={t('wizard.start.undoOf', { name, run: run.id })}
              onClick={() => setDialog('undo')}
            >
              {t('wizard.start.undo')}
            </Button>
          )}
          {run.can.resume ? (
            <Button
              size="compact-sm"
              disabled={active}
              aria-label={t('wizard.start.resumeOf', { name, run: run.id })}
              onClick={() => setDialog('resume')}
            >
              {t('wizard.start.resume')}
            </Button>
          ) : (
            <Button
              size="compact-sm"
              variant="default"
              disabled={active}
              aria-label={t('wizard.start.openOf', { name, run: run.id })}
              onClick={() => void (run.phase === 'before' ? openRun(run.id) : openCutover(run.id))}
            >
              {t('wizard.start.open')}
            </Button>
          )}
          {run.can.cutover && run.phase === 'before' && (
            <Button
              size="compact-sm"
              variant="light"
              disabled={active}
              aria-label={t('wizard.cutover.openOf', { name, run: run.id })}
              onClick={() => void openCutover(run.id)}
            >
              {t('wizard.cutover.open')}
            </Button>
          )}
        </Group>
        <ResumeDialog run={run} opened={dialog === 'resume'} onClose={() => setDialog(null)} />
        {dialog === 'undo' && <UndoDialog run={run} onClose={() => setDialog(null)} />}
      </Table.Td>
    </Table.Tr>
  );
}
