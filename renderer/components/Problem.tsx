import { Alert, Text } from '@mantine/core';
import { IconAlertTriangle } from '@tabler/icons-react';
import type { ErrorData } from '../../shared/errors.ts';
import { useText } from '../i18n/format.ts';
import { useWizard } from '../state/use.ts';
import type { Slot } from '../state/wizard.ts';
import { Said } from './Said.tsx';

/** The error of one place of the wizard, until it is closed or the place works again. */
export function Problem({ slot }: { slot: Slot }) {
  const { t } = useText();
  const problem = useWizard((state) => state.problems[slot]);
  const dismiss = useWizard((state) => state.dismissProblem);
  if (!problem) return null;
  // What failed on this side of the line has no words of the host's.
  const words = (part: 'message' | 'hint') => t(`errors.internal.${part}`, problem.details);
  const isOurs = problem.code === 'internal' && problem.hint === '';
  const error = isOurs ? { code: problem.code, message: words('message'), hint: words('hint') } : problem;
  return <ErrorCard error={error} onClose={() => dismiss(slot)} closeLabel={t('wizard.close')} />;
}

/** What happened and what to do next. */
export function ErrorCard(props: {
  error: Pick<ErrorData, 'message' | 'hint'> & { code?: string };
  onClose?: () => void;
  closeLabel?: string;
}) {
  const { error, onClose, closeLabel } = props;
  return (
    <Alert
      role="alert"
      color="red"
      icon={<IconAlertTriangle />}
      title={<span className="wrap">{error.message}</span>}
      {...(onClose ? { withCloseButton: true, onClose, closeButtonLabel: closeLabel ?? '' } : {})}
    >
      <Text size="sm" className="wrap">
        {error.hint} {error.code !== undefined && <Said kind="error" code={error.code} />}
      </Text>
    </Alert>
  );
}
