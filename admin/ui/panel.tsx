import type { SxProps, Theme } from '@mui/material'
import { Box, Card, Typography } from '@mui/material'
import type { ReactNode } from 'react'

/** A titled part of a page. */
export function Panel({
  title,
  action,
  children,
  sx,
}: {
  title?: ReactNode
  action?: ReactNode
  children: ReactNode
  sx?: SxProps<Theme>
}) {
  return (
    <Card component="section" sx={[{ p: { xs: 2, sm: 2.5 } }, ...(Array.isArray(sx) ? sx : [sx ?? {}])]}>
      {title ? (
        <Box
          sx={{
            display: 'flex',
            alignItems: 'center',
            justifyContent: 'space-between',
            flexWrap: 'wrap',
            gap: 1,
            mb: 1.75,
          }}
        >
          <Typography variant="h2">{title}</Typography>
          {action}
        </Box>
      ) : null}
      {children}
    </Card>
  )
}
