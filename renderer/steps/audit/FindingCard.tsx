import { Badge, Button, Group, Text } from '@mantine/core';
import { memo, useId } from 'react';
import { Said } from '../../components/Said.tsx';
import { useText } from '../../i18n/format.ts';
import { Causes } from './Causes.tsx';
import { Decision } from './Decision.tsx';
import { FindingLine } from './FindingLine.tsx';
import { countOf, type FindingGroup, isChoice, placeOf, placesOf } from './groups.ts';
import { useDecisions } from './use-decisions.ts';
import { kindName, someOf, summaryOf } from './words.ts';

/** A place and what is wrong with it, with one decision for all causes; folded to a line where there is none to take. */
export const FindingCard = memo(function FindingCard(props: {
  group: FindingGroup;
  open: boolean;
  onToggle(key: string): void;
}) {
  const { group, open, onToggle } = props;
  const { t, number } = useText();
  const decisionOf = useDecisions();
  const causes = useId();
  if (!isChoice(group)) return <FindingLine group={group} open={open} onToggle={onToggle} />;
  const { findings, key } = group;
  const codes = [...new Set(findings.map(({ code }) => code))];
  const places = placesOf(group);
  const name = kindName(group, t) ?? '';
  // Many places of one kind have its name for a place.
  const isFolded = places.length > 1;
  const place = isFolded ? name : placeOf(group) || t('wizard.audit.wholeDatabase');
  const count = countOf(group);
  const several = findings.length > 1;
  const hasMore = several || findings.some(({ samples }) => samples.length > 0);
  return (
    <div className="panel finding">
      <Group justify="space-between" align="start" gap="sm">
        <div style={{ flex: '1 1 22rem', minWidth: 0 }}>
          <Group gap={6}>
            <Text component="span" size="sm" fw={650} className="wrap" dir="auto">
              {place}
            </Text>
            <Badge variant="outline" color="gray" tt="none" title={t('wizard.audit.times', { count })}>
              {number(count)} ×
            </Badge>
            <Said kind="finding" code={codes[0] ?? ''} more={codes.length - 1} />
          </Group>
          <Text size="sm" className="wrap">
            {isFolded ? someOf(places) : summaryOf(group, t, decisionOf)}
          </Text>
          {hasMore && (
            <Button
              size="compact-xs"
              variant="subtle"
              ml={-8}
              aria-expanded={open}
              aria-controls={causes}
              aria-label={moreOf()}
              onClick={() => onToggle(key)}
            >
              {more()}
            </Button>
          )}
        </div>
        <Decision findings={findings} what={several && !isFolded ? name : ''} place={place} />
      </Group>
      <div id={causes}>{open && <Causes group={group} />}</div>
    </div>
  );

  function more(): string {
    if (!several) return t(open ? 'wizard.audit.hideSamples' : 'wizard.audit.showSamples');
    if (isFolded)
      return open ? t('wizard.cards.hidePlaces') : t('wizard.cards.seePlaces', { count: places.length });
    return open ? t('wizard.cards.hideCauses') : t('wizard.cards.causes', { count: findings.length });
  }

  function moreOf(): string {
    if (several) return t('wizard.cards.causesOf', { what: more(), place });
    return t(open ? 'wizard.audit.hideSamplesOf' : 'wizard.audit.showSamplesOf', { place });
  }
});
