import { Button } from '@mantine/core';
import { IconArrowRight, IconPlayerPlay } from '@tabler/icons-react';
import type { JobSnapshot } from '../../../shared/contract.ts';
import { useText } from '../../i18n/format.ts';
import { targetOf } from '../../state/target-form.ts';
import { useWizard } from '../../state/use.ts';

/** The ways on from a run that has ended. */
export function AfterRun({ job }: { job: JobSnapshot }) {
  const { t } = useText();
  const view = useWizard((state) => state.view);
  const target = useWizard((state) => state.target);
  const detail = useWizard((state) => state.run);
  const { goTo, dismissJob, resume } = useWizard((state) => state);
  const { run } = job;

  async function leave(step: 'start' | 'audit' | 'migrate'): Promise<void> {
    await dismissJob();
    goTo(step);
  }

  if (job.kind === 'rehearse' && view) {
    return (
      <Button rightSection={<IconArrowRight size={18} />} onClick={() => void leave('migrate')}>
        {t('wizard.after.toMigration')}
      </Button>
    );
  }
  const password = target.kind === 'server' ? passwordOf(targetOf(target)) : null;
  const resumable = run !== null && detail?.state.id === run && detail.can.resume && job.status !== 'done';
  const loaded = job.status === 'done' && run !== null;
  return (
    <>
      {!loaded && !resumable && view && (
        <Button variant="default" onClick={() => void leave('migrate')}>
          {t('wizard.after.again')}
        </Button>
      )}
      {!loaded && (
        <Button variant="default" onClick={() => void leave('start')}>
          {t('wizard.after.toStart')}
        </Button>
      )}
      {resumable && (
        <Button leftSection={<IconPlayerPlay size={18} />} onClick={() => void resume(run, password)}>
          {t('wizard.after.resume')}
        </Button>
      )}
      {loaded && (
        <Button rightSection={<IconArrowRight size={18} />} onClick={() => goTo('validate')}>
          {t('wizard.after.toValidation')}
        </Button>
      )}
    </>
  );
}

function passwordOf(target: ReturnType<typeof targetOf>): string | null {
  return target.kind === 'server' ? target.password : null;
}
