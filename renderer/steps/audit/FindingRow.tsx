import { Badge, Button, Group, NativeSelect, Text } from '@mantine/core';
import { memo, useId, useState } from 'react';
import { findingMessage } from '../../../shared/messages/index.ts';
import type { Finding } from '../../../shared/model/index.ts';
import { useText } from '../../i18n/format.ts';
import { useWizard } from '../../state/use.ts';
import { Samples } from './Samples.tsx';

/** One finding: what it is, examples of before and after, and the decision. */
export const FindingRow = memo(function FindingRow({ finding }: { finding: Finding }) {
  const { t, number } = useText();
  const decide = useWizard((state) => state.decide);
  const [open, setOpen] = useState(finding.decision === null);
  const samples = useId();
  const { id, table, column, count, decision, options } = finding;
  const place = [table, column].filter((part) => part !== null).join('.');
  const option = (name: string): string => t(`choices.${name}`, { defaultValue: name });
  return (
    <div className="panel" style={{ padding: '0.625rem 0.875rem' }}>
      <Group justify="space-between" align="start" gap="sm">
        <div style={{ flex: '1 1 22rem', minWidth: 0 }}>
          <Group gap={6}>
            {place !== '' && (
              <Text component="span" size="sm" fw={650} className="wrap">
                {place}
              </Text>
            )}
            <Badge variant="outline" color="gray" tt="none" title={t('wizard.audit.times', { count })}>
              {number(count)} ×
            </Badge>
          </Group>
          <Text size="sm" className="wrap">
            {findingMessage(finding, t)}
          </Text>
          {finding.samples.length > 0 && (
            <Button
              size="compact-xs"
              variant="subtle"
              ml={-8}
              aria-expanded={open}
              aria-controls={samples}
              aria-label={t(open ? 'wizard.audit.hideSamplesOf' : 'wizard.audit.showSamplesOf', { place })}
              onClick={() => setOpen(!open)}
            >
              {t(open ? 'wizard.audit.hideSamples' : 'wizard.audit.showSamples')}
            </Button>
          )}
        </div>
        {options.length > 0 && (
          <NativeSelect
            w="19rem"
            size="xs"
            label={t('wizard.audit.decision')}
            aria-label={t('wizard.audit.decisionFor', { place: place || t('wizard.audit.wholeDatabase') })}
            value={decision ?? ''}
            error={decision === null ? t('wizard.audit.undecided') : null}
            onChange={(event) => void decide({ [id]: event.currentTarget.value })}
            data={[
              ...(decision === null ? [{ value: '', label: t('wizard.audit.choose'), disabled: true }] : []),
              ...options.map((name, index) => ({
                value: name,
                label:
                  index === 0 && options.length > 1
                    ? t('wizard.audit.recommended', { option: option(name) })
                    : option(name),
              })),
            ]}
          />
        )}
      </Group>
      <div id={samples}>{open && finding.samples.length > 0 && <Samples samples={finding.samples} />}</div>
    </div>
  );
});
