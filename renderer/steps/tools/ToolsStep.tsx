import { Button } from '@mantine/core';
import { Loading } from '../../components/Loading.tsx';
import { Page } from '../../components/Page.tsx';
import { Problem } from '../../components/Problem.tsx';
import { Sheets } from '../../components/Sheets.tsx';
import { useText } from '../../i18n/format.ts';
import { useWizard } from '../../state/use.ts';
import { toolsPages } from '../../state/wizard.ts';
import { BenchmarkPage } from './BenchmarkPage.tsx';
import { KitPage } from './KitPage.tsx';
import { StatusPage } from './StatusPage.tsx';

/** What PostgreSQL was wanted for, once a run has ended. */
export function ToolsStep() {
  const { t } = useText();
  const run = useWizard((state) => state.run);
  const page = useWizard((state) => state.toolsPage);
  const { goTo, showToolsPage } = useWizard((state) => state);
  if (!run) return <Loading />;
  const pages = { kit: KitPage, benchmark: BenchmarkPage, status: StatusPage };
  const sheets = toolsPages.map((name) => {
    const Shown = pages[name];
    return { name, label: t(`wizard.tools.tabs.${name}`), show: () => <Shown run={run} /> };
  });
  return (
    <Page
      screen={page}
      title={t('wizard.tools.title')}
      lead={`${run.state.source.path} · ${run.state.id}`}
      back={
        <>
          <Button variant="default" onClick={() => goTo('start')}>
            {t('wizard.after.toStart')}
          </Button>
          <Button variant="default" onClick={() => goTo('validate')}>
            {t('wizard.after.toValidation')}
          </Button>
        </>
      }
    >
      <Problem slot="job" />
      <Problem slot="run" />
      <Problem slot="tools" />
      <Sheets sheets={sheets} chosen={page} onChoose={showToolsPage} />
    </Page>
  );
}
