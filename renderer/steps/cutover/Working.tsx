import { Alert, Stack, Text } from '@mantine/core';
import { IconHandStop } from '@tabler/icons-react';
import type { JobSnapshot } from '../../../shared/contract.ts';
import { serviceCommands } from '../../../shared/service-commands.ts';
import { CancelJob } from '../../components/CancelJob.tsx';
import { Command } from '../../components/Command.tsx';
import { Page } from '../../components/Page.tsx';
import { Panel } from '../../components/Panel.tsx';
import { Problem } from '../../components/Problem.tsx';
import { Whole } from '../../components/Whole.tsx';
import { useText } from '../../i18n/format.ts';
import { Log } from '../migrate/Log.tsx';
import { Stages } from '../migrate/Stages.tsx';

type Work = JobSnapshot & { kind: 'cutover' | 'rollback' };

/** All that takes long is done: what is left waits for the application to end. */
function StopNow() {
  const { t } = useText();
  return (
    <Alert role="alert" color="orange" icon={<IconHandStop />} title={t('wizard.cutover.work.stopTitle')}>
      <Stack gap="xs">
        <Text size="sm">{t('wizard.cutover.work.stopText')}</Text>
        <Command label={t('wizard.cutover.prepare.stop')} command={serviceCommands.stop} />
      </Stack>
    </Alert>
  );
}

/** Going live or coming back, stage by stage. */
export function Working({ job }: { job: Work }) {
  const { t } = useText();
  return (
    <Page
      screen="working"
      title={t(`wizard.cutover.work.${job.kind}`)}
      lead={[job.source, job.run].filter((part) => part !== null).join(' · ')}
      aside={<Log />}
      actions={
        <CancelJob
          job={job}
          label={t('wizard.cutover.work.cancel')}
          ask={{
            title: t('wizard.cutover.work.cancelTitle'),
            text: t(`wizard.cutover.work.cancelText.${job.kind}`),
            keep: t('wizard.cutover.work.keepGoing'),
            confirm: t('wizard.cutover.work.cancelDo'),
          }}
        />
      }
    >
      <Problem slot="job" />
      {job.stage === 'stop' && <StopNow />}
      <Panel>
        <Whole job={job} />
      </Panel>
      <Panel title={t('wizard.cutover.work.stages')}>
        <Stages job={job} />
      </Panel>
    </Page>
  );
}
