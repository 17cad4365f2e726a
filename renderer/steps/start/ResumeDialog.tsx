import { Button, Group, PasswordInput, Stack, Text } from '@mantine/core';
import { useState } from 'react';
import { Dialog } from '../../components/Dialog.tsx';
import { useText } from '../../i18n/format.ts';
import { useWizard } from '../../state/use.ts';

interface Resumable {
  id: string;
  /** Path, for people. */
  source: string;
  target: { managed: boolean; url: string };
}

/** Goes on with an interrupted run; a server of the user's may ask for its password again. */
export function ResumeDialog(props: { run: Resumable; opened: boolean; onClose: () => void }) {
  const { run, opened, onClose } = props;
  const { t } = useText();
  const resume = useWizard((state) => state.resume);
  const [password, setPassword] = useState('');
  return (
    <Dialog opened={opened} onClose={onClose} title={t('wizard.resume.title')}>
      <form
        onSubmit={(event) => {
          event.preventDefault();
          onClose();
          void resume(run.id, password === '' ? null : password);
        }}
      >
        <Stack>
          <Text className="wrap">{t('wizard.resume.text', { source: run.source })}</Text>
          {!run.target.managed && (
            <PasswordInput
              label={t('wizard.resume.password')}
              description={run.target.url}
              value={password}
              onChange={(event) => setPassword(event.currentTarget.value)}
            />
          )}
          <Group justify="flex-end">
            <Button variant="default" onClick={onClose}>
              {t('wizard.cancel')}
            </Button>
            <Button type="submit" data-autofocus>
              {t('wizard.start.resume')}
            </Button>
          </Group>
        </Stack>
      </form>
    </Dialog>
  );
}
