import { Alert, Box, Button, Card } from '@mui/material'
import { Fragment } from 'react'
import { Link } from 'react-router-dom'
import type { Generation, Image } from '../records.ts'
import { CatalogName } from '../ui/catalog-name.tsx'
import { ModeBadge } from '../ui/mode-badge.tsx'
import { RecordLink } from '../ui/record-link.tsx'
import { StatusChip } from '../ui/status-chip.tsx'
import { costText, errorText, sizeText, slotText } from '../ui/wording.ts'
import { useArticle } from './article-context.ts'
import { SlotActions } from './slot-actions.tsx'
import { SlotPicture } from './slot-picture.tsx'
import { TextEditor } from './text-editor.tsx'
import { VersionStrip } from './version-strip.tsx'

/** Where a picture comes from and what it cost, in one line. */
function Provenance({ generation }: { generation: Generation }) {
  const { picture } = generation
  return (
    <Box
      sx={{
        display: 'flex',
        flexWrap: 'wrap',
        alignItems: 'center',
        columnGap: 1.25,
        rowGap: 0.5,
        color: 'text.secondary',
        fontSize: '0.84rem',
      }}
    >
      <CatalogName resource="models" id={generation.modelId} />
      {generation.fallbacks.length > 0 ? (
        <span>
          in place of{' '}
          {generation.fallbacks.map(({ modelId }, index) => (
            <Fragment key={modelId}>
              {index > 0 ? ', ' : ''}
              <CatalogName resource="models" id={modelId} />
            </Fragment>
          ))}
        </span>
      ) : null}
      <span>{sizeText(picture ?? generation)}</span>
      <span>{generation.format}</span>
      {generation.status === 'succeeded' ? <span>{costText(generation.costUsd)}</span> : null}
      <ModeBadge mode={generation.providerMode} />
    </Box>
  )
}

/** Why the last try did not become a picture, in the provider's own words. */
export function FailureNotice({ generation }: { generation: Generation }) {
  return (
    <Alert severity="error" variant="outlined">
      <strong>{errorText(generation.errorClass)}.</strong> {generation.errorMessage}
      {generation.errorCode ? ` (${generation.errorCode})` : ''}
    </Alert>
  )
}

/** One image of the article: picture, words, origin, versions and what can be done. */
export function SlotCard({ image }: { image: Image }) {
  const { generations, pictureCostUsd, sizeTexts } = useArticle()
  const versions = generations.filter((generation) => generation.imageId === image.id)
  const { current, latest } = image
  const shown = current ?? latest
  const status = latest?.status ?? 'none'
  return (
    <Card
      component="figure"
      id={`image-${image.id}`}
      sx={{
        m: 0,
        my: 3,
        p: { xs: 1, sm: 1.5 },
        scrollMarginTop: 80,
        fontFamily: (theme) => theme.typography.fontFamily,
      }}
    >
      <SlotPicture image={image} sizeText={sizeTexts[image.shape]} />
      <Box component="figcaption" sx={{ display: 'grid', gap: 1, px: { xs: 0.5, sm: 1 }, pt: 1.5 }}>
        <Box sx={{ display: 'flex', flexWrap: 'wrap', alignItems: 'center', gap: 1 }}>
          <RecordLink resource="images" id={image.id}>
            {slotText(image.type, image.position)}
          </RecordLink>
          <StatusChip status={status} />
          <Box sx={{ flex: 1 }} />
          <SlotActions image={image} costUsd={pictureCostUsd} />
        </Box>
        {latest?.status === 'failed' ? <FailureNotice generation={latest} /> : null}
        <TextEditor image={image} field="altText" label="Alt text" charsAdvised={160} />
        <TextEditor image={image} field="prompt" label="Prompt" />
        {shown ? <Provenance generation={shown} /> : null}
        {versions.length > 1 ? (
          <Box sx={{ display: 'flex', alignItems: 'center', gap: 1 }}>
            <Box sx={{ flex: 1, minWidth: 0 }}>
              <VersionStrip image={image} versions={versions} />
            </Box>
            <Button size="small" component={Link} to={`/images/${image.id}/show`}>
              Compare
            </Button>
          </Box>
        ) : null}
      </Box>
    </Card>
  )
}
