import DeletedIcon from '@mui/icons-material/DeleteOutlined'
import DownloadIcon from '@mui/icons-material/DownloadOutlined'
import CheckIcon from '@mui/icons-material/CheckCircle'
import { Alert, Box, Button, Chip } from '@mui/material'
import { useState } from 'react'
import { Title } from 'react-admin'
import { FailureNotice } from '../article/slot-card.tsx'
import { SlotActions } from '../article/slot-actions.tsx'
import { SlotPicture } from '../article/slot-picture.tsx'
import { TextEditor } from '../article/text-editor.tsx'
import { VersionStrip } from '../article/version-strip.tsx'
import { GenerationFacts } from '../generations/generation-facts.tsx'
import { useImageVersions } from '../generations/image-versions.ts'
import { VersionComparison } from '../generations/version-comparison.tsx'
import type { Generation, Image } from '../records.ts'
import { Panel } from '../ui/panel.tsx'
import { Picture } from '../ui/picture.tsx'
import { RecordPage } from '../ui/record-page.tsx'
import { RecordLink } from '../ui/record-link.tsx'
import { StatusChip } from '../ui/status-chip.tsx'
import { slotText } from '../ui/wording.ts'
import { DeleteVersionButton } from './delete-version-button.tsx'
import { RetentionNote } from './retention-note.tsx'
import { UseVersionButton } from './use-version-button.tsx'

/** The version looked at: a chosen one, else the one in use, else the newest. */
function useShownVersion(image: Image, versions: readonly Generation[]) {
  const [chosenId, setChosenId] = useState<number>()
  const shown = versions.find((version) => version.id === chosenId) ?? image.current ?? image.latest ?? undefined
  return { shown, choose: (version: Generation) => setChosenId(version.id) }
}

function ShownPicture({ image, shown }: { image: Image; shown: Generation | undefined }) {
  if (!shown?.picture)
    return <SlotPicture image={{ ...image, current: null, latest: shown ?? null }} sizeText={undefined} />
  return (
    <Box
      sx={{
        aspectRatio: `${shown.picture.width} / ${shown.picture.height}`,
        maxHeight: '76vh',
        mx: 'auto',
        maxWidth: '100%',
      }}
    >
      <Picture
        key={shown.id}
        picture={shown.picture}
        alt={image.altText}
        sizes="(min-width: 1200px) 900px, 100vw"
        fit="contain"
      />
    </Box>
  )
}

/** What can be done with the version shown, and with the image. */
function VersionActions({ image, shown, number }: { image: Image; shown: Generation | undefined; number: number }) {
  const picture = shown?.picture
  const isInUse = shown !== undefined && shown.id === image.currentGenerationId
  return (
    <Box sx={{ display: 'flex', flexWrap: 'wrap', alignItems: 'center', gap: 1 }}>
      {shown?.pictureDeletedAt ? (
        <Chip size="small" variant="outlined" icon={<DeletedIcon />} label={`Version ${number}, picture deleted`} />
      ) : isInUse ? (
        <Chip
          size="small"
          variant="outlined"
          color="primary"
          icon={<CheckIcon />}
          label={`Version ${number}, in use`}
        />
      ) : (
        <StatusChip status={shown?.status ?? 'none'} />
      )}
      {picture && !isInUse ? <UseVersionButton image={image} version={shown} label={`Use version ${number}`} /> : null}
      <Box sx={{ flex: 1 }} />
      {picture && !isInUse ? <DeleteVersionButton version={shown} number={number} /> : null}
      {picture ? (
        <Button size="small" component="a" href={picture.url} download startIcon={<DownloadIcon />}>
          Download
        </Button>
      ) : null}
      <SlotActions image={image} costUsd={undefined} />
    </Box>
  )
}

function SetAsideNotice() {
  return (
    <Alert severity="info" variant="outlined">
      Set aside: the article asks for fewer images now. It comes back with its picture when their number is raised.
    </Alert>
  )
}

function ImagePage({ image }: { image: Image }) {
  const versions = useImageVersions(image.id)
  const { shown, choose } = useShownVersion(image, versions)
  const number = versions.length - versions.findIndex((version) => version.id === shown?.id)
  return (
    <Box
      sx={{
        display: 'grid',
        gap: 2,
        gridTemplateColumns: { xs: 'minmax(0, 1fr)', lg: 'minmax(0, 1fr) 400px' },
        gridTemplateRows: { lg: 'auto 1fr' },
        alignItems: 'start',
      }}
    >
      <Title title={`${slotText(image.type, image.position)} of “${image.contentTitle}”`} preferenceKey={false} />
      <Panel sx={{ display: 'grid', gap: 1.5 }}>
        <ShownPicture image={image} shown={shown} />
        {versions.length > 0 ? (
          <VersionStrip image={image} versions={versions} onChoose={choose} shownId={shown?.id} />
        ) : null}
        {versions.length > 1 ? <RetentionNote /> : null}
        {image.isSetAside ? <SetAsideNotice /> : null}
        <VersionActions image={image} shown={shown} number={number} />
        {shown?.status === 'failed' ? <FailureNotice generation={shown} /> : null}
        <TextEditor image={image} field="altText" label="Alt text" charsAdvised={160} />
        <TextEditor image={image} field="prompt" label="Prompt" />
      </Panel>
      <Panel title={shown ? 'This version' : 'No version yet'} sx={{ gridRow: { lg: 'span 2' } }}>
        <Box sx={{ mb: 2 }}>
          In{' '}
          <RecordLink resource="contents" id={image.contentId}>
            {image.contentTitle}
          </RecordLink>
          {image.heading ? `, under “${image.heading}”` : ''}
        </Box>
        {shown ? <GenerationFacts generation={shown} /> : 'Make it to see which model drew it, how, and what it cost.'}
      </Panel>
      {shown ? <VersionComparison key={shown.id} image={image} shown={shown} versions={versions} /> : null}
    </Box>
  )
}

/** One image: the version chosen, all the others, and how each was made. */
export function ImageShow() {
  return <RecordPage<Image> noun="image" render={(image) => <ImagePage image={image} />} />
}
