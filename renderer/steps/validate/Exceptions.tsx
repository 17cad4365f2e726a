import { Group, NativeSelect, Stack, Text } from '@mantine/core';
import { IconDownload } from '@tabler/icons-react';
import { useCallback, useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { ExceptionFacets, ExceptionFilter } from '../../../shared/contract.ts';
import { causeName } from '../../../shared/messages/cause-text.ts';
import { languageOf } from '../../../shared/messages/index.ts';
import { Action } from '../../components/Action.tsx';
import { Problem } from '../../components/Problem.tsx';
import { useText } from '../../i18n/format.ts';
import { useWizard } from '../../state/use.ts';
import { ExceptionDialog } from './ExceptionDialog.tsx';
import { ExceptionList } from './ExceptionList.tsx';
import { causeChoices } from './filter.ts';
import { whyNone } from './why-none.ts';

const everything: ExceptionFilter = { table: null, action: null, codes: null };

/** What could not cross exactly: to filter, to scroll through and to open, however many there are. */
export function Exceptions({ run }: { run: string }) {
  const { t, number } = useText();
  const [filter, setFilter] = useState(everything);
  const facets = useFacets(filter);
  const more = useWizard((state) => state.readOnly && state.bundle?.about.moreExceptions === true);
  const state = useWizard(({ run: shown }) => shown?.state ?? null);
  const [open, setOpen] = useState<number | null>(null);
  // Of which filter, so that the number of another one is never said of this.
  const [found, setFound] = useState<{ filter: ExceptionFilter; total: number } | null>(null);
  const onTotal = useCallback((total: number) => setFound({ filter, total }), [filter]);
  if (!facets || facets.total === 0) return <Text>{t(whyNone(state, more))}</Text>;
  const pick = (
    label: string,
    value: string,
    choices: { value: string; label: string; count: number }[],
    change: (value: string | null) => Partial<ExceptionFilter>,
  ) => (
    <NativeSelect
      disabled={false}
      size="xs"
      flex="1 1 12rem"
      label={label}
      value={value}
      onChange={(event) => setFilter({ ...filter, ...change(event.currentTarget.value || null) })}
      data={[
        { value: '', label: t('wizard.exceptions.all') },
        ...choices
          .filter((choice) => choice.count > 0 || choice.value === value)
          .map(({ value: each, label: words, count }) => ({
            value: each,
            label: `${words} (${number(count)})`,
          })),
      ]}
    />
  );
  const causes = causeChoices(facets.codes, (code) => causeName(code, t));
  return (
    <Stack gap="sm">
      <Group justify="space-between" gap="xs">
        <Text size="sm" c="dimmed" flex="1 1 20rem">
          {t('wizard.exceptions.text')}
        </Text>
        <SaveExceptions
          run={run}
          filter={filter}
          total={found?.filter === filter ? found.total : null}
          all={facets.total}
        />
      </Group>
      {more && <Text size="sm">{t('wizard.bundle.more')}</Text>}
      <Problem slot="exceptions" />
      <Group gap="sm">
        {pick(
          t('certificate.accounts.table'),
          filter.table === null ? '' : `=${filter.table}`,
          // A table may be called ''.
          facets.tables.map(({ value, count }) => ({ value: `=${value}`, label: value, count })),
          (value) => ({ table: value === null ? null : value.slice(1) }),
        )}
        {pick(
          t('certificate.exceptions.action'),
          filter.action ?? '',
          facets.actions.map(({ value, count }) => ({
            value,
            label: t(`certificate.exceptions.actions.${value}`),
            count,
          })),
          (value) => ({ action: value as ExceptionFilter['action'] }),
        )}
        {pick(
          t('certificate.exceptions.cause'),
          filter.codes?.[0] ?? '',
          causes.map(({ words, codes, count }) => ({ value: codes[0] ?? '', label: words, count })),
          (value) => ({ codes: causes.find(({ codes }) => codes[0] === value)?.codes ?? null }),
        )}
      </Group>
      <ExceptionList key={JSON.stringify([run, filter])} filter={filter} onOpen={setOpen} onTotal={onTotal} />
      {open !== null && <ExceptionDialog filter={filter} index={open} onClose={() => setOpen(null)} />}
    </Stack>
  );
}

/** What there is to filter by, counted within what is filtered; of all exceptions until that is known. */
function useFacets(filter: ExceptionFilter): ExceptionFacets | null {
  const all = useWizard((state) => state.facets);
  const count = useWizard((state) => state.exceptionFacets);
  const [within, setWithin] = useState<ExceptionFacets | null>(null);
  useEffect(() => {
    let isWanted = true;
    // A run that was read again may have others.
    if (all !== null) void count(filter).then((facets) => isWanted && setWithin(facets));
    return () => {
      isWanted = false;
    };
  }, [all, count, filter]);
  return all === null ? null : (within ?? all);
}

/** Those that are listed, as a spreadsheet takes them and as they are; and how many these are. */
function SaveExceptions(props: { run: string; filter: ExceptionFilter; total: number | null; all: number }) {
  const { run, filter, total, all } = props;
  const { t } = useText();
  const { i18n } = useTranslation();
  const busy = useWizard((state) => state.busy.save === true);
  const save = useWizard((state) => state.save);
  const language = languageOf(i18n.language);
  const isFiltered = Object.values(filter).some((part) => part !== null);
  return (
    <Group gap="xs">
      <Text size="xs" c="dimmed" role="status">
        {isFiltered
          ? total !== null && t('wizard.exceptions.savesSome', { count: total, all })
          : t('wizard.exceptions.savesAll', { count: all })}
      </Text>
      {(['csv', 'ndjson'] as const).map((format) => (
        <Action
          key={format}
          size="xs"
          variant="default"
          leftSection={<IconDownload size={16} />}
          why={
            busy ? t('wizard.why.saving') : isFiltered && total === 0 ? t('wizard.why.nothingToSave') : null
          }
          onClick={() =>
            void save({ what: 'exceptions', run, format, language, ...(isFiltered && { filter }) })
          }
        >
          {t(`wizard.exceptions.${format}`)}
        </Action>
      ))}
    </Group>
  );
}
