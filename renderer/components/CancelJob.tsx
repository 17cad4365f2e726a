import { Button, Group, Stack, Text } from '@mantine/core';
import { IconPlayerStop } from '@tabler/icons-react';
import { useState } from 'react';
import type { JobSnapshot } from '../../shared/contract.ts';
import { useWizard } from '../state/use.ts';
import { Dialog } from './Dialog.tsx';

interface Question {
  title: string;
  text: string;
  keep: string;
  confirm: string;
}

/** Stops what is at work; asks before, where something is lost by it. */
export function CancelJob({ job, label, ask }: { job: JobSnapshot; label: string; ask?: Question }) {
  const cancel = useWizard((state) => state.cancel);
  const [asking, setAsking] = useState(false);
  return (
    <>
      <Button
        variant="default"
        leftSection={<IconPlayerStop size={18} />}
        disabled={!job.can.cancel}
        loading={job.status === 'cancelling'}
        onClick={() => (ask ? setAsking(true) : void cancel())}
      >
        {label}
      </Button>
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
