import ArrowIcon from '@mui/icons-material/ArrowForward'
import { Box, Typography } from '@mui/material'
import { useState } from 'react'
import { VersionStrip } from '../article/version-strip.tsx'
import { UseVersionButton } from '../images/use-version-button.tsx'
import type { Generation, Image } from '../records.ts'
import { Panel } from '../ui/panel.tsx'
import { Picture } from '../ui/picture.tsx'
import { RecordLink } from '../ui/record-link.tsx'
import { SlotFrame } from '../ui/slot-frame.tsx'
import { DifferenceList } from './difference-list.tsx'
import { VersionTable } from './version-table.tsx'

function VersionFigure({ image, version, number }: { image: Image; version: Generation; number: number }) {
  const isInUse = version.id === image.currentGenerationId
  return (
    <Box component="figure" sx={{ m: 0, minWidth: 0 }}>
      <Box
        sx={{
          aspectRatio: `${version.width} / ${version.height}`,
          maxHeight: 260,
          maxWidth: '100%',
          borderRadius: 1,
          overflow: 'hidden',
        }}
      >
        {version.picture ? (
          <Picture picture={version.picture} alt="" sizes="(min-width: 600px) 300px, 45vw" />
        ) : (
          <SlotFrame status={version.status} compact />
        )}
      </Box>
      <Box
        component="figcaption"
        sx={{
          mt: 0.5,
          display: 'flex',
          flexWrap: 'wrap',
          alignItems: 'center',
          columnGap: 1,
          rowGap: 0.5,
          minHeight: 34,
        }}
      >
        <span>
          Version {number},{' '}
          <RecordLink resource="generations" id={version.id}>
            #{version.id}
          </RecordLink>
          {isInUse ? ', in use' : ''}
        </span>
        {version.picture && !isInUse ? <UseVersionButton image={image} version={version} label="Use this one" /> : null}
      </Box>
    </Box>
  )
}

interface VersionComparisonProps {
  image: Image
  /** The version that others are compared with. */
  shown: Generation
  /** All of the image, newest first. */
  versions: readonly Generation[]
}

/** What changed between a version of an image and another one: the one before it, until another is chosen. */
export function VersionComparison({ image, shown, versions }: VersionComparisonProps) {
  const [chosenId, setChosenId] = useState<number>()
  const others = versions.filter((version) => version.id !== shown.id)
  const other =
    others.find((version) => version.id === chosenId) ??
    others.find((version) => version.id < shown.id) ??
    others.at(-1)
  if (!other) return null
  const [older, newer] = other.id < shown.id ? [other, shown] : [shown, other]
  const numberOf = ({ id }: Generation) => versions.length - versions.findIndex((version) => version.id === id)
  return (
    <Panel title="What changed between these two?">
      <Box sx={{ display: 'grid', gridTemplateColumns: 'minmax(0, 1fr)', gap: 2 }}>
        {others.length > 1 ? (
          <div>
            <Typography sx={{ color: 'text.secondary' }}>Compare version {numberOf(shown)} with</Typography>
            <VersionStrip
              image={image}
              versions={versions}
              label="Compare with"
              without={shown.id}
              onChoose={(version) => setChosenId(version.id)}
              shownId={other.id}
            />
          </div>
        ) : null}
        <Box
          sx={{
            display: 'grid',
            gridTemplateColumns: 'minmax(0, 1fr) 24px minmax(0, 1fr)',
            gap: 1,
            alignItems: 'start',
          }}
        >
          <VersionFigure image={image} version={older} number={numberOf(older)} />
          <ArrowIcon aria-hidden color="disabled" sx={{ mt: 6 }} />
          <VersionFigure image={image} version={newer} number={numberOf(newer)} />
        </Box>
        <VersionTable
          before={older}
          after={newer}
          names={[`Version ${numberOf(older)}`, `Version ${numberOf(newer)}`]}
        />
        <DifferenceList before={older} after={newer} />
      </Box>
    </Panel>
  )
}
