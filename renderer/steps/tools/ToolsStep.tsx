import { Button, Tabs } from '@mantine/core';
import { Loading } from '../../components/Loading.tsx';
import { Page } from '../../components/Page.tsx';
import { Problem } from '../../components/Problem.tsx';
import { useText } from '../../i18n/format.ts';
import { useWizard } from '../../state/use.ts';
import { type ToolsPage, toolsPages } from '../../state/wizard.ts';
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
  return (
    <Page
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
      <Problem slot="tools" />
      <Tabs value={page} onChange={(value) => showToolsPage(value as ToolsPage)} keepMounted={false}>
        <Tabs.List mb="md">
          {toolsPages.map((each) => (
            <Tabs.Tab key={each} value={each}>
              {t(`wizard.tools.tabs.${each}`)}
            </Tabs.Tab>
          ))}
        </Tabs.List>
        <Tabs.Panel value="kit">
          <KitPage run={run} />
        </Tabs.Panel>
        <Tabs.Panel value="benchmark">
          <BenchmarkPage run={run} />
        </Tabs.Panel>
        <Tabs.Panel value="status">
          <StatusPage run={run} />
        </Tabs.Panel>
      </Tabs>
    </Page>
  );
}
