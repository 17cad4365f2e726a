import type { JobSnapshot } from '../../../shared/contract.ts';
import { CancelJob } from '../../components/CancelJob.tsx';
import { Page } from '../../components/Page.tsx';
import { Panel } from '../../components/Panel.tsx';
import { Problem } from '../../components/Problem.tsx';
import { Whole } from '../../components/Whole.tsx';
import { useText } from '../../i18n/format.ts';
import { Log } from '../migrate/Log.tsx';
import { Stages } from '../migrate/Stages.tsx';

type Work = JobSnapshot & { kind: 'cutover' | 'rollback' };

/** Going live or coming back, stage by stage. */
export function Working({ job }: { job: Work }) {
  const { t } = useText();
  return (
    <Page
      title={t(`wizard.cutover.work.${job.kind}`)}
      lead={[job.source, job.run].filter((part) => part !== null).join(' · ')}
      aside={<Log />}
      actions={
        <CancelJob
          job={job}
          label={t('wizard.cutover.work.cancel')}
          ask={{
            title: t('wizard.cutover.work.cancelTitle'),
            text: t(`wizard.cutover.work.cancelText.${job.kind}`),
            keep: t('wizard.cutover.work.keepGoing'),
            confirm: t('wizard.cutover.work.cancelDo'),
          }}
        />
      }
    >
      <Problem slot="job" />
      <Panel>
        <Whole job={job} />
      </Panel>
      <Panel title={t('wizard.cutover.work.stages')}>
        <Stages job={job} />
      </Panel>
    </Page>
  );
}
