import { Badge, Code, Table, Text } from '@mantine/core';
import type { BenchmarkResult, Proposal } from '../../../shared/model/index.ts';
import { Panel } from '../../components/Panel.tsx';
import { Scrolling } from '../../components/Scrolling.tsx';
import { useText } from '../../i18n/format.ts';

/** What may make the questions faster, and what it brought where it was tried. */
export function Proposals({ result: { proposals, applied } }: { result: BenchmarkResult }) {
  const { t } = useText();
  return (
    <Panel title={t('wizard.tools.benchmark.proposals')}>
      <Text size="sm" c="dimmed">
        {t('wizard.tools.benchmark.proposalsText')}
      </Text>
      {applied.length > 0 && (
        <Text size="sm">
          {t('benchmark.appliedBefore', {
            names: applied.map((id) => t(`benchmark.proposals.${id}`)).join('; '),
          })}
        </Text>
      )}
      {proposals.length > 0 && (
        <Scrolling label={t('wizard.tools.benchmark.proposals')} className="sideways">
          <Table layout="fixed" miw="46rem" verticalSpacing={6} striped>
            <Table.Thead>
              <Table.Tr>
                <Table.Th w="28%">{t('wizard.tools.benchmark.proposal')}</Table.Th>
                <Table.Th>{t('wizard.tools.benchmark.statement')}</Table.Th>
                <Table.Th w="14rem">{t('wizard.tools.benchmark.outcome')}</Table.Th>
              </Table.Tr>
            </Table.Thead>
            <Table.Tbody>
              {proposals.map((proposal) => (
                <Table.Tr key={proposal.id}>
                  <Table.Td>
                    <Text size="sm">{t(`benchmark.proposals.${proposal.id}`)}</Text>
                    <Text size="xs" c="dimmed">
                      {proposal.helps.map((id) => t(`benchmark.queries.${id}`)).join('; ')}
                    </Text>
                  </Table.Td>
                  <Table.Td>
                    <Code className="wrap" style={{ whiteSpace: 'pre-wrap' }}>
                      {proposal.sql.join(';\n')}
                    </Code>
                  </Table.Td>
                  <Table.Td>
                    <Outcome {...proposal} />
                  </Table.Td>
                </Table.Tr>
              ))}
            </Table.Tbody>
          </Table>
        </Scrolling>
      )}
    </Panel>
  );
}

function Outcome({ outcome, refused, undo }: Proposal) {
  const { t } = useText();
  if (refused !== null) {
    return (
      <Text size="sm" className="wrap">
        {t('benchmark.refused', { reason: refused })}
      </Text>
    );
  }
  if (outcome === null) {
    return (
      <Text size="sm" c="dimmed">
        {t('wizard.tools.benchmark.untried')}
      </Text>
    );
  }
  return (
    <>
      <Badge variant="light" tt="none" color={outcome.kept ? 'green' : 'gray'}>
        {t(`wizard.tools.benchmark.${outcome.kept ? 'kept' : undo === null ? 'noGain' : 'dropped'}`)}
      </Badge>
      <Text size="xs" mt={2}>
        {t('wizard.tools.benchmark.ratio', { percent: Math.round(outcome.ratio * 100) })}
      </Text>
    </>
  );
}
