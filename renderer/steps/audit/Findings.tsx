import { Badge, Button, Group, Stack, Text, TextInput, Title } from '@mantine/core';
import { IconSearch } from '@tabler/icons-react';
import { memo, useCallback, useDeferredValue, useMemo, useState } from 'react';
import type { AuditView } from '../../../shared/contract.ts';
import type { Severity } from '../../../shared/model/index.ts';
import { useText } from '../../i18n/format.ts';
import { plain } from '../../state/plain.ts';
import { CardList } from './CardList.tsx';
import { Followed } from './Followed.tsx';
import type { FindingGroup } from './groups.ts';
import { toggled } from './toggled.ts';
import { useDecisions } from './use-decisions.ts';
import { searchText } from './words.ts';

const severities: { severity: Severity; color: string }[] = [
  { severity: 'blocker', color: 'red' },
  { severity: 'warning', color: 'orange' },
  { severity: 'note', color: 'gray' },
];

/** Everything the audit has to say, the gravest first: a card for each place and kind of trouble. */
export const Findings = memo(function Findings(props: { view: AuditView; groups: readonly FindingGroup[] }) {
  const { view, groups } = props;
  const { t } = useText();
  const { findings } = view.audit;
  const [text, setText] = useState('');
  const wanted = useDeferredValue(plain(text.trim()));
  const [folded, setFolded] = useState<ReadonlySet<Severity>>(new Set(['note']));
  const [open, setOpen] = useState<ReadonlySet<string>>(new Set());
  const shown = useSearch(groups, wanted);
  const toggle = useCallback((key: string) => setOpen((keys) => toggled(keys, key)), []);
  return (
    <Stack gap="md">
      <Followed view={view} />
      {findings.length === 0 ? (
        <Text>{t('wizard.audit.none')}</Text>
      ) : (
        <TextInput
          readOnly={false}
          leftSection={<IconSearch size={16} />}
          placeholder={t('wizard.audit.search')}
          aria-label={t('wizard.audit.search')}
          value={text}
          onChange={(event) => setText(event.currentTarget.value)}
        />
      )}
      {findings.length > 0 && shown.length === 0 && <Text c="dimmed">{t('wizard.audit.nothingFound')}</Text>}
      {severities.map(({ severity, color }) => {
        const own = shown.filter((group) => group.severity === severity);
        if (own.length === 0) return null;
        const name = t(`severities.${severity}`);
        const isOpen = !folded.has(severity) || wanted !== '';
        return (
          <section key={severity} aria-label={name}>
            <Group gap="xs" mb="xs">
              <Title order={2}>{name}</Title>
              <Badge color={color} variant="light">
                {own.length}
              </Badge>
              <Button
                size="compact-xs"
                variant="subtle"
                aria-expanded={isOpen}
                aria-label={t(isOpen ? 'wizard.audit.hideGroup' : 'wizard.audit.showGroup', { name })}
                onClick={() => setFolded(toggled(folded, severity))}
              >
                {t(isOpen ? 'wizard.hide' : 'wizard.show')}
              </Button>
            </Group>
            {isOpen && <CardList groups={own} open={open} onToggle={toggle} />}
          </section>
        );
      })}
    </Stack>
  );
});

/** The groups that show the text. What each of them shows is put together once, when somebody first searches. */
function useSearch(groups: readonly FindingGroup[], wanted: string): readonly FindingGroup[] {
  const { t } = useText();
  const decisionOf = useDecisions();
  // biome-ignore lint/correctness/useExhaustiveDependencies: texts of other groups, or in another language, are others
  const texts = useMemo(() => new Map<string, string>(), [groups, t, decisionOf]);
  if (wanted === '') return groups;
  return groups.filter((group) => {
    const text = texts.get(group.key) ?? searchText(group, t, decisionOf);
    texts.set(group.key, text);
    return text.includes(wanted);
  });
}
