import { Box, Typography } from '@mui/material'
import type { ReactNode } from 'react'

/** Nothing here yet: what would be here, and how to get it. */
export function EmptyState({
  icon,
  title,
  children,
  action,
}: {
  icon: ReactNode
  title: string
  children?: ReactNode
  action?: ReactNode
}) {
  return (
    <Box sx={{ py: { xs: 6, sm: 9 }, px: 3, textAlign: 'center', maxWidth: 560, mx: 'auto' }}>
      <Box aria-hidden sx={{ color: 'text.secondary', opacity: 0.7, '& svg': { fontSize: 56 } }}>
        {icon}
      </Box>
      <Typography variant="h2" sx={{ mt: 1.5 }}>
        {title}
      </Typography>
      {children ? <Typography sx={{ mt: 1, color: 'text.secondary' }}>{children}</Typography> : null}
      {action ? <Box sx={{ mt: 3 }}>{action}</Box> : null}
    </Box>
  )
}
