import { Group } from '@mantine/core';
import { IconArrowRight, IconTools } from '@tabler/icons-react';
import { useState } from 'react';
import { rowDifferences } from '../../../shared/differences.ts';
import { Action } from '../../components/Action.tsx';
import { ExportedFolder } from '../../components/ExportedFolder.tsx';
import { Loading } from '../../components/Loading.tsx';
import { Page } from '../../components/Page.tsx';
import { ErrorCard, Problem } from '../../components/Problem.tsx';
import { type Sheet, Sheets } from '../../components/Sheets.tsx';
import { SupportButton } from '../../components/support/SupportButton.tsx';
import { UndoDialog } from '../../components/UndoDialog.tsx';
import { useWorking } from '../../components/use-working.ts';
import { useText } from '../../i18n/format.ts';
import { useWizard } from '../../state/use.ts';
import { Accounts } from './Accounts.tsx';
import { Differences } from './Differences.tsx';
import { Exceptions } from './Exceptions.tsx';
import { Objects } from './Objects.tsx';
import { SaveMenu } from './SaveMenu.tsx';
import { ValidateAgain } from './ValidateAgain.tsx';
import { ValidateThere } from './ValidateThere.tsx';
import { Verdict } from './Verdict.tsx';

type Tab = 'accounts' | 'differences' | 'objects' | 'exceptions';

/** The proof: what is on both sides, what was kept aside, and the certificate. */
export function ValidateStep() {
  const { t } = useText();
  const run = useWizard((state) => state.run);
  const certificate = useWizard((state) => state.certificate);
  const working = useWorking();
  const fleet = useWizard((state) => state.fleet?.fleet ?? null);
  // Of a comparison that could not be made: the run is as it was.
  const failure = useWizard(({ job, run: shown }) =>
    job?.kind === 'validate' && job.run === shown?.state.id ? job.error : null,
  );
  const { goTo, openCutover, openTools } = useWizard((state) => state);
  const readOnly = useWizard((state) => state.readOnly);
  const [undoing, setUndoing] = useState(false);
  const [tab, setTab] = useState<Tab>('accounts');
  if (!run) return <Loading />;
  const { state, can, phase, exceptions } = run;
  const ofFleet = fleet !== null && state.fleet?.id === fleet;
  const goesOn = can.cutover && phase === 'before' && state.status === 'succeeded';
  const exported = state.status === 'exported';
  const differences = rowDifferences(state);
  const { validation } = state;
  // A bundle has the run as it is: there is nothing to be read anew.
  const toCutover = () => (readOnly ? goTo('cutover') : openCutover(state.id));
  const sheets: Sheet<Tab>[] = [
    {
      name: 'accounts',
      label: t('wizard.validate.tabs.accounts'),
      show: () => <Accounts tables={state.tables} exported={exported} />,
    },
    ...(differences > 0 && validation
      ? [
          {
            name: 'differences' as const,
            label: t('wizard.validate.tabs.differences', { count: differences }),
            show: () => <Differences samples={validation.samples} all={differences} />,
          },
        ]
      : []),
    {
      name: 'objects',
      label: t('wizard.validate.tabs.objects'),
      show: () => <Objects certificate={certificate} state={state} />,
    },
    {
      name: 'exceptions',
      label: t('wizard.validate.tabs.exceptions', { count: exceptions }),
      show: () => <Exceptions run={state.id} />,
    },
  ];
  return (
    <Page
      screen="validate"
      title={t('wizard.validate.title')}
      lead={`${state.source.path} · ${state.id}`}
      aside={
        <Group gap="xs">
          <SupportButton run={state.id} />
          {can.tools && (
            <Action
              size="xs"
              variant="default"
              leftSection={<IconTools size={16} />}
              why={working}
              onClick={() => openTools(state.id)}
            >
              {t('wizard.tools.open')}
            </Action>
          )}
          {can.validate && !exported && <ValidateAgain run={run} />}
          {can.undo && (
            <Action size="xs" variant="subtle" color="red" why={working} onClick={() => setUndoing(true)}>
              {t('wizard.validate.undo')}
            </Action>
          )}
        </Group>
      }
      back={
        <Action variant="default" onClick={() => goTo(ofFleet ? 'fleet' : 'start')}>
          {t(ofFleet ? 'wizard.fleet.back' : 'wizard.after.toStart')}
        </Action>
      }
      actions={
        <>
          {can.certificate && <SaveMenu run={run} quiet={goesOn || exported} />}
          {can.validate && exported && <ValidateThere />}
          {can.cutover && phase !== 'before' && (
            <Action looks variant="default" why={working} onClick={toCutover}>
              {t(`wizard.cutover.${phase === 'back' ? 'restored' : 'live'}.title`)}
            </Action>
          )}
          {goesOn && (
            <Action looks rightSection={<IconArrowRight size={18} />} why={working} onClick={toCutover}>
              {t('wizard.cutover.next')}
            </Action>
          )}
        </>
      }
    >
      <Problem slot="job" />
      <Problem slot="run" />
      <Problem slot="save" />
      {failure && <ErrorCard error={failure} />}
      <Verdict run={run} certificate={certificate} />
      {exported && state.options.exportTo !== undefined && <ExportedFolder path={state.options.exportTo} />}
      <Sheets sheets={sheets} chosen={tab} onChoose={setTab} />
      {undoing && <UndoDialog run={state} onClose={() => setUndoing(false)} />}
    </Page>
  );
}
