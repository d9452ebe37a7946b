import { Box } from '@mui/material'
import type { ReactNode } from 'react'

/** Names and values, as a description list. On a narrow screen the value goes under its name. */
export function Facts({ children }: { children: ReactNode }) {
  return (
    <Box
      component="dl"
      sx={{
        m: 0,
        display: 'grid',
        gridTemplateColumns: { xs: '1fr', sm: 'minmax(130px, max-content) 1fr' },
        columnGap: 3,
        rowGap: { xs: 0, sm: 1.25 },
      }}
    >
      {children}
    </Box>
  )
}

export function Fact({ name, children }: { name: string; children: ReactNode }) {
  return (
    <>
      <Box component="dt" sx={{ color: 'text.secondary', fontSize: '0.875rem', lineHeight: 1.6 }}>
        {name}
      </Box>
      <Box
        component="dd"
        sx={{ m: 0, mb: { xs: 1.25, sm: 0 }, minWidth: 0, overflowWrap: 'anywhere', lineHeight: 1.5 }}
      >
        {children}
      </Box>
    </>
  )
}
