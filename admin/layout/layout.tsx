import { Box } from '@mui/material'
import type { ReactNode } from 'react'
import type { TypographyProps } from '@mui/material'
import { CheckForApplicationUpdate, Layout, TitlePortal } from 'react-admin'
import { LiveUpdates } from '../live/live-updates.tsx'
import { ConsoleBar } from './app-bar.tsx'
import { ConsoleMenu } from './menu.tsx'
import { PageError } from './page-error.tsx'
import { SandboxNotice } from './sandbox-notice.tsx'

/** The page's one heading. react-admin fills it from each page's title. */
const heading: TypographyProps & { component: 'h1' } = { component: 'h1', variant: 'h1' }

/** The frame around every page: bar, menu, the sandbox's notice, the heading, the page. */
export function ConsoleLayout({ children }: { children: ReactNode }) {
  return (
    <LiveUpdates>
      <Layout
        appBar={ConsoleBar}
        menu={ConsoleMenu}
        error={PageError}
        appBarAlwaysOn
        sx={{
          '& .RaLayout-appFrame': { mt: '56px' },
          '& .RaLayout-content': { p: 0, minWidth: 0, overflow: 'clip', display: 'block' },
          '& .RaAppBar-toolbar': { minHeight: '56px !important' },
          '& .RaSidebar-paper, & .MuiDrawer-paper': { borderRight: { sm: 1 }, borderColor: { sm: 'divider' } },
        }}
      >
        <SandboxNotice />
        <Box sx={{ px: { xs: 2, sm: 3, lg: 4 }, pt: { xs: 2, sm: 3 }, pb: 6, maxWidth: 1560 }}>
          <TitlePortal {...heading} sx={{ whiteSpace: 'normal', mb: 1.5, textWrap: 'balance' }} />
          {children}
        </Box>
      </Layout>
      {import.meta.env.PROD ? <CheckForApplicationUpdate /> : null}
    </LiveUpdates>
  )
}
