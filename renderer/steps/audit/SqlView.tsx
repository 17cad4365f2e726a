import { Code, Group, Stack, Text } from '@mantine/core';
import { IconDownload } from '@tabler/icons-react';
import { useEffect } from 'react';
import { Action } from '../../components/Action.tsx';
import { Loading } from '../../components/Loading.tsx';
import { Scrolling } from '../../components/Scrolling.tsx';
import { useText } from '../../i18n/format.ts';
import { useWizard } from '../../state/use.ts';

/** The DDL of the plan, for those who read it, and to take along. */
export function SqlView() {
  const { t } = useText();
  const sql = useWizard((state) => state.sql);
  const view = useWizard((state) => state.view);
  const { loadSql, save } = useWizard((state) => state);
  // biome-ignore lint/correctness/useExhaustiveDependencies: another plan has another text
  useEffect(() => void loadSql(), [loadSql, view]);
  return (
    <Stack gap="sm">
      <Group justify="space-between">
        <Text size="sm" c="dimmed">
          {t('wizard.sql.text')}
        </Text>
        <Group gap="xs">
          <Action
            size="xs"
            variant="default"
            leftSection={<IconDownload size={16} />}
            onClick={() => save({ what: 'sql' })}
          >
            {t('wizard.sql.saveSql')}
          </Action>
          <Action
            size="xs"
            variant="default"
            leftSection={<IconDownload size={16} />}
            onClick={() => save({ what: 'plan' })}
          >
            {t('wizard.sql.savePlan')}
          </Action>
        </Group>
      </Group>
      {sql === null ? (
        <Loading />
      ) : (
        <Scrolling className="tall panel" label={t('wizard.audit.tabs.sql')}>
          <Code component="pre" className="pre" bg="transparent">
            {sql}
          </Code>
        </Scrolling>
      )}
    </Stack>
  );
}
