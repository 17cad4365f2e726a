import { Button, Text } from '@mantine/core';
import { IconArrowLeft, IconArrowRight } from '@tabler/icons-react';
import { useState } from 'react';
import type { AuditView } from '../../../shared/contract.ts';
import type { Finding } from '../../../shared/model/index.ts';
import { Action } from '../../components/Action.tsx';
import { Page } from '../../components/Page.tsx';
import { ErrorCard, Problem } from '../../components/Problem.tsx';
import { type Sheet, Sheets } from '../../components/Sheets.tsx';
import { ToFleet } from '../../components/ToFleet.tsx';
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

type Tab = 'findings' | 'adopted' | 'pictures' | 'columns' | 'sql';

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
  // What it found is on its way.
  const audited = useWizard((state) => state.job?.kind === 'audit' && state.job.status === 'done');
  const goTo = useWizard((state) => state.goTo);
  const groups = useGroups(view?.audit.findings ?? none);
  const preview = view?.audit.adopt;
  const [tab, setTab] = useState<Tab>('findings');
  const missing = auditing ? t('wizard.why.auditing') : t('wizard.why.failed');
  const readOnly = useWizard((state) => state.readOnly);
  // Whoever looks at a bundle decides nothing on the way.
  const why = !view ? missing : open > 0 && !readOnly ? t('wizard.why.undecided', { count: open }) : null;
  return (
    <Page
      screen="audit"
      title={t('wizard.audit.title')}
      lead={t('wizard.audit.lead')}
      back={
        <Button variant="default" leftSection={<IconArrowLeft size={18} />} onClick={() => goTo('connect')}>
          {t('wizard.back')}
        </Button>
      }
      actions={
        <Action
          looks
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
      {!view && !failure && (auditing || audited ? <AuditProgress /> : <Text role="status">{missing}</Text>)}
      {view && (
        <>
          <ToFleet />
          <Readiness view={view} groups={groups} />
          {/* The application chose its types already: with them there is nothing left of profile, extras and columns. */}
          {!preview && <ProfileSwitch view={view} />}
          <Sheets sheets={sheets(view)} chosen={tab} onChoose={setTab} />
        </>
      )}
    </Page>
  );

  function sheets(shown: AuditView): Sheet<Tab>[] {
    const { adopt } = shown.audit;
    const findings: Sheet<Tab> = {
      name: 'findings',
      label: t('wizard.audit.tabs.findings', { count: groups.length }),
      show: () => <Findings view={shown} groups={groups} />,
    };
    const pictures: Sheet<Tab> = {
      name: 'pictures',
      label: t('wizard.audit.tabs.pictures'),
      show: () => <Pictures pictures={shown.pictures} />,
    };
    if (adopt)
      return [
        findings,
        { name: 'adopted', label: t('wizard.audit.tabs.adopted'), show: () => <Adopted preview={adopt} /> },
        pictures,
      ];
    return [
      ...[findings, pictures],
      { name: 'columns', label: t('wizard.audit.tabs.columns'), show: () => <Columns view={shown} /> },
      { name: 'sql', label: t('wizard.audit.tabs.sql'), show: () => <SqlView /> },
    ];
  }
}
