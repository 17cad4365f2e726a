import { Button, Group, Stack, Text } from '@mantine/core';
import { IconPlugConnected } from '@tabler/icons-react';
import { useState } from 'react';
import { Dialog } from '../../components/Dialog.tsx';
import { useText } from '../../i18n/format.ts';
import { isActive } from '../../state/job.ts';
import { missingFields } from '../../state/target-form.ts';
import { useWizard } from '../../state/use.ts';
import { ServerForm } from '../connect/ServerForm.tsx';

/** Compares an exported run with the server on which its files were run, as soon as that can be reached. */
export function ValidateThere() {
  const { t } = useText();
  const active = useWizard((state) => isActive(state.job));
  const schema = useWizard((state) => state.run?.state.target.schema ?? '');
  const missing = useWizard((state) => missingFields({ ...state.target, schema, kind: 'server' }).length > 0);
  const validateThere = useWizard((state) => state.validateThere);
  const [opened, setOpened] = useState(false);
  return (
    <>
      <Button leftSection={<IconPlugConnected size={18} />} disabled={active} onClick={() => setOpened(true)}>
        {t('wizard.export.compare')}
      </Button>
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
              <Button type="submit" disabled={missing}>
                {t('wizard.validate.do')}
              </Button>
            </Group>
          </Stack>
        </form>
      </Dialog>
    </>
  );
}
