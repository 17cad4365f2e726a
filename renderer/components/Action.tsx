import { Button, type ButtonProps, Tooltip } from '@mantine/core';
import type { ComponentPropsWithoutRef, MouseEvent } from 'react';
import { useText } from '../i18n/format.ts';
import { useWizard } from '../state/use.ts';
import { usePending } from './use-pending.ts';
import { useRefusal } from './use-refusal.tsx';

/**
 * A button that says why it cannot be pressed: under the pointer, on the keyboard's way and read aloud. It keeps the
 * focus while it works, too.
 */
export function Action(
  props: Omit<ButtonProps, 'disabled'> &
    Omit<ComponentPropsWithoutRef<'button'>, keyof ButtonProps | 'disabled' | 'onClick'> & {
      /** Null: it can be pressed. */
      why?: string | null;
      /** It changes nothing: it can be pressed while a support bundle is looked at, too. */
      looks?: boolean;
      /** Id of a text on the page that says it already. */
      toldBy?: string;
      /** What is promised is worked at until it is there. */
      onClick?: (event: MouseEvent) => unknown;
    },
) {
  const { why: given = null, looks = false, toldBy, onClick, loading = false, ...button } = props;
  const { t } = useText();
  const readOnly = useWizard((state) => state.readOnly) && !looks;
  const why = readOnly ? t('wizard.why.bundle') : given;
  const told = readOnly ? undefined : toldBy;
  const { isPending, until } = usePending();
  const works = loading || isPending;
  const { text, ...refusal } = useRefusal(why, { toldBy: told, works });
  return (
    <>
      <Tooltip label={why} disabled={why === null || told !== undefined} multiline maw="22rem">
        <Button {...button} loading={works} onClick={(event) => until(onClick?.(event))} {...refusal} />
      </Tooltip>
      {text}
    </>
  );
}
