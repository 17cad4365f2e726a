import { Checkbox, Group, PasswordInput, Stack, Text, TextInput } from '@mantine/core';
import { IconFolderOpen } from '@tabler/icons-react';
import { useState } from 'react';
import { Action } from '../../components/Action.tsx';
import { Panel } from '../../components/Panel.tsx';
import { useText } from '../../i18n/format.ts';
import { useWizard } from '../../state/use.ts';
import { Browser } from '../connect/Browser.tsx';

/** Which .env files are written, and as whom the application logs in. */
export function EnvFiles() {
  const { t } = useText();
  const files = useWizard((state) => state.envFiles);
  const can = useWizard((state) => state.info?.can);
  const { chooseEnv, pickEnv, takeEnv } = useWizard((state) => state);
  const [browsing, setBrowsing] = useState(false);
  const open = can?.pick ? () => void pickEnv() : () => setBrowsing(true);
  return (
    <Panel
      title={t('wizard.cutover.connection.files')}
      aside={
        <Action size="xs" variant="default" leftSection={<IconFolderOpen size={16} />} onClick={open}>
          {t(`wizard.cutover.connection.${can?.pick ? 'pick' : 'browse'}`)}
        </Action>
      }
    >
      {files.length === 0 && (
        <Text size="sm" c="dimmed">
          {t('wizard.cutover.connection.none')}
        </Text>
      )}
      <Stack gap="xs">
        {files.map(({ token, path, chosen }) => (
          <Checkbox
            key={token}
            checked={chosen}
            label={<span className="wrap">{path}</span>}
            onChange={(event) => chooseEnv(token, event.currentTarget.checked)}
          />
        ))}
      </Stack>
      <ApplicationLogin />
      {browsing && (
        <Browser
          hidden
          empty={t('wizard.cutover.connection.browserEmpty')}
          onTake={(token) => void takeEnv(token)}
          onClose={() => setBrowsing(false)}
        />
      )}
    </Panel>
  );
}

function ApplicationLogin() {
  const { t } = useText();
  const login = useWizard((state) => state.application);
  const { setApplication, loadPreview } = useWizard((state) => state);
  const shown = () => void loadPreview();
  return (
    <>
      <Checkbox
        checked={login !== null}
        label={t('wizard.cutover.connection.login')}
        description={t('wizard.cutover.connection.loginText')}
        onChange={(event) => {
          setApplication(event.currentTarget.checked ? { user: '', password: '' } : null);
          void loadPreview();
        }}
      />
      {login && (
        <Group align="start" gap="sm" grow>
          <TextInput
            size="sm"
            label={t('wizard.cutover.connection.user')}
            value={login.user}
            maxLength={63}
            spellCheck={false}
            autoComplete="off"
            onBlur={shown}
            onChange={(event) => setApplication({ ...login, user: event.currentTarget.value })}
          />
          <PasswordInput
            size="sm"
            label={t('wizard.cutover.connection.password')}
            value={login.password}
            autoComplete="off"
            visibilityToggleButtonProps={{ 'aria-label': t('wizard.target.showPassword') }}
            onBlur={shown}
            onChange={(event) => setApplication({ ...login, password: event.currentTarget.value })}
          />
        </Group>
      )}
    </>
  );
}
