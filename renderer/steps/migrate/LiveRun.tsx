import { Group } from '@mantine/core';
import type { JobSnapshot } from '../../../shared/contract.ts';
import { JobWay } from '../../components/JobWay.tsx';
import { Page } from '../../components/Page.tsx';
import { Panel } from '../../components/Panel.tsx';
import { Problem } from '../../components/Problem.tsx';
import { SupportButton } from '../../components/support/SupportButton.tsx';
import { Whole } from '../../components/Whole.tsx';
import { useText } from '../../i18n/format.ts';
import { isActive } from '../../state/job.ts';
import { Ending } from './Ending.tsx';
import { Log } from './Log.tsx';
import { RunActions } from './RunActions.tsx';
import { Speed } from './Speed.tsx';
import { Stages } from './Stages.tsx';
import { TableBars } from './TableBars.tsx';

/** A migration or a rehearsal at work, or how it ended. */
export function LiveRun({ job }: { job: JobSnapshot }) {
  const { t } = useText();
  return (
    <Page
      screen="running"
      title={t(`wizard.live.title.${job.kind}`)}
      lead={[job.source, job.run].filter((part) => part !== null).join(' · ')}
      aside={
        <Group gap="xs">
          {!isActive(job) && job.run !== null && <SupportButton run={job.run} />}
          <Log />
        </Group>
      }
      actions={<RunActions job={job} />}
    >
      <Problem slot="job" />
      <Problem slot="run" />
      {!isActive(job) && <Ending job={job} />}
      <Panel>
        <JobWay job={job} />
        {isActive(job) && <Whole job={job} />}
      </Panel>
      <div className="live">
        <Panel title={t('wizard.live.stages')}>
          <Stages job={job} />
        </Panel>
        <Panel title={t('wizard.live.speed')}>
          <Speed job={job} />
        </Panel>
      </div>
      <Panel title={t('wizard.live.tables')}>
        <TableBars job={job} />
      </Panel>
    </Page>
  );
}
