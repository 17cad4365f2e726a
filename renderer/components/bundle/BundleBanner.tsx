import { Group, Text } from '@mantine/core';
import { IconEye } from '@tabler/icons-react';
import { useText } from '../../i18n/format.ts';
import { useWizard } from '../../state/use.ts';
import { Action } from '../Action.tsx';
import { Said } from '../Said.tsx';
import { OpenBundle } from './OpenBundle.tsx';

/** Says above every screen of a support bundle that it is one, whose run it is of, and the way back to one's own work. */
export function BundleBanner() {
  const { t, date } = useText();
  const bundle = useWizard((state) => (state.readOnly ? state.bundle : null));
  const closeBundle = useWizard((state) => state.closeBundle);
  if (bundle === null) return null;
  const { about, state, name } = bundle;
  // Else the last step says it.
  const isLive = about.cutover === null && about.phase !== null && about.phase !== 'before';
  return (
    <section className="bundle" aria-label={t('wizard.bundle.title')}>
      <Group justify="space-between" gap="xs">
        <Group gap="xs" wrap="nowrap" flex="1 1 24rem" miw={0}>
          <IconEye size={20} aria-hidden style={{ flexShrink: 0 }} />
          <div style={{ minWidth: 0 }}>
            <Text size="sm" fw={650} className="wrap" role="status">
              {t('wizard.bundle.of', { run: state.id })}{' '}
              {state.error && <Said kind="error" code={state.error.code} />}
            </Text>
            <Text size="xs" className="cut" title={name}>
              {t('wizard.bundle.written', { tool: about.tool, date: date(about.writtenAt), name })}
            </Text>
            {about.unreadable.length > 0 && (
              <Text size="xs" className="wrap">
                {t('wizard.bundle.unreadable', { files: about.unreadable.join(', ') })}{' '}
                {about.phase === null && t('wizard.why.liveUnknown')}
                {isLive && t(`wizard.cutover.phases.${about.phase}`)}
              </Text>
            )}
          </div>
        </Group>
        <Group gap="xs">
          <OpenBundle again />
          <Action looks size="xs" onClick={closeBundle}>
            {t('wizard.bundle.close')}
          </Action>
        </Group>
      </Group>
    </section>
  );
}
