import { type CSSVariablesResolver, createTheme, type MantineColorsTuple } from '@mantine/core';

/**
 * Every grey of the dark theme, from text to the page behind the panels, in one cool hue. The library's own are neutral,
 * and beside ours they look brown: so they are replaced, and what is ours refers to the same scale.
 */
const darkGreys: MantineColorsTuple = [
  ...(['#d5dadf', '#aab2ba', '#98a1aa', '#717b85', '#3c444d'] as const),
  ...(['#30373f', '#282e35', '#1f242a', '#1a1e22', '#16191d'] as const),
];

export const theme = createTheme({
  colors: { dark: darkGreys },
  primaryColor: 'cyan',
  primaryShade: 9,
  autoContrast: true,
  respectReducedMotion: true,
  defaultRadius: 'md',
  fontFamily: 'system-ui, "Segoe UI", Roboto, "Helvetica Neue", "Noto Sans", sans-serif',
  fontFamilyMonospace: 'ui-monospace, "Cascadia Mono", Consolas, "DejaVu Sans Mono", monospace',
  headings: { sizes: { h1: { fontSize: '1.5rem', lineHeight: '1.3' }, h2: { fontSize: '1.05rem' } } },
  components: {
    Loader: { defaultProps: { color: 'var(--bar)' } },
    Tooltip: { defaultProps: { withArrow: true, events: { hover: true, focus: true, touch: true } } },
    Modal: { defaultProps: { centered: true, padding: 'lg' }, styles: { title: { fontWeight: 650 } } },
    Select: { defaultProps: { allowDeselect: false } },
  },
});

/** Darker under the pointer, not lighter: white text keeps its contrast. */
const hovered = {
  '--mantine-color-cyan-filled-hover': '#095c6b',
  '--mantine-color-red-filled-hover': '#a61e1e',
};

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
    ...hovered,
    // Badges and notices: calmer, and text with enough contrast.
    '--mantine-color-cyan-light': '#e3f3f6',
    '--mantine-color-cyan-light-color': '#07586a',
    '--mantine-color-green-light': '#e2f4e6',
    '--mantine-color-green-light-color': '#1b6a2c',
    '--mantine-color-orange-light': '#fff0e0',
    '--mantine-color-orange-light-color': '#8f3d00',
    '--mantine-color-red-light': '#fdeaea',
    '--mantine-color-red-light-color': '#a51111',
    '--mantine-color-gray-light-color': '#41484f',
  },
  dark: {
    '--mantine-color-dimmed': 'var(--mantine-color-dark-1)',
    '--mantine-color-placeholder': 'var(--mantine-color-dark-2)',
    '--mantine-color-error': '#ff8787',
    '--page': 'var(--mantine-color-dark-9)',
    '--panel': 'var(--mantine-color-dark-7)',
    '--line': 'var(--mantine-color-dark-4)',
    '--good': '#69db7c',
    '--bad': '#ff8787',
    '--warn': '#ffc078',
    '--bar': '#3bc9db',
    ...hovered,
    '--mantine-color-cyan-light': '#12333b',
    '--mantine-color-cyan-light-color': '#8ce4f2',
    '--mantine-color-green-light': '#17351f',
    '--mantine-color-green-light-color': '#9be8ac',
    '--mantine-color-orange-light': '#3d2a15',
    '--mantine-color-orange-light-color': '#ffcf99',
    '--mantine-color-red-light': '#44201f',
    '--mantine-color-red-light-color': '#ffb3b3',
    '--mantine-color-gray-light': 'var(--mantine-color-dark-5)',
    '--mantine-color-gray-light-color': 'var(--mantine-color-dark-0)',
    '--mantine-color-default-color': 'var(--mantine-color-dark-0)',
  },
});
