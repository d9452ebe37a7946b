import { Box, Card, Checkbox, Chip } from '@mui/material'
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

/** Whether an image is one of those that something will be done with. */
interface Choice {
  isChosen: boolean
  onChoose: () => void
}

function ChoiceBox({ image, isChosen, onChoose }: Choice & { image: Image }) {
  return (
    <Checkbox
      className="choose"
      size="small"
      checked={isChosen}
      onChange={onChoose}
      slotProps={{ input: { 'aria-label': `Choose ${slotText(image.type, image.position)} of ${image.contentTitle}` } }}
      sx={{
        position: 'absolute',
        zIndex: 1,
        right: 6,
        top: 6,
        p: 0.5,
        borderRadius: 1,
        bgcolor: 'background.paper',
        opacity: { xs: 1, md: isChosen ? 1 : 0 },
        '&:hover': { bgcolor: 'background.paper' },
      }}
    />
  )
}

/** One image in a grid: its picture, or why there is none. The whole tile is a link, but for the box that chooses it. */
export function ImageTile({ image, choice }: { image: Image; choice?: Choice }) {
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
        '&:focus-within .choose, &:hover .choose': { opacity: 1 },
        ...(choice?.isChosen && {
          borderColor: 'primary.main',
          boxShadow: (theme) => `0 0 0 1px ${theme.palette.primary.main}`,
        }),
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
      {choice ? <ChoiceBox image={image} {...choice} /> : null}
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
          {image.isSetAside ? <Chip size="small" variant="outlined" label="Set aside" /> : null}
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
