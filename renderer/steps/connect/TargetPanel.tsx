import { SegmentedControl, Stack, Text } from '@mantine/core';
import { IconPlugConnected } from '@tabler/icons-react';
import { useId } from 'react';
import { Action } from '../../components/Action.tsx';
import { Panel } from '../../components/Panel.tsx';
import { useText } from '../../i18n/format.ts';
import type { TargetForm } from '../../state/target-form.ts';
import { useWizard } from '../../state/use.ts';
import { Advanced } from './Advanced.tsx';
import { FolderForm } from './FolderForm.tsx';
import { ServerForm } from './ServerForm.tsx';
import { useMissing } from './use-missing.ts';

/** The PostgreSQL that takes the data: the program's own, one that is there already, or one beyond reach. */
export function TargetPanel() {
  const { t } = useText();
  const kind = useWizard((state) => state.target.kind);
  const setTarget = useWizard((state) => state.setTarget);
  return (
    <Panel title={t('wizard.target.title')}>
      <SegmentedControl
        fullWidth
        // Three names have their place in the smallest window.
        styles={{ label: { paddingInline: '0.375rem' } }}
        aria-label={t('wizard.target.title')}
        value={kind}
        onChange={(value) => setTarget({ kind: value as TargetForm['kind'] })}
        data={[
          { value: 'managed', label: t('wizard.target.managed') },
          { value: 'server', label: t('wizard.target.server') },
          { value: 'folder', label: t('wizard.target.folder') },
        ]}
      />
      {kind === 'folder' ? <FolderForm /> : <ServerTarget kind={kind} />}
    </Panel>
  );
}

/** A server to be tried. */
function ServerTarget({ kind }: { kind: 'managed' | 'server' }) {
  const { t } = useText();
  const missing = useMissing(useWizard((state) => state.target));
  const testing = useWizard((state) => state.busy.target === true);
  const testTarget = useWizard((state) => state.testTarget);
  const told = useId();
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        void testTarget();
      }}
    >
      <Stack gap="sm">
        {kind === 'managed' ? (
          <>
            <Text size="sm">{t('wizard.target.managedText')}</Text>
            <Text size="sm" c="dimmed">
              {t('wizard.target.kitHint')}
            </Text>
            <Advanced tls={false} />
          </>
        ) : (
          <ServerForm />
        )}
        <Action
          type="submit"
          variant="default"
          leftSection={<IconPlugConnected size={18} />}
          loading={testing}
          why={missing}
          toldBy={told}
        >
          {t('wizard.target.test')}
        </Action>
        {missing !== null && (
          <Text size="xs" c="dimmed" id={told}>
            {missing}
          </Text>
        )}
      </Stack>
    </form>
  );
}
