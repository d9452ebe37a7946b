import { Box, Card } from '@mui/material'
import { Link } from 'react-router-dom'
import type { Image } from '../records.ts'
import { ModeBadge } from '../ui/mode-badge.tsx'
import { Picture } from '../ui/picture.tsx'
import { SlotFrame } from '../ui/slot-frame.tsx'
import { StatusChip } from '../ui/status-chip.tsx'
import { Elapsed } from '../ui/when.tsx'
import { errorText, isWorking, slotText } from '../ui/wording.ts'

function EmptyTile({ image }: { image: Image }) {
  const { latest } = image
  return (
    <SlotFrame status={latest?.status ?? 'none'}>
      {latest?.status === 'failed' ? <strong>{errorText(latest.errorClass)}</strong> : null}
      {latest?.status === 'failed' ? (
        <Box
          sx={{
            fontSize: '0.8rem',
            display: '-webkit-box',
            WebkitLineClamp: 3,
            WebkitBoxOrient: 'vertical',
            overflow: 'hidden',
          }}
        >
          {latest.errorMessage}
        </Box>
      ) : null}
      {latest && isWorking(latest) ? <Elapsed since={latest.createdAt} /> : null}
    </SlotFrame>
  )
}

/** One image in a grid: its picture, or why there is none. The whole tile is a link. */
export function ImageTile({ image }: { image: Image }) {
  const picture = image.current?.picture
  const status = image.latest?.status ?? 'none'
  const showsStatus = status !== 'succeeded'
  return (
    <Card
      sx={{
        position: 'relative',
        display: 'flex',
        flexDirection: 'column',
        '&:focus-within, &:hover': { borderColor: 'primary.main' },
      }}
    >
      <Box sx={{ aspectRatio: '4 / 3', overflow: 'hidden', bgcolor: 'background.default' }}>
        {picture ? (
          <Picture picture={picture} alt={image.altText} sizes="(min-width: 600px) 300px, 50vw" />
        ) : (
          <EmptyTile image={image} />
        )}
      </Box>
      {picture && image.current?.providerMode === 'sandbox' ? (
        <Box sx={{ position: 'absolute', left: 8, top: 8, borderRadius: 4, bgcolor: 'background.paper' }}>
          <ModeBadge mode="sandbox" />
        </Box>
      ) : null}
      <Box sx={{ p: 1.25, display: 'grid', gap: 0.5, minWidth: 0 }}>
        <Box
          component={Link}
          to={`/images/${image.id}/show`}
          aria-label={`${slotText(image.type, image.position)} of ${image.contentTitle}`}
          sx={{
            fontWeight: 600,
            fontSize: '0.9rem',
            color: 'text.primary',
            textDecoration: 'none',
            whiteSpace: 'nowrap',
            overflow: 'hidden',
            textOverflow: 'ellipsis',
            '&::after': { content: '""', position: 'absolute', inset: 0 },
          }}
        >
          {image.contentTitle}
        </Box>
        <Box
          sx={{
            display: 'flex',
            flexWrap: 'wrap',
            alignItems: 'center',
            gap: 0.75,
            fontSize: '0.82rem',
            color: 'text.secondary',
            minHeight: 24,
          }}
        >
          <span>{slotText(image.type, image.position)}</span>
          {showsStatus ? <StatusChip status={status} /> : null}
        </Box>
      </Box>
    </Card>
  )
}

export const tileGrid = {
  display: 'grid',
  gap: { xs: 1, sm: 1.5 },
  gridTemplateColumns: { xs: 'repeat(2, minmax(0, 1fr))', sm: 'repeat(auto-fill, minmax(220px, 1fr))' },
} as const
