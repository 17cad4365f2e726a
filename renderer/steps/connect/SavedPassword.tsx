import { Button, Checkbox, Group, Text } from '@mantine/core';
import { useEffect } from 'react';
import { useText } from '../../i18n/format.ts';
import { useWizard } from '../../state/use.ts';

/** Saving the password in the system's keychain, and taking it out again. */
export function SavedPassword() {
  const { t } = useText();
  const { host, port, database, user, savePassword } = useWizard((state) => state.target);
  const saved = useWizard((state) => state.passwordSaved);
  const { setTarget, lookForPassword, forgetPassword } = useWizard((state) => state);
  const login = [host, port, database, user].join('\n');
  // biome-ignore lint/correctness/useExhaustiveDependencies: another login may have another password
  useEffect(() => void lookForPassword(), [lookForPassword, login]);
  return (
    <>
      <Checkbox
        size="sm"
        label={t('wizard.target.savePassword')}
        checked={savePassword}
        onChange={(event) => setTarget({ savePassword: event.currentTarget.checked })}
      />
      {saved && (
        <Group gap="xs" role="status">
          <Text size="sm">{t('wizard.target.saved')}</Text>
          <Button size="compact-xs" variant="subtle" onClick={() => void forgetPassword()}>
            {t('wizard.target.forget')}
          </Button>
        </Group>
      )}
    </>
  );
}
