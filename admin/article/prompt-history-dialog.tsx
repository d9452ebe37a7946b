import {
  Box,
  Button,
  Chip,
  Dialog,
  DialogActions,
  DialogContent,
  DialogTitle,
  Skeleton,
  Typography,
} from '@mui/material'
import { useQuery, useQueryClient } from '@tanstack/react-query'
import { useDataProvider, useNotify, useUpdate } from 'react-admin'
import type { ConsoleProvider } from '../data-provider.ts'
import type { Image, KeptPrompt } from '../records.ts'
import { ProblemNotice } from '../ui/problem-notice.tsx'
import { When } from '../ui/when.tsx'
import { slotText } from '../ui/wording.ts'

function Entry({ entry, isInUse, onUse }: { entry: KeptPrompt; isInUse: boolean; onUse: () => void }) {
  return (
    <Box component="li" sx={{ py: 1.75, borderTop: 1, borderColor: 'divider', '&:first-of-type': { borderTop: 0 } }}>
      <Box sx={{ display: 'flex', flexWrap: 'wrap', alignItems: 'center', gap: 1, mb: 0.75, minHeight: 32 }}>
        <Box component="span" sx={{ color: 'text.secondary', fontSize: '0.85rem' }}>
          <Box component="span" sx={{ fontWeight: 600, color: 'text.primary' }}>
            {entry.writtenBy === 'unknown' ? 'Written earlier' : entry.writtenBy}
          </Box>{' '}
          · <When at={entry.createdAt} />
        </Box>
        <Box sx={{ flex: 1 }} />
        {isInUse ? (
          <Chip size="small" color="primary" variant="outlined" label="In use" />
        ) : (
          <Button size="small" onClick={onUse}>
            Use this one again
          </Button>
        )}
      </Box>
      <Typography sx={{ fontSize: '0.95rem', overflowWrap: 'anywhere' }}>{entry.prompt}</Typography>
      <Typography sx={{ mt: 0.5, fontSize: '0.85rem', color: 'text.secondary', overflowWrap: 'anywhere' }}>
        Alt text: {entry.altText}
      </Typography>
    </Box>
  )
}

/** Every prompt and alt text that a slot ever had, each of which can be put back. Pictures stay as they are. */
export function PromptHistoryDialog({ image, onClose }: { image: Image; onClose: () => void }) {
  const provider = useDataProvider<ConsoleProvider>()
  const client = useQueryClient()
  const notify = useNotify()
  const { data, error, refetch } = useQuery({
    queryKey: ['image-prompts', image.id, image.updatedAt],
    queryFn: ({ signal }) => provider.readPrompts(image.id, signal),
  })
  const [update] = useUpdate<Image>()
  const use = ({ prompt, altText }: KeptPrompt) =>
    void update(
      'images',
      { id: image.id, data: { prompt, altText }, previousData: image },
      {
        mutationMode: 'pessimistic',
        onSuccess: () => {
          notify('These words are in use again.', { type: 'success' })
          void client.invalidateQueries({ queryKey: ['image-prompts', image.id] })
          onClose()
        },
        onError: (problem: unknown) =>
          notify(problem instanceof Error ? problem.message : 'It could not be changed.', { type: 'error' }),
      },
    )
  return (
    <Dialog open onClose={onClose} fullWidth maxWidth="sm" aria-labelledby="prompt-history-title">
      <DialogTitle id="prompt-history-title" component="h2">
        Earlier prompts: {slotText(image.type, image.position)}
      </DialogTitle>
      <DialogContent>
        {error ? <ProblemNotice error={error} title="They could not be read" onRetry={() => void refetch()} /> : null}
        {!data && !error ? <Skeleton variant="rounded" height={120} aria-label="Reading the prompts" /> : null}
        <Box component="ul" sx={{ m: 0, p: 0, listStyle: 'none' }}>
          {data?.data.map((entry, index) => (
            <Entry key={entry.id} entry={entry} isInUse={index === 0} onUse={() => use(entry)} />
          ))}
        </Box>
      </DialogContent>
      <DialogActions sx={{ px: 3, pb: 2.5 }}>
        <Button onClick={onClose}>Close</Button>
      </DialogActions>
    </Dialog>
  )
}
