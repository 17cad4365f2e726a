import type { JobSnapshot } from '../../shared/contract.ts';
import { fileName } from '../i18n/file-name.ts';
import { useText } from '../i18n/format.ts';
import { isActive } from '../state/job.ts';
import { useWizard } from '../state/use.ts';
import { usePartNow } from './part-now.ts';
import { useRunPlace, useTargetPlace } from './places.ts';
import { Way } from './Way.tsx';

/** The way of a migration that runs, with how far it is, or of one that has ended. */
export function JobWay({ job }: { job: JobSnapshot }) {
  const { t, bytes } = useText();
  const { part, moves } = usePartNow(job);
  const audited = useWizard((state) => state.view?.audit.source ?? null);
  const chosen = useTargetPlace();
  const resumed = useRunPlace(job.run);
  const name = job.source ?? t('wizard.way.file');
  const size = audited && fileName(audited.path) === name ? bytes(audited.bytes) : null;
  const temporary = {
    kind: 'server' as const,
    name: t('wizard.way.temporary'),
    detail: t('wizard.way.temporaryText'),
  };
  return (
    <Way
      file={{ name, detail: size }}
      place={job.kind === 'rehearse' ? temporary : (resumed ?? chosen)}
      part={isActive(job) ? part : null}
      moving={moves}
      done={job.status === 'done'}
    />
  );
}
