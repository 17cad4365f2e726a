import { Table, Text } from '@mantine/core';
import type { Sample } from '../../../shared/model/index.ts';
import { keyText, valueText } from '../../../shared/value-text.ts';
import { Value } from '../../components/Value.tsx';
import { useText } from '../../i18n/format.ts';

/** Real rows of the source: as they are, and what the target will hold. */
export function Samples({ samples }: { samples: Sample[] }) {
  const { t } = useText();
  const keyed = samples.some((sample) => sample.key !== null);
  const changed = samples.some((sample) => sample.action !== undefined);
  const result = (sample: Sample) => {
    if (sample.action === 'quarantined') return <Text size="xs">{t('wizard.audit.after.quarantined')}</Text>;
    if (sample.after === undefined) return <Text size="xs">{t('wizard.audit.after.same')}</Text>;
    return <Value text={sample.after} />;
  };
  return (
    <div className="sideways">
      <Table verticalSpacing={4} fz="xs" mt={6} layout="fixed" miw="28rem">
        <Table.Thead>
          <Table.Tr>
            {keyed && <Table.Th w="22%">{t('wizard.audit.row')}</Table.Th>}
            <Table.Th>{t('wizard.audit.before')}</Table.Th>
            {changed && <Table.Th>{t('wizard.audit.afterTitle')}</Table.Th>}
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {samples.map((sample, index) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: samples may be equal and never move
            <Table.Tr key={index}>
              {keyed && <Table.Td className="wrap">{keyText(sample.key)}</Table.Td>}
              <Table.Td>
                <Value text={valueText(sample.value)} />
              </Table.Td>
              {changed && <Table.Td>{result(sample)}</Table.Td>}
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
    </div>
  );
}
