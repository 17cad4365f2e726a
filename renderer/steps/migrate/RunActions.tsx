import { IconPlayerPause, IconPlayerPlay } from '@tabler/icons-react';
import type { JobSnapshot } from '../../../shared/contract.ts';
import { Action } from '../../components/Action.tsx';
import { CancelJob } from '../../components/CancelJob.tsx';
import { useText } from '../../i18n/format.ts';
import { isActive } from '../../state/job.ts';
import { useWizard } from '../../state/use.ts';
import { AfterRun } from './AfterRun.tsx';

/** What can be done with the run as it stands. */
export function RunActions({ job }: { job: JobSnapshot }) {
  const { t } = useText();
  const { pause, goOn } = useWizard((state) => state);
  if (!isActive(job)) return <AfterRun job={job} />;
  // What is lost by it, and what waiting would do, depends on both.
  const context = job.status === 'paused' ? 'paused' : job.kind;
  return (
    <>
      <CancelJob
        job={job}
        label={t('wizard.live.cancel')}
        ask={{
          title: t('wizard.live.cancelTitle', { context }),
          text: t('wizard.live.cancelText', { context }),
          keep: t('wizard.live.keepGoing'),
          confirm: t('wizard.live.cancelDo', { context }),
        }}
      />
      {/* What leaves nothing behind cannot be gone on with. */}
      {job.kind === 'export' || job.kind === 'rehearse' ? null : job.status === 'paused' ? (
        <Action
          leftSection={<IconPlayerPlay size={18} />}
          why={job.can.continue ? null : t('wizard.why.moment')}
          onClick={() => goOn()}
        >
          {t('wizard.live.continue')}
        </Action>
      ) : (
        <Action
          variant="default"
          leftSection={<IconPlayerPause size={18} />}
          why={job.can.pause ? null : t(job.status === 'running' ? 'wizard.why.pause' : 'wizard.why.moment')}
          loading={job.status === 'pausing'}
          onClick={() => pause()}
        >
          {t('wizard.live.pause')}
        </Action>
      )}
    </>
  );
}
