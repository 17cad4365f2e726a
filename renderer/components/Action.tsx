import { Button, type ButtonProps, Tooltip } from '@mantine/core';
import type { ComponentPropsWithoutRef } from 'react';
import { useRefusal } from './use-refusal.tsx';

/**
 * A button that says why it cannot be pressed: under the pointer, on the keyboard's way and read aloud. It keeps the
 * focus while it works, too.
 */
export function Action(
  props: Omit<ButtonProps, 'disabled'> &
    Omit<ComponentPropsWithoutRef<'button'>, keyof ButtonProps | 'disabled'> & {
      /** Null: it can be pressed. */
      why?: string | null;
      /** Id of a text on the page that says it already. */
      toldBy?: string;
    },
) {
  const { why = null, toldBy, ...button } = props;
  const { text, ...refusal } = useRefusal(why, { toldBy, works: button.loading === true });
  return (
    <>
      <Tooltip label={why} disabled={why === null || toldBy !== undefined} multiline maw="22rem">
        <Button {...button} {...refusal} />
      </Tooltip>
      {text}
    </>
  );
}
