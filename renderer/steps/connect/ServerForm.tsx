import { Group, NumberInput, PasswordInput, Stack, Text, TextInput } from '@mantine/core';
import { type ClipboardEvent, useState } from 'react';
import { Problem } from '../../components/Problem.tsx';
import { useText } from '../../i18n/format.ts';
import { fieldsOf } from '../../state/target-url.ts';
import { useWizard } from '../../state/use.ts';
import { Advanced } from './Advanced.tsx';
import { SavedPassword } from './SavedPassword.tsx';

/** An existing server, field by field, or from a URL. @param props.schema false where the schema is settled. */
export function ServerForm({ schema = true }: { schema?: boolean }) {
  const { t } = useText();
  const target = useWizard((state) => state.target);
  const can = useWizard((state) => state.info?.can);
  const browser = useWizard((state) => state.info?.host === 'browser');
  const passwordText = can?.keychain ? 'passwordSaved' : browser ? 'passwordBrowser' : 'passwordText';
  const setTarget = useWizard((state) => state.setTarget);
  const [filled, setFilled] = useState(false);

  /** A URL that is pasted, wherever, is no name of anything: it fills the form, and its password is not seen. */
  const paste = (event: ClipboardEvent): void => {
    const fields = fieldsOf(event.clipboardData.getData('text/plain'));
    setFilled(fields !== null);
    if (fields === null) return;
    event.preventDefault();
    const { schema: named, ...others } = fields;
    setTarget(schema && named !== undefined ? fields : others);
  };
  const text = (field: 'host' | 'database' | 'user') => (
    <TextInput
      flex={1}
      size="sm"
      label={t(`wizard.target.${field}`)}
      value={target[field]}
      spellCheck={false}
      autoComplete="off"
      onChange={(event) => setTarget({ [field]: event.currentTarget.value })}
    />
  );
  return (
    <Stack gap="sm" onPaste={paste}>
      <Text size="xs" c="dimmed" role="status">
        {t(`wizard.target.${filled ? 'urlTaken' : 'urlHint'}`)}
      </Text>
      <Group align="start" wrap="nowrap" gap="sm">
        {text('host')}
        <NumberInput
          size="sm"
          w="6.5rem"
          label={t('wizard.target.port')}
          value={target.port}
          min={1}
          max={65_535}
          allowDecimal={false}
          hideControls
          onChange={(value) => setTarget({ port: value === '' ? '' : Number(value) })}
        />
      </Group>
      <Group align="start" wrap="nowrap" gap="sm">
        {text('database')}
        {text('user')}
      </Group>
      <PasswordInput
        size="sm"
        label={t('wizard.target.password')}
        description={t(`wizard.target.${passwordText}`)}
        value={target.password}
        autoComplete="off"
        visibilityToggleButtonProps={{ 'aria-label': t('wizard.target.showPassword') }}
        onChange={(event) => setTarget({ password: event.currentTarget.value })}
      />
      {can?.keychain && <SavedPassword />}
      <Problem slot="certificates" />
      <Advanced schema={schema} />
    </Stack>
  );
}
