import { Box } from '@mui/material'
import type { Generation } from '../records.ts'
import { CatalogName } from '../ui/catalog-name.tsx'
import { errorText } from '../ui/wording.ts'

/** The models that could not make a picture, each with why, before the tier's next one was used. */
export function FallbackList({ fallbacks }: { fallbacks: Generation['fallbacks'] }) {
  return (
    <>
      {fallbacks.map(({ modelId, errorClass, message }) => (
        <div key={modelId}>
          <CatalogName resource="models" id={modelId} />{' '}
          <Box component="span" sx={{ color: 'text.secondary' }}>
            could not: {errorText(errorClass).toLowerCase()}, {message}
          </Box>
        </div>
      ))}
    </>
  )
}
