import { Button, Group, Text } from '@mantine/core';
import { IconRefresh, IconRepeat } from '@tabler/icons-react';
import type { CutoverView, JobSnapshot } from '../../../shared/contract.ts';
import type { ErrorCode } from '../../../shared/errors.ts';
import { Action } from '../../components/Action.tsx';
import { Panel } from '../../components/Panel.tsx';
import { ErrorCard } from '../../components/Problem.tsx';
import { useBusy } from '../../components/use-working.ts';
import { useText } from '../../i18n/format.ts';
import { isActive } from '../../state/job.ts';
import { useWizard } from '../../state/use.ts';
import { Stages } from '../migrate/Stages.tsx';
import { Changes } from './Changes.tsx';
import { KeepUp, KeptUp } from './KeepUp.tsx';
import { ServerPassword } from './ServerPassword.tsx';

/** Brings over what changed in the source, as often as wanted, or again and again. */
export function Follow({ view }: { view: CutoverView }) {
  const { t, date } = useText();
  const { sync, follow, cancel } = useWizard((state) => state);
  // A preview that is still being made works on the run, too.
  const previewing = useWizard((state) => state.busy.preview === true);
  const busy = useBusy() ?? (previewing ? t('wizard.why.moment') : null);
  const job = useWizard((state) =>
    (state.job?.kind === 'sync' || state.job?.kind === 'follow') && state.job.run === view.run
      ? state.job
      : null,
  );
  const done = job?.status === 'done';
  return (
    <Panel title={t('wizard.cutover.prepare.follow')}>
      <Text size="sm">
        {t('wizard.cutover.prepare.followText', { since: view.since ? date(view.since) : '?' })}
      </Text>
      <Text size="sm">{t('wizard.cutover.prepare.keep.text')}</Text>
      {job && isActive(job) && job.kind === 'follow' ? (
        <KeepUp job={job} />
      ) : job && isActive(job) ? (
        <>
          <Stages job={job} />
          <Group>
            <Action
              size="xs"
              variant="default"
              loading={job.status === 'cancelling'}
              onClick={() => cancel()}
            >
              {t('wizard.cutover.work.stop')}
            </Action>
          </Group>
        </>
      ) : (
        <>
          {job && <Outcome job={job} />}
          <ServerPassword error={job?.error} />
          <Group>
            <Action variant="light" leftSection={<IconRefresh size={18} />} why={busy} onClick={() => sync()}>
              {t(`wizard.cutover.prepare.${done ? 'syncAgain' : 'sync'}`)}
            </Action>
            <Action
              variant="light"
              leftSection={<IconRepeat size={18} />}
              why={busy}
              onClick={() => void follow()}
            >
              {t('wizard.cutover.prepare.keep.start')}
            </Action>
          </Group>
        </>
      )}
    </Panel>
  );
}

function Outcome({ job }: { job: JobSnapshot }) {
  const { t } = useText();
  const { status, error, caughtUp } = job;
  if (status === 'failed' && error) {
    return (
      <>
        <ErrorCard error={error} />
        <Decision code={error.code} />
      </>
    );
  }
  if (job.kind === 'follow' && job.following?.asOf != null) return <KeptUp job={job} />;
  if (!caughtUp) {
    return (
      <Text size="sm" role="status">
        {t('wizard.cutover.work.cancelled')}
      </Text>
    );
  }
  const { rows, seconds, tables } = caughtUp;
  return (
    <>
      <Text size="sm" fw={600} role="status" className="good">
        {rows === 0 ? t('cutover.sync.nothing') : t('cutover.sync.done', { rows, seconds })}
      </Text>
      {tables.length > 0 && <Changes label={t('wizard.cutover.prepare.follow')} tables={tables} />}
    </>
  );
}

const decisions = {
  'source.otherDatabase': { sameSource: true },
  'run.targetBehind': { full: true },
} as const;

/** The way on that a refusal offers, where somebody decides for it. */
function Decision({ code }: { code: ErrorCode }) {
  const { t } = useText();
  const sync = useWizard((state) => state.sync);
  if (code !== 'source.otherDatabase' && code !== 'run.targetBehind') return null;
  return (
    <Group>
      <Button size="xs" color="red" variant="light" onClick={() => void sync(decisions[code])}>
        {t(`wizard.cutover.prepare.decide.${code.replace('.', '_')}`)}
      </Button>
    </Group>
  );
}
