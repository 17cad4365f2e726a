import { UnstyledButton } from '@mantine/core';
import { type Kind, shortCode } from '../../shared/short-codes/index.ts';
import { useText } from '../i18n/format.ts';
import { useWizard } from '../state/use.ts';

/** The short code of what is shown, to be said on the telephone; a click opens the guide where it is explained. */
export function Said(props: { kind: Kind; code: string; more?: number }) {
  const { kind, code, more = 0 } = props;
  const { t } = useText();
  const openGuide = useWizard((state) => state.openGuide);
  const short = shortCode(kind, code);
  if (short === null) return null;
  return (
    <UnstyledButton
      className="said"
      aria-label={t('wizard.guide.code', { code: short })}
      title={t('wizard.guide.code', { code: short })}
      onClick={() => openGuide(short)}
    >
      {short}
      {more > 0 && <span aria-hidden="true"> +{more}</span>}
    </UnstyledButton>
  );
}
