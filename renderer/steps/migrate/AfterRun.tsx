import { Button } from '@mantine/core';
import { IconArrowRight, IconPlayerPlay } from '@tabler/icons-react';
import { useEffect, useState } from 'react';
import type { JobSnapshot } from '../../../shared/contract.ts';
import { useText } from '../../i18n/format.ts';
import { useWizard } from '../../state/use.ts';
import { ResumeDialog } from '../start/ResumeDialog.tsx';

/** The ways on from a run that has ended. */
export function AfterRun({ job }: { job: JobSnapshot }) {
  const { t } = useText();
  const view = useWizard((state) => state.view);
  const detail = useWizard((state) => state.run);
  const { goTo, dismissJob, openRun, refreshRun, resume } = useWizard((state) => state);
  const readOnly = useWizard((state) => state.readOnly);
  const [asking, setAsking] = useState(false);
  const { run } = job;
  // While it was at work somebody may have opened another one.
  const isRead = run === null || detail?.state.id === run;
  useEffect(() => {
    if (run !== null && !isRead && !readOnly) void refreshRun(run);
  }, [run, isRead, readOnly, refreshRun]);

  async function leave(step: 'start' | 'audit' | 'migrate'): Promise<void> {
    await dismissJob();
    goTo(step);
  }

  if (readOnly) {
    return (
      <Button rightSection={<IconArrowRight size={18} />} onClick={() => goTo('validate')}>
        {t('wizard.after.toValidation')}
      </Button>
    );
  }
  if (job.kind === 'rehearse' && view) {
    return (
      <Button rightSection={<IconArrowRight size={18} />} onClick={() => void leave('migrate')}>
        {t('wizard.after.toMigration')}
      </Button>
    );
  }
  const resumable = run !== null && isRead && detail?.can.resume === true && job.status !== 'done';
  // What the host remembers, if anything, was not the right one.
  const refused = job.error?.code === 'target.auth';
  const loaded = job.status === 'done' && run !== null;
  return (
    <>
      {!loaded && !resumable && view && (
        <Button variant="default" onClick={() => void leave('migrate')}>
          {t('wizard.after.again')}
        </Button>
      )}
      {(!loaded || job.kind === 'export') && (
        <Button variant="default" onClick={() => void leave('start')}>
          {t('wizard.after.toStart')}
        </Button>
      )}
      {resumable && (
        <Button
          leftSection={<IconPlayerPlay size={18} />}
          onClick={() => (refused ? setAsking(true) : void resume(run, null))}
        >
          {t('wizard.after.resume')}
        </Button>
      )}
      {resumable && (
        <ResumeDialog
          run={{ id: run, source: detail.state.source.path, target: detail.state.target }}
          opened={asking}
          onClose={() => setAsking(false)}
        />
      )}
      {loaded && (
        <Button
          rightSection={<IconArrowRight size={18} />}
          onClick={() => (isRead ? goTo('validate') : void openRun(run))}
        >
          {t(job.kind === 'export' ? 'wizard.export.toRun' : 'wizard.after.toValidation')}
        </Button>
      )}
    </>
  );
}
