import { useText } from '../i18n/format.ts';
import { isActive } from '../state/job.ts';
import { useWizard } from '../state/use.ts';

/** Why nothing else can be begun now: something runs or waits. Null when it can. */
export function useWorking(): string | null {
  const { t } = useText();
  const kind = useWizard(({ job }) => (job && isActive(job) ? job.kind : null));
  const paused = useWizard(({ job }) => job?.status === 'paused');
  if (kind === null) return null;
  return paused
    ? t('wizard.why.paused')
    : t('wizard.why.working', { what: t(`wizard.start.running.${kind}`) });
}

/** The same, and while the program has not answered to what was pressed last. */
export function useBusy(): string | null {
  const { t } = useText();
  const working = useWorking();
  const asking = useWizard((state) => state.busy.job === true);
  return working ?? (asking ? t('wizard.why.moment') : null);
}
