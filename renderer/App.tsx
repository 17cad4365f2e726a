import { useContext, useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useStore } from 'zustand';
import type { Bundle } from '../shared/bundle/bundle.ts';
import { Unshowable } from './components/bundle/Unshowable.tsx';
import { Frame } from './components/Frame.tsx';
import { Loading } from './components/Loading.tsx';
import { NoSession } from './components/NoSession.tsx';
import { createBundleWizard } from './state/bundle-store.ts';
import { isActive } from './state/job.ts';
import type { WizardStore } from './state/store.ts';
import { useWizard, WizardContext } from './state/use.ts';
import type { Step } from './state/wizard.ts';
import { AuditStep } from './steps/audit/AuditStep.tsx';
import { ConnectStep } from './steps/connect/ConnectStep.tsx';
import { CutoverStep } from './steps/cutover/CutoverStep.tsx';
import { FleetStep } from './steps/fleet/FleetStep.tsx';
import { MigrateStep } from './steps/migrate/MigrateStep.tsx';
import { StartStep } from './steps/start/StartStep.tsx';
import { ToolsStep } from './steps/tools/ToolsStep.tsx';
import { ValidateStep } from './steps/validate/ValidateStep.tsx';

const screens: Record<Step, () => React.ReactNode> = {
  start: StartStep,
  connect: ConnectStep,
  audit: AuditStep,
  migrate: MigrateStep,
  validate: ValidateStep,
  cutover: CutoverStep,
  tools: ToolsStep,
  fleet: FleetStep,
};

export function App({ store }: { store: WizardStore }) {
  useEffect(() => {
    const { open, keep } = store.getState();
    const close = open();
    window.addEventListener('pagehide', keep);
    return () => {
      window.removeEventListener('pagehide', keep);
      close();
    };
  }, [store]);
  return (
    <WizardContext value={store}>
      <Wizard />
    </WizardContext>
  );
}

function Wizard() {
  const { i18n } = useTranslation();
  const connection = useWizard((state) => state.connection);
  const info = useWizard((state) => state.info);
  const bundle = useWizard((state) => state.bundle);
  const opened = useWizard((state) => state.opened);
  const refuseBundle = useWizard((state) => state.refuseBundle);
  useAskBeforeClosing();
  const language = info?.language;
  useEffect(() => {
    if (language) void i18n.changeLanguage(language);
  }, [i18n, language]);

  if (connection === 'denied') return <NoSession />;
  if (!info) return <Loading />;
  if (!bundle) return <Screens />;
  return (
    // Around all of it: what is made of the bundle before a screen is drawn can fail at it as well.
    <Unshowable key={opened} onFault={() => refuseBundle(bundle)}>
      <BundleWizard bundle={bundle} />
    </Unshowable>
  );
}

/** The screens of a support bundle, in place of one's own. */
function BundleWizard({ bundle }: { bundle: Bundle }) {
  const own = useContext(WizardContext);
  if (!own) throw new Error('BundleWizard outside of WizardContext');
  const [store] = useState(() => createBundleWizard(bundle, own));
  const openBundle = useStore(store, (state) => state.openBundle);
  return (
    <WizardContext value={store}>
      {/* biome-ignore lint/a11y/noStaticElementInteractions: another bundle can be dropped anywhere on it */}
      <div
        onDragOver={(event) => event.preventDefault()}
        onDrop={(event) => {
          event.preventDefault();
          const [file] = event.dataTransfer.files;
          if (file) void openBundle(file);
        }}
      >
        <Screens />
      </div>
    </WizardContext>
  );
}

function Screens() {
  const step = useWizard((state) => state.step);
  const Screen = screens[step];
  return (
    <Frame>
      <Screen />
    </Frame>
  );
}

/** A browser asks in its own words; the desktop's window asks by itself. */
function useAskBeforeClosing(): void {
  const active = useWizard((state) => state.info?.host === 'browser' && isActive(state.job));
  useEffect(() => {
    if (!active) return;
    const ask = (event: BeforeUnloadEvent) => event.preventDefault();
    window.addEventListener('beforeunload', ask);
    return () => window.removeEventListener('beforeunload', ask);
  }, [active]);
}
