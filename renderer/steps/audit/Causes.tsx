import { Button, Group, Stack, Text } from '@mantine/core';
import { useState } from 'react';
import { findingMessage } from '../../../shared/messages/index.ts';
import type { Finding } from '../../../shared/model/index.ts';
import { Said } from '../../components/Said.tsx';
import { useText } from '../../i18n/format.ts';
import { Decision } from './Decision.tsx';
import { type FindingGroup, placeOf } from './groups.ts';
import { sampleAfter } from './outcome.ts';
import { Samples } from './Samples.tsx';
import { useDecisions } from './use-decisions.ts';

const atFirst = 25;

/** The single findings of a card: each with examples of before and after, and its own decision where there are several. */
export function Causes({ group }: { group: FindingGroup }) {
  const { t } = useText();
  const [most, setMost] = useState(atFirst);
  const { findings } = group;
  const left = findings.length - most;
  if (findings.length === 1 && placeOf(group) !== '') return <Examples finding={findings[0] as Finding} />;
  return (
    <Stack gap="sm" mt="xs" className="causes">
      {findings.slice(0, most).map((finding) => (
        <Cause key={finding.id} finding={finding} named={group.column === null} />
      ))}
      {left > 0 && (
        <Button size="compact-sm" variant="subtle" onClick={() => setMost(most * 4)}>
          {t('wizard.cards.more', { count: Math.min(left, most * 3) })}
        </Button>
      )}
    </Stack>
  );
}

function Cause({ finding, named }: { finding: Finding; named: boolean }) {
  const { t, number } = useText();
  const message = findingMessage(finding, t);
  const place = placeOf(finding);
  return (
    <div>
      <Group justify="space-between" align="start" gap="sm">
        <Text size="sm" className="wrap" style={{ flex: '1 1 20rem', minWidth: 0 }}>
          {named && place !== '' && (
            <Text component="span" size="sm" fw={600} dir="auto">
              {place}:{' '}
            </Text>
          )}
          {message}{' '}
          <Text component="span" size="sm" c="dimmed">
            ({number(finding.count)} ×)
          </Text>{' '}
          <Said kind="finding" code={finding.code} />
        </Text>
        <Decision
          findings={[finding]}
          what={message}
          place={place || t('wizard.audit.wholeDatabase')}
          small
        />
      </Group>
      <Examples finding={finding} />
    </div>
  );
}

function Examples({ finding }: { finding: Finding }) {
  const decision = useDecisions()(finding);
  if (finding.samples.length === 0) return null;
  return <Samples samples={finding.samples.map((sample) => sampleAfter(sample, decision))} />;
}
