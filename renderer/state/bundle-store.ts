import type { Bundle } from '../../shared/bundle/bundle.ts';
import { type Language, translator } from '../../shared/messages/index.ts';
import { bundleClient } from '../bundle/client.ts';
import { jobOfBundle } from '../bundle/job.ts';
import { screensOf } from './bundle-screens.ts';
import { createWizard, type WizardStore } from './store.ts';

/**
 * A wizard that shows a bundle, beside one's own, which stays as it is. It has the same screens and a client that knows
 * no host, so that whatever they ask for ends here.
 */
export function createBundleWizard(bundle: Bundle, own: WizardStore): WizardStore {
  const reader = (): Language => own.getState().info?.language ?? 'pt-BR';
  const refusal = () => translator(reader())('wizard.why.bundle');
  const store = createWizard(
    bundleClient(bundle, refusal, (language) => {
      own.getState().setLanguage(language);
      // An error has its words in it; all else is put into words when it is drawn.
      store.setState({ job: jobOfBundle(bundle, translator(language)) });
    }),
  );
  const { info } = own.getState();
  const nothing = { pick: false, browse: false, drop: false, keychain: false, pdf: false, reveal: false };
  const idle = async (): Promise<void> => {};
  store.setState({
    ...screensOf(bundle, reader()),
    ...{ bundle, readOnly: true, connection: 'live', info: info && { ...info, can: nothing } },
    // They ask servers as soon as their screens are open.
    ...{ loadPreview: idle, loadServer: idle },
    // A URL that is pasted fills the form, also where nobody can type.
    setTarget: () => {},
    async openBundle(file) {
      await own.getState().openBundle(file);
      const { problems } = store.getState();
      store.setState({ problems: { ...problems, bundle: own.getState().problems.bundle ?? null } });
    },
    closeBundle: () => own.getState().closeBundle(),
  });
  return store;
}
