import { Box, Tooltip } from '@mui/material'
import type { Image } from '../records.ts'
import { heardOnly } from './hidden.ts'
import { Picture } from './picture.tsx'
import { SlotFrame } from './slot-frame.tsx'
import { slotText, statusWords } from './wording.ts'

const bySlot = (one: Image, other: Image): number =>
  one.type === other.type ? one.position - other.position : one.type === 'featured' ? -1 : 1

/** Slots in reading order: the featured one, then those in the article. */
export const inReadingOrder = (images: readonly Image[]): Image[] =>
  images.filter((image) => !image.isSetAside).toSorted(bySlot)

/** The slots of an article at a glance, each in its shape. */
export function SlotStrip({ images, height = 36 }: { images: readonly Image[]; height?: number }) {
  return (
    <Box component="ul" sx={{ m: 0, p: 0, listStyle: 'none', display: 'flex', gap: 0.5, flexWrap: 'wrap' }}>
      {inReadingOrder(images).map((image) => {
        const picture = image.current?.picture
        const status = picture ? 'succeeded' : (image.latest?.status ?? 'none')
        const name = `${slotText(image.type, image.position)}: ${statusWords[status]}`
        return (
          <Tooltip key={image.id} title={name}>
            <Box
              component="li"
              sx={{
                height,
                width: image.shape === 'landscape' ? height * 1.6 : height,
                borderRadius: 0.75,
                overflow: 'hidden',
                flex: 'none',
              }}
            >
              {picture ? (
                <Picture picture={picture} alt={name} sizes={`${height * 2}px`} />
              ) : (
                <SlotFrame status={status} compact>
                  <Box component="span" sx={heardOnly}>
                    {name}
                  </Box>
                </SlotFrame>
              )}
            </Box>
          </Tooltip>
        )
      })}
    </Box>
  )
}
