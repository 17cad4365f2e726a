import { Group, Stack, Text, ThemeIcon } from '@mantine/core';
import { IconArrowBackUp, IconCertificate, IconLock } from '@tabler/icons-react';
import { Panel } from '../../components/Panel.tsx';
import { Way } from '../../components/Way.tsx';
import { useText } from '../../i18n/format.ts';

const promises = [
  ['reads', IconLock],
  ['proves', IconCertificate],
  ['undoes', IconArrowBackUp],
] as const;

/** The first start: what the program promises, instead of an empty list. */
export function NoRuns() {
  const { t } = useText();
  return (
    <Panel title={t('wizard.start.none')}>
      <Stack gap="md">
        <Way
          file={{ name: t('wizard.way.file'), detail: t('wizard.way.fileText') }}
          place={{ kind: 'server', name: t('wizard.way.server'), detail: t('wizard.way.serverText') }}
        />
        {promises.map(([name, Icon]) => (
          <Group key={name} wrap="nowrap" align="start">
            <ThemeIcon variant="light" size="lg">
              <Icon size={20} />
            </ThemeIcon>
            <div>
              <Text fw={600}>{t(`wizard.start.promises.${name}.title`)}</Text>
              <Text size="sm" c="dimmed">
                {t(`wizard.start.promises.${name}.text`)}
              </Text>
            </div>
          </Group>
        ))}
      </Stack>
    </Panel>
  );
}
