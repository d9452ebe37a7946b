import type { RaThemeOptions } from 'react-admin'
import { defaultTheme } from 'react-admin'

const sans = "ui-sans-serif, system-ui, -apple-system, 'Segoe UI', Roboto, 'Noto Sans', 'Liberation Sans', sans-serif"
/** For titles and for the article itself. */
export const serif =
  "'Iowan Old Style', 'Palatino Linotype', Palatino, 'Book Antiqua', 'Noto Serif', Georgia, 'Liberation Serif', serif"
export const monospace = "ui-monospace, 'SF Mono', 'Cascadia Mono', Menlo, Consolas, 'Liberation Mono', monospace"

/** Named after pigments. Each pair keeps at least 4.5:1 on its own background, as axe measures it. */
const light = {
  paper: '#f6f4ef',
  surface: '#fffefb',
  line: '#e2ddd2',
  ink: '#1d2126',
  inkSoft: '#555b62',
  viridian: '#17594a',
  ultramarine: '#1e3a5f',
  vermilion: '#a61b1b',
  ochre: '#855000',
  cobalt: '#1b5a8c',
  leaf: '#236437',
  plum: '#77376f',
}
const dark = {
  paper: '#15181b',
  surface: '#1c2024',
  line: '#31373d',
  ink: '#e9e6df',
  inkSoft: '#a9aeb4',
  viridian: '#84d3ba',
  ultramarine: '#a9c6ea',
  vermilion: '#ffa39e',
  ochre: '#e9bd65',
  cobalt: '#93c6ee',
  leaf: '#8dd3a0',
  plum: '#e0aedb',
}

