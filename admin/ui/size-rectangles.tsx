import { Box, Tooltip } from '@mui/material'
import { heardOnly } from './hidden.ts'

interface Rectangle {
  text: string
  width: number
  height: number
}

function rectangleOf(text: string): Rectangle | undefined {
  const [width = 0, height = 0] = text.split('x').map(Number)
  return width > 0 && height > 0 ? { text, width, height } : undefined
}

interface SizeRectanglesProps {
  /** WIDTHxHEIGHT in pixels, as the catalog writes them. */
  sizes: readonly string[]
  /** Those that are used by default, drawn stronger. */
  chosen?: readonly string[]
  /** Side of the square that the scale fits into, in pixels of the page. */
  boxPx: number
  /** Pixels of a picture that fill the box. Given from outside so that several models are drawn to one scale. */
  fullSide: number
  labels?: boolean
}

/** Sizes drawn to one scale, so that shape and area can be compared at a glance. */
export function SizeRectangles({ sizes, chosen = [], boxPx, fullSide, labels = false }: SizeRectanglesProps) {
  const rectangles = sizes.flatMap((text) => rectangleOf(text) ?? [])
  return (
    <Box
      component="ul"
      sx={{
        m: 0,
        p: 0,
        listStyle: 'none',
        display: 'flex',
        flexWrap: labels ? 'wrap' : 'nowrap',
        alignItems: 'flex-end',
        gap: labels ? 2 : 0.75,
      }}
    >
      {rectangles.map(({ text, width, height }) => {
        const isChosen = chosen.includes(text)
        const name = `${width} × ${height}${isChosen ? ', used by default' : ''}`
        return (
          <Box component="li" key={text} sx={{ textAlign: 'center' }}>
            <Tooltip title={name}>
              <Box
                sx={{
                  width: Math.max(5, (width / fullSide) * boxPx),
                  height: Math.max(5, (height / fullSide) * boxPx),
                  mx: 'auto',
                  borderRadius: 0.5,
                  border: '1.5px solid',
                  borderColor: isChosen ? 'primary.main' : 'text.secondary',
                  bgcolor: isChosen ? 'primary.main' : 'transparent',
                  opacity: isChosen ? 0.85 : 0.6,
                }}
              >
                <Box component="span" sx={heardOnly}>
                  {name}
                </Box>
              </Box>
            </Tooltip>
            {labels ? (
              <Box
                aria-hidden
                sx={{
                  mt: 0.5,
                  fontSize: '0.78rem',
                  fontVariantNumeric: 'tabular-nums',
                  fontWeight: isChosen ? 700 : 400,
                  color: isChosen ? 'text.primary' : 'text.secondary',
                }}
              >
                {width} × {height}
              </Box>
            ) : null}
          </Box>
        )
      })}
    </Box>
  )
}

/** The longest side among sizes: what a common scale is made from. */
export const longestSide = (sizes: readonly string[]): number =>
  Math.max(1, ...sizes.flatMap((text) => rectangleOf(text) ?? []).flatMap(({ width, height }) => [width, height]))
