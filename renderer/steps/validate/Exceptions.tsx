import { Group, NativeSelect, Stack, Text } from '@mantine/core';
import { useState } from 'react';
import type { ExceptionFilter } from '../../../shared/contract.ts';
import { Problem } from '../../components/Problem.tsx';
import { useText } from '../../i18n/format.ts';
import { useWizard } from '../../state/use.ts';
import { ExceptionList } from './ExceptionList.tsx';

const everything: ExceptionFilter = { table: null, action: null, code: null };

/** What could not cross exactly: to filter and to scroll through, however many there are. */
export function Exceptions({ run }: { run: string }) {
  const { t, number } = useText();
  const facets = useWizard((state) => state.facets);
  const [filter, setFilter] = useState(everything);
  if (!facets || facets.total === 0) return <Text>{t('certificate.exceptions.none')}</Text>;
  const pick = (
    name: 'table' | 'action' | 'code',
    label: string,
    values: { value: string; count: number }[],
    word: (value: string) => string,
  ) => (
    <NativeSelect
      size="xs"
      flex="1 1 12rem"
      label={label}
      value={filter[name] ?? ''}
      onChange={(event) => setFilter({ ...filter, [name]: event.currentTarget.value || null })}
      data={[
        { value: '', label: t('wizard.exceptions.all') },
        ...values.map(({ value, count }) => ({ value, label: `${word(value)} (${number(count)})` })),
      ]}
    />
  );
  return (
    <Stack gap="sm">
      <Text size="sm" c="dimmed">
        {t('certificate.exceptions.text')}
      </Text>
      <Problem slot="exceptions" />
      <Group gap="sm">
        {pick('table', t('certificate.accounts.table'), facets.tables, (value) => value)}
        {pick('action', t('certificate.exceptions.action'), facets.actions, (value) =>
          t(`certificate.exceptions.actions.${value}`),
        )}
        {pick('code', t('certificate.exceptions.cause'), facets.codes, (value) =>
          t(`certificate.causes.${value}`, { defaultValue: value, reason: '' }),
        )}
      </Group>
      <ExceptionList key={JSON.stringify([run, filter])} filter={filter} />
    </Stack>
  );
}
