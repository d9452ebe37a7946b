import { Link } from '@mui/material'
import type { ReactNode } from 'react'
import { Link as RouterLink } from 'react-router-dom'

/** A real link to a record, for the first column of a list: reachable with the keyboard, open in a new tab. */
export function RecordLink({
  resource,
  id,
  view = 'show',
  children,
}: {
  resource: string
  id: number | string
  view?: 'show' | 'edit'
  children: ReactNode
}) {
  const path = `/${resource}/${encodeURIComponent(id)}`
  return (
    <Link
      component={RouterLink}
      to={view === 'show' ? `${path}/show` : path}
      onClick={(event) => event.stopPropagation()}
      sx={{
        fontWeight: 600,
        color: 'text.primary',
        textDecorationColor: 'transparent',
        '&:hover': { color: 'primary.main', textDecorationColor: 'currentcolor' },
      }}
    >
      {children}
    </Link>
  )
}
