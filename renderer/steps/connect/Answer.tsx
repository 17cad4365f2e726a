import { useEffect, useRef } from 'react';
import { Loading } from '../../components/Loading.tsx';
import { Panel } from '../../components/Panel.tsx';
import { Problem } from '../../components/Problem.tsx';
import { useText } from '../../i18n/format.ts';
import { useWizard } from '../../state/use.ts';
import { CheckList } from './CheckList.tsx';

/** What came of trying the target, beside the form: both are seen at once, so that the remedy can be applied. */
export function Answer() {
  const { t } = useText();
  const testing = useWizard((state) => state.busy.target === true);
  const failed = useWizard((state) => state.problems.target);
  const report = useWizard((state) => state.report);
  const place = useRef<HTMLDivElement>(null);
  const shown = testing || report !== null || Boolean(failed);
  // In a narrow window one is below the other.
  useEffect(() => {
    if (shown) place.current?.scrollIntoView({ block: 'nearest' });
  }, [shown]);
  if (!shown) return null;
  return (
    <div ref={place}>
      <Panel title={t('wizard.target.answer')}>
        {testing && <Loading text={t('wizard.target.testing')} />}
        <Problem slot="target" />
        <CheckList />
      </Panel>
    </div>
  );
}
