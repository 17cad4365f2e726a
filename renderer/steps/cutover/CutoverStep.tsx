import { useEffect } from 'react';
import { Loading } from '../../components/Loading.tsx';
import { Page } from '../../components/Page.tsx';
import { Problem } from '../../components/Problem.tsx';
import { useText } from '../../i18n/format.ts';
import { isActive } from '../../state/job.ts';
import { useWizard } from '../../state/use.ts';
import { Connection } from './Connection.tsx';
import { Live } from './Live.tsx';
import { Prepare } from './Prepare.tsx';
import { Restored } from './Restored.tsx';
import { WayBack } from './WayBack.tsx';
import { Working } from './Working.tsx';

/** From SQLite to PostgreSQL and back: the screen that fits where the run stands. */
export function CutoverStep() {
  const { t } = useText();
  const run = useWizard((state) => state.run);
  const view = useWizard((state) => state.cutover);
  const job = useWizard((state) => state.job);
  const page = useWizard((state) => state.cutoverPage);
  const failed = useWizard((state) => state.problems.cutover);
  const load = useWizard((state) => state.loadCutover);
  const id = run?.state.id;
  useEffect(() => {
    if (id) void load(id);
  }, [id, load]);
  if (job && isActive(job) && job.run === id && (job.kind === 'cutover' || job.kind === 'rollback')) {
    return <Working job={{ ...job, kind: job.kind }} />;
  }
  if (!run || !view || view.run !== id) {
    return (
      <Page screen="prepare" title={t('wizard.cutover.next')}>
        <Problem slot="cutover" />
        {!failed && <Loading />}
      </Page>
    );
  }
  switch (view.phase) {
    case 'before':
      return page === 'connection' ? <Connection view={view} /> : <Prepare run={run} view={view} />;
    case 'halfway':
      return page === 'back' ? <WayBack view={view} /> : <Connection view={view} />;
    case 'live':
      return page === 'back' ? <WayBack view={view} /> : <Live run={run} view={view} />;
    case 'returning':
      return <WayBack view={view} />;
    case 'back':
      return view.restore && <Restored view={view} restore={view.restore} />;
  }
}
