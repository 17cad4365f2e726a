import { Button, Group, Modal, Stack, Text } from '@mantine/core';
import { IconFileText, IconPlayerStop } from '@tabler/icons-react';
import { useState } from 'react';
import type { JobSnapshot } from '../../../shared/contract.ts';
import { Page } from '../../components/Page.tsx';
import { Panel } from '../../components/Panel.tsx';
import { Problem } from '../../components/Problem.tsx';
import { useText } from '../../i18n/format.ts';
import { useWizard } from '../../state/use.ts';
import { LogDrawer } from '../migrate/LogDrawer.tsx';
import { Stages } from '../migrate/Stages.tsx';

type Work = JobSnapshot & { kind: 'cutover' | 'rollback' };

/** Going live or coming back, stage by stage. */
export function Working({ job }: { job: Work }) {
  const { t, duration } = useText();
  const [log, setLog] = useState(false);
  return (
    <Page
      title={t(`wizard.cutover.work.${job.kind}`)}
      lead={[job.source, job.run].filter((part) => part !== null).join(' · ')}
      aside={
        <Button
          size="xs"
          variant="default"
          leftSection={<IconFileText size={16} />}
          onClick={() => setLog(true)}
        >
          {t('wizard.live.log')}
        </Button>
      }
      actions={<Cancel job={job} />}
    >
      <Problem slot="job" />
      <Panel
        title={t('wizard.cutover.work.stages')}
        aside={
          <Text size="sm" c="dimmed">
            {t('wizard.elapsed', { time: duration(job.seconds) })}
          </Text>
        }
      >
        <Stages job={job} />
      </Panel>
      <LogDrawer opened={log} onClose={() => setLog(false)} />
    </Page>
  );
}

function Cancel({ job }: { job: Work }) {
  const { t } = useText();
  const cancel = useWizard((state) => state.cancel);
  const [asking, setAsking] = useState(false);
  return (
    <>
      <Button
        variant="default"
        leftSection={<IconPlayerStop size={18} />}
        disabled={!job.can.cancel}
        loading={job.status === 'cancelling'}
        onClick={() => setAsking(true)}
      >
        {t('wizard.cutover.work.cancel')}
      </Button>
      <Modal
        opened={asking && job.can.cancel}
        onClose={() => setAsking(false)}
        title={t('wizard.cutover.work.cancelTitle')}
        closeButtonProps={{ 'aria-label': t('wizard.close') }}
      >
        <Stack>
          <Text>{t(`wizard.cutover.work.cancelText.${job.kind}`)}</Text>
          <Group justify="flex-end">
            <Button variant="default" data-autofocus onClick={() => setAsking(false)}>
              {t('wizard.cutover.work.keepGoing')}
            </Button>
            <Button
              color="red"
              onClick={() => {
                setAsking(false);
                void cancel();
              }}
            >
              {t('wizard.cutover.work.cancelDo')}
            </Button>
          </Group>
        </Stack>
      </Modal>
    </>
  );
}
