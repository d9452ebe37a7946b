import { Box } from '@mui/material'
import type { ReactNode } from 'react'
import type { Generation } from '../records.ts'
import { CatalogName } from '../ui/catalog-name.tsx'
import { RecordLink } from '../ui/record-link.tsx'
import { bytesText, costText, countOf, sizeText, statusWords, timeText } from '../ui/wording.ts'

interface Row {
  name: string
  /** What makes two versions differ in it. */
  keyOf: (version: Generation) => string | number | null
  show: (version: Generation) => ReactNode
}

const sizeOf = ({ picture, ...asked }: Generation) => sizeText(picture ?? asked)

const rows: Row[] = [
  {
    name: 'Model',
    keyOf: ({ modelId }) => modelId,
    show: ({ modelId }) => <CatalogName resource="models" id={modelId} />,
  },
  { name: 'Tier', keyOf: ({ tierId }) => tierId, show: ({ tierId }) => <CatalogName resource="tiers" id={tierId} /> },
  {
    name: 'Style',
    keyOf: ({ styleId }) => styleId,
    show: ({ styleId }) => <CatalogName resource="styles" id={styleId} />,
  },
  { name: 'Seed', keyOf: ({ seed }) => seed, show: ({ seed }) => seed ?? 'by chance' },
  {
    name: 'Size',
    keyOf: sizeOf,
    show: (version) => `${sizeOf(version)}${version.picture ? `, ${bytesText(version.picture.bytes)}` : ''}`,
  },
  {
    name: 'Cost',
    keyOf: ({ costUsd, credits }) => `${costUsd} ${credits}`,
    show: ({ costUsd, credits }) => `${costText(costUsd)}, ${countOf(credits, 'credit')}`,
  },
  {
    name: 'Release',
    keyOf: ({ releaseId }) => releaseId,
    show: ({ releaseId }) => (
      <RecordLink resource="releases" id={releaseId}>
        #{releaseId}
      </RecordLink>
    ),
  },
  {
    name: 'Came to',
    keyOf: ({ status, pictureDeletedAt }) => `${status} ${pictureDeletedAt !== null}`,
    show: ({ status, pictureDeletedAt }) => (pictureDeletedAt ? 'Picture deleted' : statusWords[status]),
  },
  { name: 'Made', keyOf: () => null, show: ({ createdAt, requestedBy }) => `${timeText(createdAt)} by ${requestedBy}` },
]

const cell = { textAlign: 'start', verticalAlign: 'top', py: 0.4, pr: 1.5, overflowWrap: 'anywhere' } as const

/** Two versions side by side. What differs is set in bold, and said to be so. */
export function VersionTable({
  before,
  after,
  names,
}: {
  before: Generation
  after: Generation
  names: [string, string]
}) {
  return (
    <Box component="table" sx={{ borderCollapse: 'collapse', width: '100%', tableLayout: 'fixed', fontSize: '0.9rem' }}>
      <Box component="thead">
        <tr>
          <Box component="td" sx={{ ...cell, width: { xs: 76, sm: 90 } }} />
          {names.map((name) => (
            <Box component="th" scope="col" key={name} sx={cell}>
              {name}
            </Box>
          ))}
        </tr>
      </Box>
      <tbody>
        {rows.map(({ name, keyOf, show }) => {
          const differs = keyOf(before) !== keyOf(after)
          const sx = { ...cell, fontWeight: differs ? 700 : 400, '& a': { fontWeight: 'inherit' } }
          return (
            <tr key={name}>
              <Box component="th" scope="row" sx={{ ...cell, fontWeight: 400, color: 'text.secondary' }}>
                {name}
              </Box>
              <Box component="td" sx={sx}>
                {show(before)}
              </Box>
              <Box component="td" sx={sx}>
                {show(after)}
              </Box>
            </tr>
          )
        })}
      </tbody>
    </Box>
  )
}
