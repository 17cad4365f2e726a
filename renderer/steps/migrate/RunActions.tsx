import { Button, Group, Modal, Stack, Text } from '@mantine/core';
import { IconArrowRight, IconPlayerPause, IconPlayerPlay, IconPlayerStop } from '@tabler/icons-react';
import { useState } from 'react';
import type { JobSnapshot } from '../../../shared/contract.ts';
import { useText } from '../../i18n/format.ts';
import { isActive } from '../../state/job.ts';
import { useWizard } from '../../state/use.ts';
import { AfterRun } from './AfterRun.tsx';

/** What can be done with the run as it stands. */
export function RunActions({ job }: { job: JobSnapshot }) {
  const { t } = useText();
  const { pause, goOn, cancel } = useWizard((state) => state);
  const [asking, setAsking] = useState(false);
  if (!isActive(job)) return <AfterRun job={job} />;
  return (
    <>
      <Button
        variant="default"
        leftSection={<IconPlayerStop size={18} />}
        disabled={!job.can.cancel}
        loading={job.status === 'cancelling'}
        onClick={() => setAsking(true)}
      >
        {t('wizard.live.cancel')}
      </Button>
      {job.status === 'paused' ? (
        <Button
          leftSection={<IconPlayerPlay size={18} />}
          disabled={!job.can.continue}
          onClick={() => void goOn()}
        >
          {t('wizard.live.continue')}
        </Button>
      ) : (
        <Button
          variant="default"
          leftSection={<IconPlayerPause size={18} />}
          disabled={!job.can.pause}
          loading={job.status === 'pausing'}
          onClick={() => void pause()}
        >
          {t('wizard.live.pause')}
        </Button>
      )}
      <Modal
        opened={asking && job.can.cancel}
        onClose={() => setAsking(false)}
        title={t('wizard.live.cancelTitle')}
        closeButtonProps={{ 'aria-label': t('wizard.close') }}
      >
        <Stack>
          <Text>{t(job.kind === 'rehearse' ? 'wizard.live.cancelRehearsal' : 'wizard.live.cancelText')}</Text>
          <Group justify="flex-end">
            <Button variant="default" data-autofocus onClick={() => setAsking(false)}>
              {t('wizard.live.keepGoing')}
            </Button>
            <Button
              color="red"
              rightSection={<IconArrowRight size={18} />}
              onClick={() => {
                setAsking(false);
                void cancel();
              }}
            >
              {t('wizard.live.cancelDo')}
            </Button>
          </Group>
        </Stack>
      </Modal>
    </>
  );
}
