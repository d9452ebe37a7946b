import { Box } from '@mui/material'
import type { Model } from '../records.ts'
import { costText, countOf } from '../ui/wording.ts'

const kinds: Record<string, string> = {
  text_input: 'text in',
  image_input: 'image in',
  text_output: 'text out',
  image_output: 'image out',
}

/** What a model costs, as the catalog says. */
export function Price({ model, full = false }: { model: Pick<Model, 'spec'>; full?: boolean }) {
  const { usd_per_image: perImage, usd_per_1m_tokens: perTokens } = model.spec.price
  const rates = Object.entries(perTokens ?? {}).map(([kind, usd]) => `${costText(usd)} ${kinds[kind] ?? kind}`)
  return (
    <Box sx={{ lineHeight: 1.4 }}>
      {perImage === undefined ? null : <Box sx={{ whiteSpace: 'nowrap' }}>{costText(perImage)} an image</Box>}
      {rates.length > 0 && (full || perImage === undefined) ? (
        <Box sx={{ color: perImage === undefined ? 'text.primary' : 'text.secondary', fontSize: '0.84rem' }}>
          per million tokens: {rates.join(', ')}
        </Box>
      ) : null}
      {model.spec.credits_per_image === undefined ? null : (
        <Box sx={{ color: 'text.secondary', fontSize: '0.82rem' }}>
          {countOf(model.spec.credits_per_image, 'credit')}
        </Box>
      )}
    </Box>
  )
}
