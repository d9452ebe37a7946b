import { Box } from '@mui/material'
import { Title, useGetOne } from 'react-admin'
import { CancelButton, RetryButton } from '../article/slot-actions.tsx'
import { FailureNotice } from '../article/slot-card.tsx'
import type { Generation, Image } from '../records.ts'
import { Panel } from '../ui/panel.tsx'
import { Picture } from '../ui/picture.tsx'
import { RecordPage } from '../ui/record-page.tsx'
import { RecordLink } from '../ui/record-link.tsx'
import { StatusChip } from '../ui/status-chip.tsx'
import { isWorking, slotText } from '../ui/wording.ts'
import { ConfigPanel } from './config-panel.tsx'
import { GenerationFacts } from './generation-facts.tsx'
import { HistoryPanels } from './history-panels.tsx'
import { useImageVersions } from './image-versions.ts'
import { VersionComparison } from './version-comparison.tsx'

/** The versions of the same image, to compare this one with. */
function OtherVersions({ generation }: { generation: Generation }) {
  const { data: image } = useGetOne<Image>('images', { id: generation.imageId })
  const versions = useImageVersions(generation.imageId)
  return image ? <VersionComparison key={generation.id} image={image} shown={generation} versions={versions} /> : null
}

function GenerationPage({ generation }: { generation: Generation }) {
  const { picture } = generation
  return (
    <Box
      sx={{
        display: 'grid',
        gap: 2,
        gridTemplateColumns: { xs: 'minmax(0, 1fr)', lg: 'minmax(0, 1fr) 420px' },
        gridTemplateRows: { lg: 'auto 1fr' },
        alignItems: 'start',
      }}
    >
      <Title title={`Generation #${generation.id}`} preferenceKey={false} />
      <Panel sx={{ display: 'grid', gap: 2 }}>
        <Box sx={{ display: 'flex', flexWrap: 'wrap', alignItems: 'center', gap: 1 }}>
          <StatusChip status={generation.status} />
          <span>
            <RecordLink resource="images" id={generation.imageId}>
              {slotText(generation.imageType, generation.imagePosition)}
            </RecordLink>{' '}
            of{' '}
            <RecordLink resource="contents" id={generation.contentId}>
              {generation.contentTitle}
            </RecordLink>
          </span>
          <Box sx={{ flex: 1 }} />
          {isWorking(generation) ? <CancelButton generation={generation} /> : null}
          {generation.status === 'failed' || generation.status === 'cancelled' ? (
            <RetryButton generation={generation} />
          ) : null}
        </Box>
        {generation.errorClass ? <FailureNotice generation={generation} /> : null}
        {picture ? (
          <Box
            sx={{
              aspectRatio: `${picture.width} / ${picture.height}`,
              maxHeight: '60vh',
              maxWidth: '100%',
              mx: 'auto',
              borderRadius: 1,
              overflow: 'hidden',
            }}
          >
            <Picture picture={picture} alt={generation.prompt} sizes="(min-width: 1200px) 900px, 100vw" fit="contain" />
          </Box>
        ) : null}
        <GenerationFacts generation={generation} />
      </Panel>
      <Box sx={{ display: 'grid', gridTemplateColumns: 'minmax(0, 1fr)', gap: 2, gridRow: { lg: 'span 2' } }}>
        <HistoryPanels generation={generation} />
        <ConfigPanel generationId={generation.id} />
      </Box>
      <OtherVersions generation={generation} />
    </Box>
  )
}

/** One attempt to make a picture: what was asked, what came back, when and for how much. */
export function GenerationShow() {
  return (
    <RecordPage<Generation> noun="generation" render={(generation) => <GenerationPage generation={generation} />} />
  )
}
