import { Badge, Button, Group, Stack, Text, TextInput, Title } from '@mantine/core';
import { IconSearch } from '@tabler/icons-react';
import { useDeferredValue, useState } from 'react';
import { findingMessage } from '../../../shared/messages/index.ts';
import type { Finding, Severity } from '../../../shared/model/index.ts';
import { useText } from '../../i18n/format.ts';
import { FindingRow } from './FindingRow.tsx';

const severities: { severity: Severity; color: string }[] = [
  { severity: 'blocker', color: 'red' },
  { severity: 'warning', color: 'orange' },
  { severity: 'note', color: 'gray' },
];

/** Everything the audit has to say, the gravest first. */
export function Findings({ findings }: { findings: Finding[] }) {
  const { t } = useText();
  const [text, setText] = useState('');
  const wanted = useDeferredValue(text.trim().toLocaleLowerCase());
  const [folded, setFolded] = useState<Set<Severity>>(new Set(['note']));
  if (findings.length === 0) return <Text>{t('wizard.audit.none')}</Text>;

  const shown = findings.filter((finding) =>
    [finding.table, finding.column, findingMessage(finding, t)].some((each) =>
      each?.toLocaleLowerCase().includes(wanted),
    ),
  );
  const toggle = (severity: Severity): void => {
    const next = new Set(folded);
    if (!next.delete(severity)) next.add(severity);
    setFolded(next);
  };

  return (
    <Stack gap="md">
      <TextInput
        leftSection={<IconSearch size={16} />}
        placeholder={t('wizard.audit.search')}
        aria-label={t('wizard.audit.search')}
        value={text}
        onChange={(event) => setText(event.currentTarget.value)}
      />
      {shown.length === 0 && <Text c="dimmed">{t('wizard.audit.nothingFound')}</Text>}
      {severities.map(({ severity, color }) => {
        const own = shown.filter((finding) => finding.severity === severity);
        if (own.length === 0) return null;
        const open = !folded.has(severity) || wanted !== '';
        return (
          <section key={severity} aria-label={t(`severities.${severity}`)}>
            <Group gap="xs" mb="xs">
              <Title order={2}>{t(`severities.${severity}`)}</Title>
              <Badge color={color} variant="light">
                {own.length}
              </Badge>
              <Button
                size="compact-xs"
                variant="subtle"
                aria-expanded={open}
                aria-label={t(open ? 'wizard.audit.hideGroup' : 'wizard.audit.showGroup', {
                  name: t(`severities.${severity}`),
                })}
                onClick={() => toggle(severity)}
              >
                {t(open ? 'wizard.hide' : 'wizard.show')}
              </Button>
            </Group>
            {open && (
              <Stack gap="xs">
                {own.map((finding) => (
                  <FindingRow key={finding.id} finding={finding} />
                ))}
              </Stack>
            )}
          </section>
        );
      })}
    </Stack>
  );
}
