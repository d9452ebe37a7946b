import { Box } from '@mui/material'
import { Link } from 'react-router-dom'
import type { Run } from '../records.ts'
import { ModeBadge } from '../ui/mode-badge.tsx'
import { Panel } from '../ui/panel.tsx'
import { SlotFrame } from '../ui/slot-frame.tsx'
import { asksNoMore, isOver } from './run-words.ts'

type LastPicture = Run['lastPictures'][number]

/** How many the server tells of. */
const picturesMax = 6

const frame = {
  position: 'relative',
  display: 'block',
  aspectRatio: '4 / 3',
  borderRadius: 1,
  overflow: 'hidden',
  bgcolor: 'background.default',
} as const

function Tile({ picture }: { picture: LastPicture }) {
  return (
    <Box
      component={Link}
      to={`/images/${picture.imageId}/show`}
      title={picture.contentTitle}
      sx={{ ...frame, '&:hover img, &:focus-visible img': { opacity: 0.88 } }}
    >
      <Box
        component="img"
        src={picture.thumbnailUrl}
        width={picture.width}
        height={picture.height}
        alt={picture.altText || `Image of ${picture.contentTitle}`}
        decoding="async"
        sx={{ width: '100%', height: '100%', objectFit: 'cover', animation: 'atelier-appear 700ms ease-out' }}
      />
      {picture.providerMode === 'sandbox' ? (
        <Box sx={{ position: 'absolute', left: 6, top: 6, borderRadius: 4, bgcolor: 'background.paper' }}>
          <ModeBadge mode="sandbox" />
        </Box>
      ) : null}
    </Box>
  )
}

/** The newest pictures. There is always room for all of them, so that nothing moves when one comes. */
export function RunPictures({ run }: { run: Run }) {
  const { lastPictures, progress, limits } = run
  if (run.lastStage === 'prompts' || (lastPictures.length === 0 && isOver(run))) return null
  const inHand = progress.queued + progress.running
  const wanted = Math.min(progress.imagesWanted, limits.imagesMax ?? Infinity)
  const toCome = isOver(run) ? 0 : asksNoMore(run) ? inHand : wanted - lastPictures.length
  const expected = Math.min(picturesMax, lastPictures.length + Math.max(0, toCome))
  return (
    <Panel title="Latest pictures">
      <Box
        sx={{
          display: 'grid',
          gap: { xs: 1, sm: 1.5 },
          gridTemplateColumns: {
            xs: 'repeat(2, minmax(0, 1fr))',
            sm: `repeat(3, minmax(0, 1fr))`,
            lg: `repeat(6, minmax(0, 1fr))`,
          },
        }}
      >
        {lastPictures.map((picture) => (
          <Tile key={picture.generationId} picture={picture} />
        ))}
        {Array.from({ length: Math.max(0, expected - lastPictures.length) }, (_, index) => (
          <Box key={index} sx={frame}>
            <SlotFrame status={run.status === 'running' && index < progress.running ? 'running' : 'none'} />
          </Box>
        ))}
      </Box>
    </Panel>
  )
}
