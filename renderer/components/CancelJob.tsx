import { Button, Group, Stack, Text } from '@mantine/core';
import { IconPlayerStop } from '@tabler/icons-react';
import { useState } from 'react';
import type { JobSnapshot } from '../../shared/contract.ts';
import { useText } from '../i18n/format.ts';
import { useWizard } from '../state/use.ts';
import { Action } from './Action.tsx';
import { Dialog } from './Dialog.tsx';

interface Question {
  title: string;
  text: string;
  keep: string;
  confirm: string;
}

/** Stops what is at work; asks before, where something is lost by it. */
export function CancelJob({ job, label, ask }: { job: JobSnapshot; label: string; ask?: Question }) {
  const { t } = useText();
  const cancel = useWizard((state) => state.cancel);
  const [asking, setAsking] = useState(false);
  return (
    <>
      <Action
        variant="default"
        leftSection={<IconPlayerStop size={18} />}
        why={job.can.cancel ? null : t('wizard.why.moment')}
        loading={job.status === 'cancelling'}
        onClick={() => (ask ? setAsking(true) : void cancel())}
      >
        {label}
      </Action>
      {ask && (
        <Dialog opened={asking && job.can.cancel} onClose={() => setAsking(false)} title={ask.title}>
          <Stack>
            <Text>{ask.text}</Text>
            <Group justify="flex-end">
              <Button variant="default" data-autofocus onClick={() => setAsking(false)}>
                {ask.keep}
              </Button>
              <Button
                color="red"
                onClick={() => {
                  setAsking(false);
                  void cancel();
                }}
              >
                {ask.confirm}
              </Button>
            </Group>
          </Stack>
        </Dialog>
      )}
    </>
  );
}
