import { Button, Group, Stack, Text } from '@mantine/core';
import { useState } from 'react';
import { Action } from '../../components/Action.tsx';
import { Dialog } from '../../components/Dialog.tsx';
import { useBusy } from '../../components/use-working.ts';
import { useText } from '../../i18n/format.ts';
import { useWizard } from '../../state/use.ts';

/** Forgets the list, after a question. */
export function Discard() {
  const { t } = useText();
  const discard = useWizard((state) => state.discardFleet);
  const busy = useBusy();
  const [asking, setAsking] = useState(false);
  return (
    <>
      <Action size="xs" variant="subtle" color="red" why={busy} onClick={() => setAsking(true)}>
        {t('wizard.fleet.discard')}
      </Action>
      <Dialog opened={asking} onClose={() => setAsking(false)} title={t('wizard.fleet.discardAsk.title')}>
        <Stack>
          <Text>{t('wizard.fleet.discardAsk.text')}</Text>
          <Group justify="flex-end">
            <Button variant="default" data-autofocus onClick={() => setAsking(false)}>
              {t('wizard.fleet.discardAsk.keep')}
            </Button>
            <Button
              color="red"
              onClick={() => {
                setAsking(false);
                void discard();
              }}
            >
              {t('wizard.fleet.discard')}
            </Button>
          </Group>
        </Stack>
      </Dialog>
    </>
  );
}
