import { Box } from '@mui/material'
import type { Generation } from '../records.ts'
import { Elapsed } from '../ui/when.tsx'
import { durationText, statusWords, timeText } from '../ui/wording.ts'

interface Moment {
  name: string
  at: string
}

function momentsOf(generation: Generation): Moment[] {
  const all = [
    { name: 'Queued', at: generation.createdAt },
    { name: 'Taken by a worker', at: generation.startedAt },
    { name: 'Sent to the provider', at: generation.sentAt },
    { name: 'Answered', at: generation.answeredAt },
    { name: statusWords[generation.status], at: generation.finishedAt },
  ]
  return all.filter((moment): moment is Moment => moment.at !== null)
}

/** What happened when, and how long each step took. */
export function Timeline({ generation }: { generation: Generation }) {
  const moments = momentsOf(generation)
  return (
    <Box component="ol" sx={{ m: 0, p: 0, listStyle: 'none' }}>
      {moments.map((moment, index) => {
        const before = moments[index - 1]
        return (
          <Box
            key={moment.name}
            component="li"
            sx={{
              display: 'grid',
              gridTemplateColumns: '14px 1fr auto',
              gap: 1.5,
              pb: 1.5,
              position: 'relative',
              alignItems: 'baseline',
              '&:not(:last-of-type)::before': {
                content: '""',
                position: 'absolute',
                left: '6px',
                top: 14,
                bottom: -6,
                width: '2px',
                bgcolor: 'divider',
              },
            }}
          >
            <Box sx={{ width: 10, height: 10, borderRadius: '50%', bgcolor: 'primary.main', ml: '2px', zIndex: 1 }} />
            <span>
              <strong>{moment.name}</strong>
              <Box component="span" sx={{ display: 'block', color: 'text.secondary', fontSize: '0.82rem' }}>
                {timeText(moment.at)}
              </Box>
            </span>
            <Box
              component="span"
              sx={{ color: 'text.secondary', fontVariantNumeric: 'tabular-nums', fontSize: '0.85rem' }}
            >
              {before ? `+ ${durationText(new Date(moment.at).getTime() - new Date(before.at).getTime())}` : ''}
            </Box>
          </Box>
        )
      })}
      {generation.finishedAt ? null : (
        <Box component="li" sx={{ color: 'text.secondary', pl: 3.25 }}>
          going on for <Elapsed since={moments.at(-1)?.at ?? generation.createdAt} />
        </Box>
      )}
    </Box>
  )
}
