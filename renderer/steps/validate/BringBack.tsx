import { Button, Code, CopyButton, Text } from '@mantine/core';
import { IconCheck, IconCopy } from '@tabler/icons-react';
import { Panel } from '../../components/Panel.tsx';
import { Scrolling } from '../../components/Scrolling.tsx';
import { useText } from '../../i18n/format.ts';

/** SQL for whoever works on the target. Nothing here runs it. */
export function BringBack({ sql }: { sql: string | null }) {
  const { t } = useText();
  const title = t('wizard.exceptions.bringBack');
  return (
    <Panel
      title={title}
      aside={
        sql !== null && (
          <CopyButton value={sql}>
            {({ copied, copy }) => (
              <Button
                size="xs"
                variant="default"
                leftSection={copied ? <IconCheck size={16} /> : <IconCopy size={16} />}
                onClick={copy}
              >
                {t(`wizard.exceptions.${copied ? 'copied' : 'copySql'}`)}
              </Button>
            )}
          </CopyButton>
        )
      }
    >
      <Text size="sm" c="dimmed">
        {t(`wizard.exceptions.${sql === null ? 'tooLong' : 'bringBackText'}`)}
      </Text>
      {sql !== null && (
        <Scrolling className="wholeValue" label={title}>
          <Code component="pre" className="pre">
            {sql}
          </Code>
        </Scrolling>
      )}
    </Panel>
  );
}
