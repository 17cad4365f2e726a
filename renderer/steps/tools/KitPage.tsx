import { Alert, List, Text, ThemeIcon } from '@mantine/core';
import { IconCircleCheck, IconCode, IconDatabase, IconLock } from '@tabler/icons-react';
import type { RunDetail } from '../../../shared/contract.ts';
import { FolderButton } from '../../components/FolderButton.tsx';
import { Panel } from '../../components/Panel.tsx';
import { Scrolling } from '../../components/Scrolling.tsx';
import { useText } from '../../i18n/format.ts';
import { useWizard } from '../../state/use.ts';

const parts = [
  ['server', IconDatabase],
  ['application', IconCode],
  ['safe', IconLock],
] as const;

/** Files for a server that stays and for the application. */
export function KitPage({ run }: { run: RunDetail }) {
  const { t } = useText();
  const kit = useWizard((state) => state.kit);
  const busy = useWizard((state) => state.busy.tools === true);
  const writeKit = useWizard((state) => state.writeKit);
  return (
    <div className="split">
      <Panel title={t('wizard.tools.kit.title')}>
        <List listStyleType="none" spacing="sm" center styles={{ itemWrapper: { alignItems: 'flex-start' } }}>
          {parts.map(([part, Icon]) => (
            <List.Item
              key={part}
              icon={
                <ThemeIcon variant="light" size="md">
                  <Icon size={16} />
                </ThemeIcon>
              }
            >
              <Text size="sm" fw={600}>
                {t(`wizard.tools.kit.parts.${part}.title`)}
              </Text>
              <Text size="sm" c="dimmed">
                {t(`wizard.tools.kit.parts.${part}.text`)}
              </Text>
            </List.Item>
          ))}
        </List>
        <Text size="sm">{t(`wizard.tools.kit.profile.${run.state.profile}`)}</Text>
        <div>
          <FolderButton
            label={t('wizard.tools.kit.write')}
            loading={busy}
            onChosen={(folder) => void writeKit(folder)}
          />
        </div>
      </Panel>
      {kit && (
        <Panel title={t('wizard.tools.kit.files', { count: kit.files.length })}>
          <Alert role="status" color="green" icon={<IconCircleCheck />} title={t('wizard.tools.kit.written')}>
            <Text size="sm" className="wrap">
              {kit.path}
            </Text>
          </Alert>
          <Scrolling label={t('wizard.tools.kit.files', { count: kit.files.length })} className="tall">
            <ul className="plain">
              {kit.files.map((name) => (
                <li key={name}>
                  <Text component="span" size="sm" ff="monospace" className="wrap">
                    {name}
                  </Text>
                </li>
              ))}
            </ul>
          </Scrolling>
          <Text size="sm">{t('wizard.tools.kit.next')}</Text>
        </Panel>
      )}
    </div>
  );
}
