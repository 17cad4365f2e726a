import { Badge, Group, Stack, Text, UnstyledButton } from '@mantine/core';
import { useText } from '../../i18n/format.ts';
import { useWizard } from '../../state/use.ts';

/** Files that are probably meant, to take with one click; without the one that was taken. */
export function Offered() {
  const { t, bytes, ago } = useText();
  const chosen = useWizard((state) => state.look?.file.path);
  const all = useWizard((state) => state.offered);
  const offered = all?.filter((file) => file.path !== chosen);
  const choose = useWizard((state) => state.choose);
  if (!offered || offered.length === 0) {
    return chosen ? null : (
      <Text size="sm" c="dimmed">
        {t('wizard.source.none')}
      </Text>
    );
  }
  return (
    <Stack gap="xs">
      <Text size="sm" fw={600}>
        {t('wizard.source.offered')}
      </Text>
      {offered.map((file) => (
        <UnstyledButton key={file.token} className="choice" onClick={() => void choose(file.token)}>
          <Group justify="space-between" wrap="nowrap" gap="xs">
            <Text component="span" size="sm" fw={600} className="cut">
              {file.name}
            </Text>
            <Badge variant="outline" color="gray" tt="none" style={{ flexShrink: 0 }}>
              {t(`wizard.source.why.${file.why}`)}
            </Badge>
          </Group>
          <Text component="span" size="xs" c="dimmed" className="wrap">
            {file.path} · {bytes(file.bytes)} · {ago(file.modified)}
          </Text>
        </UnstyledButton>
      ))}
    </Stack>
  );
}
