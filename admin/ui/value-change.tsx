import { Box } from '@mui/material'
import { changedPart } from './changed-part.ts'

/** Values longer than this stand one below the other, in characters. */
const inlineMax = 60

const isScalar = (value: unknown): boolean => typeof value !== 'object' || value === null

function valueText(value: unknown): string {
  if (value === undefined || value === null) return '–'
  if (typeof value === 'string') return value
  return Array.isArray(value) && value.every(isScalar) ? value.join(', ') : JSON.stringify(value)
}

const line = { display: 'block', pl: 1.25, py: 0.25, my: 0.5, borderLeft: 3, textDecoration: 'none' } as const

function LongChange({ before, after }: { before: string; after: string }) {
  const part = changedPart(before, after)
  // Where nothing is the same, nothing stands out.
  const weight = part.start === '' && part.end === '' ? 'inherit' : 'bold'
  return (
    <>
      <Box component="del" sx={{ ...line, borderColor: 'error.main', color: 'text.secondary' }}>
        {part.start}
        <Box component="span" sx={{ fontWeight: weight }}>
          {part.before}
        </Box>
        {part.end}
      </Box>
      <Box component="ins" sx={{ ...line, borderColor: 'success.main' }}>
        {part.start}
        <Box component="span" sx={{ fontWeight: weight }}>
          {part.after}
        </Box>
        {part.end}
      </Box>
    </>
  )
}

/** What a value was and what it became; nothing is a dash. Long ones stand one below the other, with the part that differs in bold. */
export function ValueChange({ before, after }: { before: unknown; after: unknown }) {
  const [one, other] = [valueText(before), valueText(after)]
  if (one.length > inlineMax || other.length > inlineMax) return <LongChange before={one} after={other} />
  return (
    <>
      {one === '–' ? one : <del>{one}</del>} → <strong>{other}</strong>
    </>
  )
}
