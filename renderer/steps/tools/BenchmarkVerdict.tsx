import { Group, List, Text } from '@mantine/core';
import { IconCheck, IconMinus, IconX } from '@tabler/icons-react';
import { verdictLines } from '../../../shared/messages/benchmark-verdict.ts';
import type { BenchmarkResult } from '../../../shared/model/index.ts';
import { Panel } from '../../components/Panel.tsx';
import { useText } from '../../i18n/format.ts';

/** What the times say of the guide's two criteria, and of several users at once. */
export function BenchmarkVerdict({ result }: { result: BenchmarkResult }) {
  const { t, date } = useText();
  return (
    <Panel
      title={t('wizard.tools.benchmark.verdict')}
      aside={
        <Text size="sm" c="dimmed">
          {result.server} · {date(result.at)}
        </Text>
      }
    >
      <List listStyleType="none" spacing={6} size="sm">
        {verdictLines(result, t).map(({ text, met }) => {
          const Icon = met === null ? IconMinus : met ? IconCheck : IconX;
          return (
            <List.Item key={text}>
              <Group gap={8} wrap="nowrap" align="start">
                <Icon
                  size={18}
                  aria-hidden="true"
                  style={{ flexShrink: 0, marginTop: 1 }}
                  className={met === null ? '' : met ? 'good' : 'bad'}
                />
                <Text size="sm" fw={met === null ? 400 : 600} maw="60rem">
                  {text}
                </Text>
              </Group>
            </List.Item>
          );
        })}
      </List>
    </Panel>
  );
}
