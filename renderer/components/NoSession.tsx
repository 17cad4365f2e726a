import { Center, Code, Stack, Text, Title } from '@mantine/core';
import { useEffect } from 'react';
import { onShared } from '../client/tabs.ts';
import { useText } from '../i18n/format.ts';

/** A browser without a session: only the host can give a new link. Once another tab has one, this one goes on. */
export function NoSession() {
  const { t } = useText();
  useEffect(() => onShared(() => location.reload()), []);
  return (
    <Center h="100dvh" p="lg">
      <Stack component="main" gap="sm" maw="34rem" className="panel">
        <Title order={1}>{t('wizard.noSession.title')}</Title>
        <Text>{t('wizard.noSession.text')}</Text>
        <Text c="dimmed" size="sm">
          {t('wizard.noSession.why')}
        </Text>
        <Text c="dimmed" size="xs">
          {t('wizard.noSession.typed')} <Code>autocore-migrate serve</Code>
        </Text>
      </Stack>
    </Center>
  );
}
