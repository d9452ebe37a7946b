import { Box, Button } from '@mui/material'
import { useGetList } from 'react-admin'
import { Link } from 'react-router-dom'
import { RetryButton } from '../article/slot-actions.tsx'
import type { Generation } from '../records.ts'
import { Panel } from '../ui/panel.tsx'
import { RecordLink } from '../ui/record-link.tsx'
import { When } from '../ui/when.tsx'
import { errorText, slotText } from '../ui/wording.ts'

const failed = { status: 'failed' }
const all = `/generations?filter=${encodeURIComponent(JSON.stringify(failed))}`

/** The last few generations that need a person. */
export function LatestFailures() {
  const { data = [] } = useGetList<Generation>('generations', {
    filter: failed,
    pagination: { page: 1, perPage: 4 },
    sort: { field: 'id', order: 'DESC' },
  })
  if (data.length === 0) return null
  return (
    <Panel
      title="Failed lately"
      action={
        <Button component={Link} to={all} size="small">
          All failures
        </Button>
      }
    >
      <Box component="ul" sx={{ m: 0, p: 0, listStyle: 'none' }}>
        {data.map((generation) => (
          <Box
            component="li"
            key={generation.id}
            sx={{ display: 'flex', alignItems: 'center', gap: 1.5, py: 1, borderTop: 1, borderColor: 'divider' }}
          >
            <Box sx={{ flex: 1, minWidth: 0 }}>
              <RecordLink resource="generations" id={generation.id}>
                {slotText(generation.imageType, generation.imagePosition)} of {generation.contentTitle}
              </RecordLink>
              <Box
                sx={{
                  color: 'text.secondary',
                  fontSize: '0.88rem',
                  overflow: 'hidden',
                  textOverflow: 'ellipsis',
                  whiteSpace: 'nowrap',
                }}
              >
                <strong>{errorText(generation.errorClass)}</strong> <When at={generation.finishedAt} />:{' '}
                {generation.errorMessage}
              </Box>
            </Box>
            <RetryButton generation={generation} />
          </Box>
        ))}
      </Box>
    </Panel>
  )
}
