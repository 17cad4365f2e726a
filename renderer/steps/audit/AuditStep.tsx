import { Button, Tabs } from '@mantine/core';
import { IconArrowLeft, IconArrowRight } from '@tabler/icons-react';
import type { Finding } from '../../../shared/model/index.ts';
import { Action } from '../../components/Action.tsx';
import { Page } from '../../components/Page.tsx';
import { ErrorCard, Problem } from '../../components/Problem.tsx';
import { useText } from '../../i18n/format.ts';
import { isActive } from '../../state/job.ts';
import { useWizard } from '../../state/use.ts';
import { Adopted } from './Adopted.tsx';
import { AuditProgress } from './AuditProgress.tsx';
import { Columns } from './Columns.tsx';
import { Findings } from './Findings.tsx';
import { Pictures } from './Pictures.tsx';
import { ProfileSwitch } from './ProfileSwitch.tsx';
import { Readiness } from './Readiness.tsx';
import { SqlView } from './SqlView.tsx';
import { useGroups } from './use-groups.ts';

const none: Finding[] = [];

/** What the source holds, what becomes of it, and what a person has to say to that. */
export function AuditStep() {
  const { t } = useText();
  const view = useWizard((state) => state.view);
  const open = useWizard(
    (state) => (state.view?.audit.findings ?? []).filter((finding) => finding.decision === null).length,
  );
  const failure = useWizard((state) => (state.job?.kind === 'audit' ? state.job.error : null));
  const busy = useWizard((state) => state.busy.audit === true || state.waiting !== null);
  // Cancelled is not at work, either.
  const auditing = useWizard(
    (state) => state.busy.audit === true || (state.job?.kind === 'audit' && isActive(state.job)),
  );
  const goTo = useWizard((state) => state.goTo);
  const groups = useGroups(view?.audit.findings ?? none);
  const preview = view?.audit.adopt;
  const missing = auditing ? t('wizard.why.auditing') : t('wizard.why.failed');
  const why = !view ? missing : open > 0 ? t('wizard.why.undecided', { count: open }) : null;
  return (
    <Page
      title={t('wizard.audit.title')}
      lead={t('wizard.audit.lead')}
      back={
        <Button variant="default" leftSection={<IconArrowLeft size={18} />} onClick={() => goTo('connect')}>
          {t('wizard.back')}
        </Button>
      }
      actions={
        <Action
          rightSection={<IconArrowRight size={18} />}
          why={why}
          loading={busy}
          onClick={() => goTo('migrate')}
        >
          {t('wizard.audit.next')}
        </Action>
      }
    >
      <Problem slot="audit" />
      <Problem slot="job" />
      <Problem slot="save" />
      {failure && <ErrorCard error={failure} />}
      {!view && !failure && <AuditProgress />}
      {view && (
        <>
          <Readiness view={view} groups={groups} />
          {/* The application chose its types already: with them there is nothing left of profile, extras and columns. */}
          {!preview && <ProfileSwitch view={view} />}
          <Tabs defaultValue="findings" keepMounted={false}>
            <Tabs.List mb="md">
              <Tabs.Tab value="findings">
                {t('wizard.audit.tabs.findings', { count: groups.length })}
              </Tabs.Tab>
              {preview && <Tabs.Tab value="adopted">{t('wizard.audit.tabs.adopted')}</Tabs.Tab>}
              <Tabs.Tab value="pictures">{t('wizard.audit.tabs.pictures')}</Tabs.Tab>
              {!preview && <Tabs.Tab value="columns">{t('wizard.audit.tabs.columns')}</Tabs.Tab>}
              {!preview && <Tabs.Tab value="sql">{t('wizard.audit.tabs.sql')}</Tabs.Tab>}
            </Tabs.List>
            <Tabs.Panel value="findings">
              <Findings view={view} groups={groups} />
            </Tabs.Panel>
            <Tabs.Panel value="adopted">{preview && <Adopted preview={preview} />}</Tabs.Panel>
            <Tabs.Panel value="pictures">
              <Pictures pictures={view.pictures} />
            </Tabs.Panel>
            <Tabs.Panel value="columns">
              <Columns view={view} />
            </Tabs.Panel>
            <Tabs.Panel value="sql">
              <SqlView />
            </Tabs.Panel>
          </Tabs>
        </>
      )}
    </Page>
  );
}
