import { PasswordInput } from '@mantine/core';
import type { ErrorData } from '../../../shared/errors.ts';
import { useText } from '../../i18n/format.ts';
import { useWizard } from '../../state/use.ts';

/** Asked for where the server refused the login that is known: after a restart nobody remembers the password. */
export function ServerPassword({ error }: { error: ErrorData | null | undefined }) {
  const { t } = useText();
  const target = useWizard((state) => state.run?.state.target);
  const password = useWizard((state) => state.serverPassword);
  const set = useWizard((state) => state.setServerPassword);
  const refused = error?.code === 'target.auth' || error?.code === 'restore.noServer';
  if (!target || target.managed || !refused) return null;
  return (
    <PasswordInput
      size="sm"
      maw="26rem"
      label={t('wizard.resume.password')}
      description={<span className="wrap">{target.url}</span>}
      value={password}
      autoComplete="off"
      visibilityToggleButtonProps={{ 'aria-label': t('wizard.target.showPassword') }}
      onChange={(event) => set(event.currentTarget.value)}
    />
  );
}
