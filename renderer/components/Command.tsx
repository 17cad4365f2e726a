import { ActionIcon, Code, CopyButton, Group, Text, Tooltip } from '@mantine/core';
import { IconCheck, IconCopy } from '@tabler/icons-react';
import { useText } from '../i18n/format.ts';

/** A command to run elsewhere, and a button that copies it. */
export function Command({ label, command }: { label: string; command: string }) {
  const { t } = useText();
  return (
    <div>
      <Text size="sm">{label}</Text>
      <Group gap={6} wrap="nowrap" align="center">
        <Code className="wrap" style={{ flex: 1, padding: '0.375rem 0.5rem' }}>
          {command}
        </Code>
        <CopyButton value={command}>
          {({ copied, copy }) => (
            <Tooltip label={t(`wizard.cutover.${copied ? 'copied' : 'copy'}`)}>
              <ActionIcon
                variant="default"
                size="md"
                aria-label={copied ? t('wizard.cutover.copied') : t('wizard.cutover.copyOf', { command })}
                onClick={copy}
              >
                {copied ? <IconCheck size={16} /> : <IconCopy size={16} />}
              </ActionIcon>
            </Tooltip>
          )}
        </CopyButton>
      </Group>
    </div>
  );
}
