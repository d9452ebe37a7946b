import { Box, Chip, Typography } from '@mui/material'
import type { Generation, Image, Shape } from '../records.ts'
import { isWorking } from '../ui/wording.ts'
import { Picture } from '../ui/picture.tsx'
import { SlotFrame, outlineOf } from '../ui/slot-frame.tsx'
import { Elapsed } from '../ui/when.tsx'

/** What a slot without a picture measures: as asked for, else as the model in use draws that shape. */
export function ratioOf(image: Image, sizeText: string | undefined): string {
  const measured = image.current?.picture ?? image.latest
  if (measured) return `${measured.width} / ${measured.height}`
  return sizeText?.replace('x', ' / ') ?? outlineOf(image.shape)
}

export const widestOf = (shape: Shape): number | string => (shape === 'square' ? 460 : '100%')

/** What is going on with a generation that is not done, in a line. */
export function WorkingLine({ generation }: { generation: Generation }) {
  const tries = generation.attempts > 1 ? `, try ${generation.attempts} of ${generation.maxAttempts}` : ''
  if (generation.status === 'running') {
    return (
      <span>
        Drawing{tries} · <Elapsed since={generation.sentAt ?? generation.startedAt ?? generation.createdAt} />
      </span>
    )
  }
  const isWaitingAgain = generation.attempts > 0
  return (
    <span>
      {isWaitingAgain ? `Trying again after ${generation.attempts} of ${generation.maxAttempts}` : 'In the queue'} ·{' '}
      <Elapsed since={generation.createdAt} />
    </span>
  )
}

/** Why a slot has no picture, in a line. */
function whyEmpty(latest: Generation | null): string {
  if (latest?.pictureDeletedAt) return `Its picture was deleted by ${latest.pictureDeletedBy ?? 'somebody'}`
  if (latest?.status === 'failed') return 'No picture yet: the last try failed'
  return latest?.status === 'cancelled' ? 'Cancelled' : 'No picture yet'
}

/** The slot's picture, or what stands in its place. */
export function SlotPicture({ image, sizeText }: { image: Image; sizeText: string | undefined }) {
  const { latest } = image
  const picture = image.current?.picture
  const working = latest && isWorking(latest) ? latest : undefined
  return (
    <Box
      sx={{
        position: 'relative',
        aspectRatio: ratioOf(image, sizeText),
        width: '100%',
        maxWidth: widestOf(image.shape),
        mx: 'auto',
        borderRadius: 1.5,
        overflow: 'hidden',
      }}
    >
      {picture ? (
        <Picture
          key={picture.sha256}
          picture={picture}
          alt={image.altText}
          sizes="(min-width: 800px) 740px, 100vw"
          appear
        />
      ) : (
        <SlotFrame status={latest?.status ?? 'none'}>
          <Typography component="div" sx={{ fontWeight: 600 }}>
            {working ? <WorkingLine generation={working} /> : whyEmpty(latest)}
          </Typography>
        </SlotFrame>
      )}
      {picture && working ? (
        <Chip
          size="small"
          color="info"
          label={<WorkingLine generation={working} />}
          sx={{ position: 'absolute', left: 10, bottom: 10 }}
        />
      ) : null}
    </Box>
  )
}
