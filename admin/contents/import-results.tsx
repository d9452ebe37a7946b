import { Box, Chip, Link as TextLink } from '@mui/material'
import { Link } from 'react-router-dom'
import type { ImportAnswer } from '../records.ts'

type Item = ImportAnswer['items'][number]

const words = {
  made: { done: 'new', will: 'new', colour: 'success' },
  updated: { done: 'updated', will: 'to update', colour: 'info' },
  unchanged: { done: 'unchanged', will: 'unchanged', colour: 'default' },
  skipped: { done: 'skipped', will: 'to skip', colour: 'default' },
} as const
const outcomes = ['made', 'updated', 'unchanged', 'skipped'] as const

function Title({ item, onOpen }: { item: Item; onOpen: () => void }) {
  const title = item.title || 'Without a title'
  if (item.contentId === null) return <>{title}</>
  return (
    <TextLink component={Link} to={`/contents/${item.contentId}/show`} onClick={onOpen}>
      {title}
    </TextLink>
  )
}

/** What came, or would come, of each article: first what is left alone for a reason, then the rest. */
export function ImportResults({ answer, onOpen }: { answer: ImportAnswer; onOpen: () => void }) {
  const said = answer.dryRun ? 'will' : 'done'
  const ordered = answer.items.toSorted((one, other) => Number(other.isProblem) - Number(one.isProblem))
  return (
    <Box>
      <Box component="output" sx={{ display: 'flex', flexWrap: 'wrap', gap: 0.75, mb: 1 }}>
        {outcomes
          .filter((outcome) => answer.counts[outcome] > 0)
          .map((outcome) => (
            <Chip
              key={outcome}
              size="small"
              variant="outlined"
              color={words[outcome].colour}
              label={`${answer.counts[outcome]} ${words[outcome][said]}`}
            />
          ))}
      </Box>
      <Box
        component="ul"
        tabIndex={0}
        aria-label={answer.dryRun ? 'What would be imported' : 'What was imported'}
        sx={{
          listStyle: 'none',
          m: 0,
          p: 0,
          maxHeight: 300,
          overflowY: 'auto',
          border: 1,
          borderColor: 'divider',
          borderRadius: 1,
        }}
      >
        {ordered.map((item, index) => (
          <Box
            component="li"
            // The same id may come twice, which is then one of the reasons.
            key={`${item.externalId}-${index}`}
            sx={{
              display: 'grid',
              gridTemplateColumns: '84px 1fr',
              gap: 1,
              px: 1.5,
              py: 0.75,
              fontSize: '0.9rem',
              borderTop: index === 0 ? 0 : 1,
              borderColor: 'divider',
            }}
          >
            <Box component="span" sx={{ color: item.isProblem ? 'error.main' : 'text.secondary' }}>
              {words[item.outcome][said]}
            </Box>
            <Box sx={{ minWidth: 0, overflowWrap: 'anywhere' }}>
              <Title item={item} onOpen={onOpen} />
              {item.reason ? <Box sx={{ color: 'text.secondary', fontSize: '0.85rem' }}>{item.reason}</Box> : null}
            </Box>
          </Box>
        ))}
      </Box>
    </Box>
  )
}
