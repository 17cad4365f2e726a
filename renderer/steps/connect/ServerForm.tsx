import {
  Button,
  Checkbox,
  Group,
  NativeSelect,
  NumberInput,
  PasswordInput,
  Stack,
  Text,
  TextInput,
} from '@mantine/core';
import { tlsModes } from '../../../shared/contract/target.ts';
import { useText } from '../../i18n/format.ts';
import type { TargetForm } from '../../state/target-form.ts';
import { useWizard } from '../../state/use.ts';
import { SchemaField } from './SchemaField.tsx';

/** An existing server, field by field. */
export function ServerForm() {
  const { t } = useText();
  const target = useWizard((state) => state.target);
  const can = useWizard((state) => state.info?.can);
  const { setTarget, pickCertificates } = useWizard((state) => state);
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
        description={t(can?.keychain ? 'wizard.target.passwordSaved' : 'wizard.target.passwordText')}
        value={target.password}
        autoComplete="off"
        visibilityToggleButtonProps={{ 'aria-label': t('wizard.target.showPassword') }}
        onChange={(event) => setTarget({ password: event.currentTarget.value })}
      />
      {can?.keychain && (
        <Checkbox
          size="sm"
          label={t('wizard.target.savePassword')}
          checked={target.savePassword}
          onChange={(event) => setTarget({ savePassword: event.currentTarget.checked })}
        />
      )}
      <Group align="end" gap="sm">
        <NativeSelect
          size="sm"
          flex={1}
          label={t('wizard.target.tls')}
          value={target.tls}
          onChange={(event) => setTarget({ tls: event.currentTarget.value as TargetForm['tls'] })}
          data={tlsModes.map((mode) => ({ value: mode, label: t(`wizard.target.tlsModes.${mode}`) }))}
        />
        {can?.pick && (
          <Button size="sm" variant="default" onClick={() => void pickCertificates()}>
            {t('wizard.target.certificates')}
          </Button>
        )}
      </Group>
      {target.certificates && (
        <Text size="xs" className="wrap">
          {target.certificates.path}
        </Text>
      )}
      <SchemaField />
    </Stack>
  );
}
