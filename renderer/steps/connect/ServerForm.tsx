import {
  Button,
  Group,
  NativeSelect,
  NumberInput,
  PasswordInput,
  Stack,
  Text,
  TextInput,
} from '@mantine/core';
import { useState } from 'react';
import { tlsModes } from '../../../shared/contract/target.ts';
import { useText } from '../../i18n/format.ts';
import type { TargetForm } from '../../state/target-form.ts';
import { useWizard } from '../../state/use.ts';
import { Browser } from './Browser.tsx';
import { SavedPassword } from './SavedPassword.tsx';
import { SchemaField } from './SchemaField.tsx';

/** An existing server, field by field. @param props.schema false where the schema is settled. */
export function ServerForm({ schema = true }: { schema?: boolean }) {
  const { t } = useText();
  const target = useWizard((state) => state.target);
  const can = useWizard((state) => state.info?.can);
  const browser = useWizard((state) => state.info?.host === 'browser');
  const passwordText = can?.keychain ? 'passwordSaved' : browser ? 'passwordBrowser' : 'passwordText';
  const { setTarget, pickCertificates, takeCertificates } = useWizard((state) => state);
  const [browsing, setBrowsing] = useState(false);
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
    <Stack gap="sm">
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
      <Group align="end" gap="sm">
        <NativeSelect
          size="sm"
          flex={1}
          label={t('wizard.target.tls')}
          value={target.tls}
          onChange={(event) => setTarget({ tls: event.currentTarget.value as TargetForm['tls'] })}
          data={tlsModes.map((mode) => ({ value: mode, label: t(`wizard.target.tlsModes.${mode}`) }))}
        />
        <Button
          size="sm"
          variant="default"
          onClick={() => (can?.pick ? void pickCertificates() : setBrowsing(true))}
        >
          {t('wizard.target.certificates')}
        </Button>
      </Group>
      {target.certificates && (
        <Group gap="xs" wrap="nowrap">
          <Text size="xs" className="wrap">
            {t('wizard.target.certificatesChosen', { path: target.certificates.path })}
          </Text>
          <Button size="compact-xs" variant="subtle" onClick={() => setTarget({ certificates: null })}>
            {t('wizard.target.certificatesNone')}
          </Button>
        </Group>
      )}
      {browsing && (
        <Browser
          hidden
          empty={t('wizard.browser.emptyAll')}
          onTake={(file) => void takeCertificates(file)}
          onClose={() => setBrowsing(false)}
        />
      )}
      {schema && <SchemaField />}
    </Stack>
  );
}
