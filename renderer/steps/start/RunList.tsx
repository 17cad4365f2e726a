import { Table } from '@mantine/core';
import { Loading } from '../../components/Loading.tsx';
import { Panel } from '../../components/Panel.tsx';
import { ErrorCard } from '../../components/Problem.tsx';
import { useText } from '../../i18n/format.ts';
import { isActive } from '../../state/job.ts';
import { useWizard } from '../../state/use.ts';
import { LastWay } from './LastWay.tsx';
import { NoRuns } from './NoRuns.tsx';
import { RunRow } from './RunRow.tsx';

/** The runs of the workspace, the newest first. */
export function RunList() {
  const { t } = useText();
  const runs = useWizard((state) => state.runs);
  const failed = useWizard((state) => state.problems.start);
  // What runs has its own picture above.
  const working = useWizard((state) => isActive(state.job));
  if (!runs) return failed ? null : <Loading />;
  if (runs.length === 0) return <NoRuns />;
  const last = runs.find((run) => !('error' in run) && !run.rehearsal);
  return (
    <Panel title={t('wizard.start.recent')}>
      {last && !('error' in last) && !working && <LastWay run={last} />}
      <div className="sideways">
        <Table layout="fixed" verticalSpacing="xs" className="runs">
          <Table.Thead>
            <Table.Tr>
              <Table.Th w="10.5rem">{t('wizard.start.columns.status')}</Table.Th>
              <Table.Th>{t('wizard.start.columns.source')}</Table.Th>
              <Table.Th>{t('wizard.start.columns.target')}</Table.Th>
              <Table.Th w="8.5rem" ta="right">
                {t('wizard.start.columns.rows')}
              </Table.Th>
              <Table.Th w="10.5rem">{t('wizard.start.columns.when')}</Table.Th>
              <Table.Th w="21rem" ta="right">
                {t('wizard.start.columns.actions')}
              </Table.Th>
            </Table.Tr>
          </Table.Thead>
          <Table.Tbody>
            {runs.map((run) => (
              <RunRow key={run.id} run={run} />
            ))}
          </Table.Tbody>
        </Table>
      </div>
      {runs.flatMap((run) =>
        'error' in run
          ? [<ErrorCard key={run.id} error={{ ...run.error, message: `${run.id}: ${run.error.message}` }} />]
          : [],
      )}
    </Panel>
  );
}
