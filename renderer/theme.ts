import { type CSSVariablesResolver, createTheme } from '@mantine/core';

export const theme = createTheme({
  primaryColor: 'cyan',
  primaryShade: 9,
  autoContrast: true,
  respectReducedMotion: true,
  defaultRadius: 'md',
  fontFamily: 'system-ui, "Segoe UI", Roboto, "Helvetica Neue", "Noto Sans", sans-serif',
  fontFamilyMonospace: 'ui-monospace, "Cascadia Mono", Consolas, "DejaVu Sans Mono", monospace',
  headings: { sizes: { h1: { fontSize: '1.5rem', lineHeight: '1.3' }, h2: { fontSize: '1.05rem' } } },
  components: {
    Tooltip: { defaultProps: { withArrow: true, events: { hover: true, focus: true, touch: true } } },
    Modal: { defaultProps: { centered: true, padding: 'lg' } },
    Select: { defaultProps: { allowDeselect: false } },
  },
});

/** Mantine's own dimmed text and hints fall short of a contrast of 4.5 to 1. */
export const colours: CSSVariablesResolver = () => ({
  variables: {},
  light: {
    '--mantine-color-dimmed': '#50575e',
    '--mantine-color-placeholder': '#646c74',
    '--mantine-color-error': '#c92a2a',
    '--page': '#f4f6f8',
    '--panel': '#ffffff',
    '--line': '#d5dbe1',
    '--good': '#2b7a39',
    '--bad': '#c92a2a',
    '--warn': '#a34a00',
    '--bar': '#0b7285',
    '--bar-soft': '#a8d8e0',
  },
  dark: {
    '--mantine-color-dimmed': '#aab2ba',
    '--mantine-color-placeholder': '#98a1aa',
    '--mantine-color-error': '#ff8787',
    '--page': '#16191d',
    '--panel': '#1f242a',
    '--line': '#3a424b',
    '--good': '#69db7c',
    '--bad': '#ff8787',
    '--warn': '#ffc078',
    '--bar': '#3bc9db',
    '--bar-soft': '#1d5a66',
  },
});
