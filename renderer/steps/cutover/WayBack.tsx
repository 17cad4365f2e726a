import { Alert, Text } from '@mantine/core';
import { IconAlertTriangle, IconArrowBackUp, IconRefresh } from '@tabler/icons-react';
import { useEffect } from 'react';
import type { CutoverView, JobSnapshot } from '../../../shared/contract.ts';
import { fileName } from '../../../shared/file-name.ts';
import { serviceCommands } from '../../../shared/service-commands.ts';
import { Action } from '../../components/Action.tsx';
import { Command } from '../../components/Command.tsx';
import { Facts } from '../../components/Facts.tsx';
import { Page } from '../../components/Page.tsx';
import { Panel } from '../../components/Panel.tsx';
import { ErrorCard, Problem } from '../../components/Problem.tsx';
import { useBusy } from '../../components/use-working.ts';
import { useText } from '../../i18n/format.ts';
import { useWizard } from '../../state/use.ts';
import { Beside } from './Beside.tsx';
import { wrapping } from './names.ts';
import { ServerPassword } from './ServerPassword.tsx';
import { SnapshotOnly } from './SnapshotOnly.tsx';
import { Written } from './Written.tsx';

/** What going back would do, and the button that does it. */
export function WayBack({ view }: { view: CutoverView }) {
  const { t, date } = useText();
  const { showCutoverPage, lookBack, goBack, loadCutover } = useWizard((state) => state);
  const job = useWizard((state) =>
    state.job !== null && ['wayBack', 'rollback'].includes(state.job.kind) && state.job.run === view.run
      ? state.job
      : null,
  );
  const busy = useBusy();
  const returning = view.phase === 'returning';
  useEffect(() => void loadCutover(view.run), [loadCutover, view.run]);
  const noServer = job?.error?.code === 'restore.noServer';
  const name = fileName(view.source);
  const action = returning
    ? t('wizard.cutover.back.goOn')
    : t(view.envs.length === 0 ? 'wizard.cutover.back.do' : 'wizard.cutover.back.doEnvs', {
        name: name.length > 40 ? `${name.slice(0, 36)}…` : name,
        count: view.envs.length,
      });
  return (
    <Page
      screen="back"
      title={t('wizard.cutover.back.title')}
      lead={t('wizard.cutover.back.lead')}
      back={
        !returning && (
          <Action variant="default" why={busy} onClick={() => showCutoverPage('prepare')}>
            {t('wizard.cutover.back.keep')}
          </Action>
        )
      }
      actions={
        noServer ? (
          <Action leftSection={<IconRefresh size={18} />} why={busy} onClick={() => lookBack()}>
            {t('wizard.cutover.back.again')}
          </Action>
        ) : (
          <Action
            {...wrapping}
            color="red"
            leftSection={<IconArrowBackUp size={18} />}
            why={busy}
            onClick={() => goBack(view.restore?.snapshotOnly ?? false)}
          >
            {action}
          </Action>
        )
      }
    >
      <Problem slot="job" />
      <Problem slot="run" />
      {returning && (
        <Alert
          role="status"
          color="orange"
          icon={<IconAlertTriangle />}
          title={t('wizard.cutover.back.returning')}
        >
          <Text size="sm">{t('wizard.cutover.back.returningText')}</Text>
        </Alert>
      )}
      <Failure job={job} view={view} />
      {job?.wayBack?.sourceChanged && (
        <Alert role="alert" color="orange" icon={<IconAlertTriangle />}>
          <Text size="sm" className="wrap">
            {t('cutover.restore.sourceChanged', { path: view.source })}
          </Text>
        </Alert>
      )}
      {job?.wayBack && <Beside account={job.wayBack} />}
      <div className="split">
        {noServer ? (
          <SnapshotOnly view={view} />
        ) : (
          <Panel title={t('wizard.cutover.back.written', { since: view.since ? date(view.since) : '?' })}>
            <Written job={job} />
          </Panel>
        )}
        <Plan view={view} snapshotOnly={noServer} />
      </div>
    </Page>
  );
}

function Failure({ job, view }: { job: JobSnapshot | null; view: CutoverView }) {
  const { t, date } = useText();
  if (job?.status === 'cancelled' && job.kind === 'rollback') {
    return (
      <Alert role="status" color="orange">
        <Text size="sm">{t('wizard.cutover.work.cancelled')}</Text>
      </Alert>
    );
  }
  if (job?.status !== 'failed' || !job.error) return null;
  const hint = job.error.code === 'restore.noServer' ? t('wizard.cutover.back.noServerHint') : job.error.hint;
  // The engine's times are for machines.
  const message = view.since ? job.error.message.replaceAll(view.since, date(view.since)) : job.error.message;
  return (
    <>
      <ErrorCard error={{ code: job.error.code, message, hint }} />
      <ServerPassword error={job.error} />
    </>
  );
}

function Plan({ view, snapshotOnly }: { view: CutoverView; snapshotOnly: boolean }) {
  const { t, date } = useText();
  const { source: path, since, keeps, envs } = view;
  const params = { path, since: since ? date(since) : '?' };
  return (
    <Panel title={t('wizard.cutover.back.what')}>
      <Text size="sm" className="wrap">
        {t(`cutover.restore.${snapshotOnly ? 'planSnapshot' : 'plan'}`, params)}
      </Text>
      <Facts
        facts={[
          [t('wizard.cutover.back.kept'), keeps],
          [
            t('wizard.cutover.back.envs'),
            envs.length === 0
              ? t('wizard.cutover.back.noEnvs')
              : envs.map((env) => <div key={env.path}>{env.path}</div>),
          ],
          [t('wizard.cutover.back.server'), t('wizard.cutover.back.serverText')],
        ]}
      />
      <Command label={t('wizard.cutover.back.stopFirst')} command={serviceCommands.stop} />
    </Panel>
  );
}
