import { Alert, Group, List, Stack, Text } from '@mantine/core';
import { IconAlertTriangle, IconCircleCheck, IconRefresh } from '@tabler/icons-react';
import { useEffect } from 'react';
import type { RunDetail } from '../../../shared/contract.ts';
import type { TargetStatus } from '../../../shared/model/index.ts';
import { Action } from '../../components/Action.tsx';
import { Facts } from '../../components/Facts.tsx';
import { FolderButton } from '../../components/FolderButton.tsx';
import { Loading } from '../../components/Loading.tsx';
import { Panel } from '../../components/Panel.tsx';
import { useWorking } from '../../components/use-working.ts';
import { useText } from '../../i18n/format.ts';
import { useWizard } from '../../state/use.ts';
import { ServerPassword } from '../cutover/ServerPassword.tsx';
import { Statements, Tables, UnusedIndexes } from './StatusTables.tsx';

/** How the target is doing, and what wants attention. */
export function StatusPage({ run }: { run: RunDetail }) {
  const { t, ago } = useText();
  const { id } = run.state;
  const status = useWizard((state) => (state.status?.run === id ? state.status : null));
  const busy = useWizard((state) => state.busy.tools === true);
  const problem = useWizard((state) => state.problems.tools);
  const working = useWorking();
  const { loadStatus, setBackups } = useWizard((state) => state);
  useEffect(() => void loadStatus(), [loadStatus]);
  return (
    <Stack gap="md">
      <ServerPassword error={problem} />
      <Group justify="space-between" gap="sm">
        <Text size="sm" c="dimmed">
          {status && t('wizard.tools.status.asked', { ago: ago(status.at) })}
        </Text>
        <Group gap="sm">
          <FolderButton
            quiet
            label={t('wizard.tools.status.backups')}
            onChosen={(folder) => void setBackups(folder)}
          />
          <Action
            size="xs"
            variant="default"
            leftSection={<IconRefresh size={16} />}
            loading={busy}
            why={working}
            onClick={() => loadStatus()}
          >
            {t('wizard.tools.status.again')}
          </Action>
        </Group>
      </Group>
      {!status && busy && <Loading />}
      {status && (
        <>
          <Warnings status={status} />
          <div className="split">
            <Overview status={status} />
            <Tables tables={status.tables} />
          </div>
          <div className="split">
            <UnusedIndexes status={status} />
            <Statements status={status} />
          </div>
        </>
      )}
    </Stack>
  );
}

function Warnings({ status: { warnings, lastBackup } }: { status: TargetStatus }) {
  const { t } = useText();
  if (warnings.length === 0) {
    return (
      <Alert role="status" color="green" icon={<IconCircleCheck />} title={t('status.fine')}>
        <Text size="sm">{t(`wizard.tools.status.${lastBackup ? 'fineBackups' : 'fineText'}`)}</Text>
      </Alert>
    );
  }
  return (
    <Alert
      role="status"
      color="orange"
      icon={<IconAlertTriangle />}
      title={t('wizard.tools.status.attention')}
    >
      <List size="sm">
        {warnings.map(({ code, ...params }) => (
          <List.Item key={JSON.stringify([code, params])} className="wrap">
            {t(`status.warnings.${code}`, params)}
          </List.Item>
        ))}
      </List>
    </Alert>
  );
}

function Overview({ status }: { status: TargetStatus }) {
  const { t, bytes, date, number } = useText();
  const { connections, hypertables, lastBackup, partitions, schedulers } = status;
  const backups = useWizard((state) => state.backups);
  return (
    <Panel title={t('wizard.tools.status.overview')}>
      <Facts
        facts={[
          [t('wizard.tools.status.server'), status.server],
          [t('wizard.tools.status.schema'), status.schema],
          [t('wizard.tools.status.size'), bytes(status.bytes)],
          [
            t('wizard.tools.status.connections'),
            t('wizard.tools.status.connectionsText', {
              used: number(connections.used),
              max: number(connections.max),
              active: number(connections.active),
            }),
          ],
          ...hypertables.map(({ table, chunks }): [string, string] => [
            t('wizard.tools.status.partitions', { table }),
            t('wizard.tools.status.chunks', { count: chunks }),
          ]),
          ...partitions.map((each): [string, string] => [
            t('wizard.tools.status.partitions', { table: each.table }),
            t('wizard.tools.status.partitionsText', {
              count: each.partitions,
              ahead: each.ahead,
              waiting: each.waiting,
            }),
          ]),
          [t('wizard.tools.status.schedulers'), schedulers.length > 0 ? schedulers.join(', ') : null],
          [
            t('wizard.tools.status.lastBackup'),
            lastBackup
              ? `${lastBackup.file} · ${bytes(lastBackup.bytes)} · ${date(lastBackup.at)}`
              : t(`wizard.tools.status.${backups ? 'noBackup' : 'noFolder'}`),
          ],
        ]}
      />
    </Panel>
  );
}
