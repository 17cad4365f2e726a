import { Badge, Group, Text, UnstyledButton } from '@mantine/core';
import { IconChevronDown, IconChevronRight } from '@tabler/icons-react';
import { useId } from 'react';
import { Said } from '../../components/Said.tsx';
import { useText } from '../../i18n/format.ts';
import { Causes } from './Causes.tsx';
import { countOf, type FindingGroup, placesOf } from './groups.ts';
import { useDecisions } from './use-decisions.ts';
import { someOf, summaryOf } from './words.ts';

/** What nobody has to decide: a line, with all there is to say behind it. */
export function FindingLine(props: { group: FindingGroup; open: boolean; onToggle(key: string): void }) {
  const { group, open, onToggle } = props;
  const { t, number } = useText();
  const decisionOf = useDecisions();
  const details = useId();
  const places = placesOf(group);
  const codes = [...new Set(group.findings.map(({ code }) => code))];
  const Chevron = open ? IconChevronDown : IconChevronRight;
  const summary = summaryOf(group, t, decisionOf);
  return (
    <div className="findingLine">
      <Group gap={4} wrap="nowrap">
        <UnstyledButton
          className="findingHead"
          aria-expanded={open}
          aria-controls={details}
          onClick={() => onToggle(group.key)}
        >
          <Chevron size={16} aria-hidden="true" />
          <span style={{ minWidth: 0 }}>
            <Text component="span" size="sm" className={open ? 'wrap' : 'cut'} title={summary}>
              {summary}
            </Text>
            {places.length > 0 && (
              <Text component="span" size="xs" c="dimmed" className="cut" title={someOf(places)} dir="auto">
                {someOf(places)}
              </Text>
            )}
          </span>
          <Badge variant="outline" color="gray" tt="none">
            {places.length > 1
              ? t('wizard.cards.places', { count: places.length })
              : `${number(countOf(group))} ×`}
          </Badge>
        </UnstyledButton>
        <Said kind="finding" code={codes[0] ?? ''} more={codes.length - 1} />
      </Group>
      <div id={details}>{open && <Causes group={group} />}</div>
    </div>
  );
}
