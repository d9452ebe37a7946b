import { Alert, Box, Chip, Typography } from '@mui/material'
import type { Release } from '../records.ts'
import { rowList } from '../ui/row-list.ts'
import { ValueChange } from '../ui/value-change.tsx'
import { countOf } from '../ui/wording.ts'

type Hit = Release['impact'][number]

/** How many of the accounts are named before the rest is only counted. */
const namesShown = 12

function namesText({ names, accounts }: Hit): string {
  const shown = names.slice(0, namesShown)
  const rest = accounts - shown.length
  return `${shown.join(', ')}${rest > 0 ? `, and ${rest} more` : ''}`
}

const countsOf = (hit: Hit): string[] => [
  ...(hit.accounts > 0 ? [countOf(hit.accounts, 'account')] : []),
  ...(hit.sites > 0 ? [countOf(hit.sites, 'site')] : []),
  ...(hit.contents > 0 ? [countOf(hit.contents, 'article')] : []),
  ...(hit.queued > 0 ? [`${hit.queued} in the queue`] : []),
]

function HitRow({ hit, isApproved }: { hit: Hit; isApproved: boolean }) {
  const counts = countsOf(hit)
  return (
    <Box
      component="li"
      sx={{
        display: 'grid',
        columnGap: 2,
        rowGap: 0.5,
        alignItems: 'baseline',
        gridTemplateColumns: { xs: 'minmax(0, 1fr)', md: 'minmax(0, 1.1fr) minmax(0, 1.6fr) minmax(0, 1.3fr)' },
      }}
    >
      <Box sx={{ overflowWrap: 'anywhere' }}>
        <strong>{hit.concerns}</strong>
      </Box>
      <Box sx={{ overflowWrap: 'anywhere' }}>
        {hit.stranded ? 'no pictures any more' : <ValueChange before={hit.before} after={hit.after} />}
      </Box>
      <Box>
        {counts.length > 0 ? counts.join(', ') : 'nobody'}
        {hit.names.length > 0 ? (
          <Box sx={{ color: 'text.secondary', fontSize: '0.84rem', overflowWrap: 'anywhere' }}>{namesText(hit)}</Box>
        ) : null}
      </Box>
      {hit.stranded ? (
        <Alert severity="error" variant="outlined" sx={{ gridColumn: '1 / -1', mt: 0.5 }}>
          <strong>Left without pictures.</strong> {hit.why}{' '}
          {isApproved ? <Chip size="small" variant="outlined" label="approved by name" /> : null}
        </Alert>
      ) : null}
    </Box>
  )
}

/** Change by change: what was used before and after, and by whom. */
export function ReleaseImpact({ impact, approvals }: Pick<Release, 'impact' | 'approvals'>) {
  if (impact.length === 0)
    return (
      <Typography sx={{ color: 'text.secondary' }}>
        Nobody: what was used before it, if anything, is used as before.
      </Typography>
    )
  return (
    <Box component="ul" sx={rowList}>
      {impact.map((hit) => (
        <HitRow
          key={hit.name ?? hit.concerns}
          hit={hit}
          isApproved={hit.name !== undefined && approvals.includes(hit.name)}
        />
      ))}
    </Box>
  )
}
