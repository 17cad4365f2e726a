import { createTheme, MantineThemeProvider } from '@mantine/core';
import type { ReactNode } from 'react';
import { useWizard } from '../../state/use.ts';

const off = { defaultProps: { disabled: true } };
/** A text can still be reached, and copied. */
const fixed = { defaultProps: { readOnly: true } };

/** Every kind of field that the screens have, so that none can be changed; one that only filters what is shown says `disabled={false}`, `readOnly={false}` for itself. */
const theme = createTheme({
  components: {
    Checkbox: off,
    NativeSelect: off,
    NumberInput: fixed,
    PasswordInput: fixed,
    Radio: off,
    SegmentedControl: off,
    Switch: off,
    TextInput: fixed,
  },
});

/** Screens of a support bundle: what was typed and chosen can be read, and not changed. */
export function ReadOnly({ children }: { children: ReactNode }) {
  const readOnly = useWizard((state) => state.readOnly);
  if (!readOnly) return children;
  return (
    <MantineThemeProvider theme={theme}>
      <div className="readOnly">{children}</div>
    </MantineThemeProvider>
  );
}
