import { Center, Loader, Stack, Text } from '@mantine/core';
import { useText } from '../i18n/format.ts';

/** Something is on its way. Fills what is around it. */
export function Loading({ text }: { text?: string }) {
  const { t } = useText();
  return (
    <Center mih="12rem" h="100%" role="status">
      <Stack align="center" gap="sm">
        <Loader size="sm" />
        <Text c="dimmed" size="sm">
          {text ?? t('wizard.loading')}
        </Text>
      </Stack>
    </Center>
  );
}
