import type { JobSnapshot } from '../../shared/contract.ts';
import { useText } from '../i18n/format.ts';
import { isActive } from '../state/job.ts';
import { usePartNow } from './part-now.ts';
import { useRunPlace } from './places.ts';
import { Way } from './Way.tsx';

/** The way of a migration that runs, with how far it is, or of one that has ended; only what is certain is named. */
export function JobWay({ job }: { job: JobSnapshot }) {
  const { t } = useText();
  const { part, moves } = usePartNow(job);
  const known = useRunPlace(job.run);
  const server = { kind: 'server' as const, name: 'PostgreSQL', detail: null };
  const folder = { kind: 'folder' as const, name: t('wizard.export.folder'), detail: null };
  const temporary = { ...server, name: t('wizard.way.temporary'), detail: t('wizard.way.temporaryText') };
  const place = known ?? (job.kind === 'export' ? folder : server);
  return (
    <Way
      file={{ name: job.source ?? t('wizard.way.file'), detail: null }}
      place={job.kind === 'rehearse' ? temporary : place}
      part={isActive(job) ? part : null}
      moving={moves}
      done={job.status === 'done'}
    />
  );
}
