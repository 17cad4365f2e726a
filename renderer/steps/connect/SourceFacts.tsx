import { Alert, Badge, Group, Stack, Text } from '@mantine/core';
import { IconInfoCircle } from '@tabler/icons-react';
import type { TFunction } from 'i18next';
import type { SourceLook } from '../../../shared/contract.ts';
import { Facts } from '../../components/Facts.tsx';
import { useText } from '../../i18n/format.ts';

/** The engine's label of the version that has everything. */
const newest = '14 tables';

/** The engine's label of a version, in words. */
function versionText(label: string, t: TFunction): string {
  if (label === 'enum era') return t('wizard.source.versions.enumEra');
  if (label === 'hand-patched') return t('wizard.source.versions.handPatched');
  if (label === newest) return t('wizard.source.versions.latest', { count: Number.parseInt(label, 10) });
  const kind = label.endsWith('allow_in_macro') ? 'Macro' : label.endsWith('early') ? 'Early' : '';
  return t(`wizard.source.versions.tables${kind}`, { count: Number.parseInt(label, 10) });
}

/** What the chosen file is. */
export function SourceFacts({ look }: { look: SourceLook }) {
  const { t, number, bytes, ago, date } = useText();
  const unknown = look.tables.filter((table) => table.known === false).length;
  const all = look.tables.length;
  const isTold = look.autocore && look.tables.every(({ known }) => known !== null);
  const kind = isTold ? (unknown > 0 ? 'tablesOther' : 'tablesCount') : 'tablesStrange';
  const tables = t(`wizard.source.${kind}`, { all, count: unknown });
  return (
    <Stack gap="sm">
      <div className="choice" data-chosen="true">
        <Group justify="space-between" wrap="nowrap" mb={6}>
          <Text fw={600} className="wrap">
            {look.file.name}
          </Text>
          <Badge
            color={look.autocore ? 'green' : 'orange'}
            variant="light"
            tt="none"
            style={{ flexShrink: 0 }}
          >
            {look.autocore ? t('wizard.source.autocore') : t('wizard.source.other')}
          </Badge>
        </Group>
        <Facts
          facts={[
            [t('wizard.source.path'), look.file.path],
            [t('wizard.source.version'), look.autocore && versionText(look.autocore, t)],
            [t('wizard.source.tables'), tables],
            [
              t('wizard.source.rows'),
              look.complete ? number(look.rows) : t('wizard.source.atLeast', { rows: look.rows }),
            ],
            [
              t('wizard.source.size'),
              look.walBytes > 0
                ? t('wizard.source.withWal', { size: bytes(look.bytes), wal: bytes(look.walBytes) })
                : bytes(look.bytes),
            ],
            [
              t('wizard.source.lastWrite'),
              look.lastWrite && `${date(look.lastWrite)} (${ago(look.lastWrite)})`,
            ],
          ]}
        />
      </div>
      {look.writing !== 'no' && (
        <Alert color="cyan" icon={<IconInfoCircle />}>
          <Text size="sm">{t(`wizard.source.writing.${look.writing}`)}</Text>
        </Alert>
      )}
      {!look.autocore && (
        <Alert color="orange" icon={<IconInfoCircle />}>
          <Text size="sm">{t('wizard.source.notAutocore')}</Text>
        </Alert>
      )}
    </Stack>
  );
}
