import { Box, Typography } from '@mui/material'
import { Panel } from '../ui/panel.tsx'
import { RecordLink } from '../ui/record-link.tsx'
import { Picture } from '../ui/picture.tsx'
import { SlotFrame, outlineOf } from '../ui/slot-frame.tsx'
import { countOf, slotText } from '../ui/wording.ts'
import { useArticle } from './article-context.ts'

/** Slots that the article no longer asks for, with what was made of them. Nothing where there are none. */
export function SetAsidePart() {
  const { images } = useArticle()
  const aside = images.filter(({ isSetAside }) => isSetAside).toSorted((one, other) => one.position - other.position)
  if (aside.length === 0) return null
  return (
    <Panel title="Set aside" sx={{ mt: 4 }}>
      <Typography sx={{ color: 'text.secondary', mb: 1.5 }}>
        {aside.length === 1 ? 'One image is' : `${countOf(aside.length, 'image')} are`} more than the article asks for
        now. Nothing of {aside.length === 1 ? 'it' : 'them'} is lost: raise the number of images, and{' '}
        {aside.length === 1 ? 'it comes' : 'they come'} back at no cost.
      </Typography>
      <Box
        component="ul"
        sx={{
          m: 0,
          p: 0,
          listStyle: 'none',
          display: 'grid',
          gap: 1.5,
          gridTemplateColumns: 'repeat(auto-fill, minmax(140px, 1fr))',
        }}
      >
        {aside.map((image) => (
          <Box component="li" key={image.id} sx={{ fontSize: '0.88rem' }}>
            <Box
              sx={{
                aspectRatio: outlineOf(image.shape),
                maxHeight: 120,
                borderRadius: 1,
                overflow: 'hidden',
                opacity: 0.75,
                mb: 0.5,
              }}
            >
              {image.current?.picture ? (
                <Picture picture={image.current.picture} alt="" sizes="160px" />
              ) : (
                <SlotFrame status={image.latest?.status ?? 'none'} compact />
              )}
            </Box>
            <RecordLink resource="images" id={image.id}>
              {slotText(image.type, image.position)}
            </RecordLink>
          </Box>
        ))}
      </Box>
    </Panel>
  )
}
