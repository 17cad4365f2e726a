import { isMigration } from '../../state/job.ts';
import { useWizard } from '../../state/use.ts';
import { BeforeRun } from './BeforeRun.tsx';
import { LiveRun } from './LiveRun.tsx';

/** Before, during and after the run. */
export function MigrateStep() {
  const job = useWizard((state) => state.job);
  return isMigration(job) ? <LiveRun job={job} /> : <BeforeRun />;
}
