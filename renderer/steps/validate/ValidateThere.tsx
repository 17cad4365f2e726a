import { Button, Group, Stack, Text } from '@mantine/core';
import { IconPlugConnected } from '@tabler/icons-react';
import { useState } from 'react';
import { Action } from '../../components/Action.tsx';
import { Dialog } from '../../components/Dialog.tsx';
import { useWorking } from '../../components/use-working.ts';
import { useText } from '../../i18n/format.ts';
import { useWizard } from '../../state/use.ts';
import { ServerForm } from '../connect/ServerForm.tsx';
import { useMissing } from '../connect/use-missing.ts';

/** Compares an exported run with the server on which its files were run, as soon as that can be reached. */
export function ValidateThere() {
  const { t } = useText();
  const working = useWorking();
  const schema = useWizard((state) => state.run?.state.target.schema ?? '');
  const target = useWizard((state) => state.target);
  const missing = useMissing({ ...target, schema, kind: 'server' });
  const validateThere = useWizard((state) => state.validateThere);
  const [opened, setOpened] = useState(false);
  return (
    <>
      <Action leftSection={<IconPlugConnected size={18} />} why={working} onClick={() => setOpened(true)}>
        {t('wizard.export.compare')}
      </Action>
      <Dialog
        opened={opened}
        onClose={() => setOpened(false)}
        size="lg"
        title={t('wizard.export.compareTitle')}
      >
        <form
          onSubmit={(event) => {
            event.preventDefault();
            setOpened(false);
            void validateThere();
          }}
        >
          <Stack>
            <Text size="sm">{t('wizard.export.compareText', { schema })}</Text>
            <ServerForm schema={false} />
            <Group justify="flex-end">
              <Button variant="default" onClick={() => setOpened(false)}>
                {t('wizard.cancel')}
              </Button>
              <Action type="submit" why={missing}>
                {t('wizard.validate.do')}
              </Action>
            </Group>
          </Stack>
        </form>
      </Dialog>
    </>
  );
}
