import { Alert, Box, Button } from '@mui/material'
import { Link } from 'react-router-dom'
import type { Notice } from '../records.ts'

const unknownCalls = (providerId: string | undefined): string =>
  `/generations?filter=${encodeURIComponent(JSON.stringify({ status: 'failed', errorCode: 'outcome_unknown', providerId }))}`

/** The page where a person can do something about it. */
function placeOf(notice: Notice): { to: string; text: string } {
  if (notice.kind === 'no_worker') return { to: '/workers', text: 'Workers' }
  if (notice.kind === 'unknown_outcome') return { to: unknownCalls(notice.providerId), text: 'Look at them' }
  if (notice.accountId !== undefined) return { to: `/accounts/${notice.accountId}/show`, text: 'The account' }
  return { to: `/providers/${encodeURIComponent(notice.providerId ?? '')}/show`, text: 'The provider' }
}

/** What keeps work from going on, one line each, the most urgent first. */
export function NoticeList({ notices }: { notices: readonly Notice[] }) {
  if (notices.length === 0) return null
  return (
    <Box component="ul" aria-label="Needs attention" sx={{ m: 0, p: 0, listStyle: 'none', display: 'grid', gap: 1 }}>
      {notices.map((notice) => {
        const place = placeOf(notice)
        return (
          <li key={`${notice.kind} ${notice.providerId ?? ''} ${notice.accountId ?? ''}`}>
            <Alert
              severity={notice.severity}
              role={undefined}
              sx={{ overflowWrap: 'anywhere', flexWrap: { xs: 'wrap', sm: 'nowrap' } }}
              action={
                <Button component={Link} to={place.to} color="inherit" size="small" sx={{ whiteSpace: 'nowrap' }}>
                  {place.text}
                </Button>
              }
            >
              {notice.message}
            </Alert>
          </li>
        )
      })}
    </Box>
  )
}
