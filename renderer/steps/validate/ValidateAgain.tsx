import { Button, Group, PasswordInput, Radio, Stack } from '@mantine/core';
import { IconRefresh } from '@tabler/icons-react';
import { useState } from 'react';
import type { RunDetail } from '../../../shared/contract.ts';
import type { ValidationLevel } from '../../../shared/model/index.ts';
import { Action } from '../../components/Action.tsx';
import { Dialog } from '../../components/Dialog.tsx';
import { useWorking } from '../../components/use-working.ts';
import { useText } from '../../i18n/format.ts';
import { useWizard } from '../../state/use.ts';

const levels: ValidationLevel[] = ['rows', 'segments', 'counts'];

/** Compares both sides once more. */
export function ValidateAgain({ run }: { run: RunDetail }) {
  const { t } = useText();
  const validate = useWizard((state) => state.validate);
  const working = useWorking();
  const [opened, setOpened] = useState(false);
  const [level, setLevel] = useState<ValidationLevel>('rows');
  const [password, setPassword] = useState('');
  return (
    <>
      <Action
        size="xs"
        variant="default"
        leftSection={<IconRefresh size={16} />}
        why={working}
        onClick={() => setOpened(true)}
      >
        {t('wizard.validate.again')}
      </Action>
      <Dialog opened={opened} onClose={() => setOpened(false)} title={t('wizard.validate.again')}>
        <Stack>
          <Radio.Group
            label={t('wizard.validate.level')}
            value={level}
            onChange={(value) => setLevel(value as ValidationLevel)}
          >
            <Stack gap="xs" mt="xs">
              {levels.map((each) => (
                <Radio key={each} value={each} label={t(`wizard.validate.levels.${each}`)} />
              ))}
            </Stack>
          </Radio.Group>
          {!run.state.target.managed && (
            <PasswordInput
              label={t('wizard.resume.password')}
              value={password}
              onChange={(event) => setPassword(event.currentTarget.value)}
            />
          )}
          <Group justify="flex-end">
            <Button variant="default" onClick={() => setOpened(false)}>
              {t('wizard.cancel')}
            </Button>
            <Button
              data-autofocus
              onClick={() => {
                setOpened(false);
                void validate(level, password === '' ? null : password);
              }}
            >
              {t('wizard.validate.do')}
            </Button>
          </Group>
        </Stack>
      </Dialog>
    </>
  );
}
