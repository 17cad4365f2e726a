import { Badge, Button, Group, Stack, Text, UnstyledButton } from '@mantine/core';
import { useState } from 'react';
import { useText } from '../../i18n/format.ts';
import { useWizard } from '../../state/use.ts';

/** As many as leave room for the rest. */
const few = 5;

/** Files that are probably meant, to take with one click; without the one that was taken. */
export function Offered() {
  const { t, bytes, ago } = useText();
  const chosen = useWizard((state) => state.look?.file.path);
  const found = useWizard((state) => state.offered);
  const offered = found?.filter((file) => file.path !== chosen);
  const choose = useWizard((state) => state.choose);
  const [all, setAll] = useState(false);
  if (!offered || offered.length === 0) {
    return chosen ? null : (
      <Text size="sm" c="dimmed">
        {t('wizard.source.none')}
      </Text>
    );
  }
  // Beside a file that was chosen the others are in the way.
  const shown = all ? offered : offered.slice(0, chosen ? 0 : few);
  return (
    <Stack gap="xs">
      {shown.length > 0 && (
        <Text size="sm" fw={600}>
          {t('wizard.source.offered')}
        </Text>
      )}
      {shown.map((file) => (
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
      {shown.length < offered.length && (
        <div>
          <Button size="compact-sm" variant="subtle" onClick={() => setAll(true)}>
            {t('wizard.source.more', { count: offered.length - shown.length })}
          </Button>
        </div>
      )}
    </Stack>
  );
}