function themeOf(mode: 'light' | 'dark', pigment: typeof light): RaThemeOptions {
  const onColour = mode === 'light' ? '#fffefb' : '#101316'
  const solid = (main: string) => ({ main, contrastText: onColour })
  return {
    ...defaultTheme,
    sidebar: { width: 224, closedWidth: 56 },
    shape: { borderRadius: 8 },
    palette: {
      mode,
      primary: solid(pigment.viridian),
      secondary: solid(pigment.ultramarine),
      error: solid(pigment.vermilion),
      warning: solid(pigment.ochre),
      info: solid(pigment.cobalt),
      success: solid(pigment.leaf),
      sandbox: solid(pigment.plum),
      background: { default: pigment.paper, paper: pigment.surface },
      text: { primary: pigment.ink, secondary: pigment.inkSoft },
      divider: pigment.line,
    },
    typography: {
      fontFamily: sans,
      fontSize: 14,
      h1: { fontFamily: serif, fontSize: '1.9rem', fontWeight: 600, lineHeight: 1.2, letterSpacing: '-0.01em' },
      h2: { fontFamily: serif, fontSize: '1.3rem', fontWeight: 600, lineHeight: 1.3 },
      h3: { fontSize: '1rem', fontWeight: 600, lineHeight: 1.4 },
      h5: { fontFamily: serif, fontSize: '1.3rem', fontWeight: 600 },
      h6: { fontSize: '1.05rem', fontWeight: 600 },
      body1: { fontSize: '0.95rem', lineHeight: 1.5 },
      button: { textTransform: 'none', fontWeight: 600 },
    },
    components: {
      ...defaultTheme.components,
      MuiCssBaseline: {
        styleOverrides: {
          body: { overflowX: 'hidden' },
          // Everything that can have the focus shows it.
          ':focus-visible': { outline: `2px solid ${pigment.viridian}`, outlineOffset: 2 },
          '@keyframes atelier-sheen': { from: { backgroundPosition: '150% 0' }, to: { backgroundPosition: '-150% 0' } },
          '@keyframes atelier-appear': {
            from: { opacity: 0, filter: 'blur(12px)' },
            to: { opacity: 1, filter: 'none' },
          },
          '@keyframes atelier-turn': { to: { transform: 'rotate(360deg)' } },
          '@media (prefers-reduced-motion: reduce)': {
            '*, *::before, *::after': { animationDuration: '1ms !important', animationIterationCount: '1 !important' },
          },
        },
      },
      MuiPaper: { styleOverrides: { root: { backgroundImage: 'none' } } },
      // react-admin shows them unnamed wherever an answer is late; a screen reader would say only "progress bar".
      MuiCircularProgress: { defaultProps: { 'aria-label': 'Loading' } },
      MuiLinearProgress: { defaultProps: { 'aria-label': 'Loading' } },
      MuiCard: {
        defaultProps: { variant: 'outlined' },
        styleOverrides: { root: { borderColor: pigment.line, borderRadius: 10 } },
      },
      MuiAppBar: {
        defaultProps: { elevation: 0, color: 'inherit' },
        styleOverrides: {
          root: { backgroundColor: pigment.surface, color: pigment.ink, borderBottom: `1px solid ${pigment.line}` },
        },
      },
      MuiButton: { defaultProps: { disableElevation: true }, styleOverrides: { root: { borderRadius: 7 } } },
      MuiChip: { styleOverrides: { root: { fontWeight: 500 } } },
      MuiTooltip: { defaultProps: { arrow: true }, styleOverrides: { tooltip: { fontSize: '0.8rem', maxWidth: 380 } } },
      MuiTextField: { defaultProps: { variant: 'outlined', size: 'small', margin: 'dense' } },
      MuiFormControl: { defaultProps: { variant: 'outlined', size: 'small', margin: 'dense' } },
      // react-admin names the span around a checkbox; a screen reader asks the input.
      MuiCheckbox: {
        defaultProps: {
          slotProps: {
            input: (owner: object) =>
              'aria-label' in owner && typeof owner['aria-label'] === 'string'
                ? { 'aria-label': owner['aria-label'] }
                : {},
            root: { 'aria-label': undefined } as object,
          },
        },
      },
      MuiTableCell: {
        styleOverrides: {
          root: { borderColor: pigment.line },
          head: { color: pigment.inkSoft, fontWeight: 600, fontSize: '0.8rem' },
        },
      },
      RaLayout: { styleOverrides: { root: { minWidth: 0 } } },
      RaMenuItemLink: {
        styleOverrides: {
          root: {
            margin: '1px 10px',
            padding: '6px 10px',
            borderRadius: 7,
            color: pigment.inkSoft,
            fontSize: '0.92rem',
            '& .MuiListItemIcon-root': { minWidth: 32, color: 'inherit' },
            '& svg': { fontSize: 20 },
            '&.RaMenuItemLink-active': {
              color: pigment.viridian,
              fontWeight: 600,
              backgroundColor: mode === 'light' ? '#e4ece6' : '#22332f',
            },
          },
        },
      },
      RaDataTable: {
        styleOverrides: {
          root: {
            '& .RaDataTable-tableWrapper': { overflowX: 'auto' },
            '& .RaDataTable-headerCell': { backgroundColor: 'transparent', whiteSpace: 'nowrap', padding: '10px 12px' },
            '& .RaDataTable-rowCell': { padding: '10px 12px', verticalAlign: 'middle' },
          },
        },
      },
      RaToolbar: {
        styleOverrides: {
          root: {
            backgroundColor: 'transparent',
            borderTop: `1px solid ${pigment.line}`,
            '&.RaToolbar-mobileToolbar': { position: 'static' },
            '& .RaToolbar-defaultToolbar': { flex: 1 },
          },
        },
      },
      RaList: {
        styleOverrides: {
          root: {
            '& .RaList-main': { minWidth: 0, flex: '1 1 0' },
            '& .RaList-content': { overflow: 'hidden' },
            '& .RaList-actions': { backgroundColor: 'transparent', minHeight: 0 },
          },
        },
      },
      RaTopToolbar: {
        styleOverrides: {
          root: {
            minHeight: 0,
            padding: '8px 0',
            '@media (max-width: 599px)': { padding: 0, flex: 'none', backgroundColor: 'transparent' },
          },
        },
      },
      RaListToolbar: {
        styleOverrides: { root: { paddingBottom: 8, '@media (max-width: 599px)': { backgroundColor: 'transparent' } } },
      },
      RaFilterForm: { styleOverrides: { root: { minHeight: 0, '@media (max-width: 599px)': { flexShrink: 0 } } } },
    },
  }
}

export const lightTheme = themeOf('light', light)
export const darkTheme = themeOf('dark', dark)

declare module '@mui/material/styles' {
  interface Palette {
    /** What no real provider drew. */
    sandbox: Palette['primary']
  }
  interface PaletteOptions {
    sandbox?: PaletteOptions['primary']
  }
}
declare module '@mui/material/Chip' {
  interface ChipPropsColorOverrides {
    sandbox: true
  }
}
