import { Alert, Box, Skeleton, Typography } from '@mui/material'
import type { ReactNode } from 'react'
import { useRecordContext } from 'react-admin'
import type { EffectiveSettings } from '../records.ts'
import { useEffectiveSettings } from './effective-settings-query.ts'
import { Panel } from './panel.tsx'
import { ProblemNotice } from './problem-notice.tsx'
import { SettingsChain } from './settings-chain.tsx'
import { SettingsInEffect } from './settings-in-effect.tsx'
import { countOf } from './wording.ts'

const hints = {
  keyword: 'As saved, for its articles that set nothing themselves.',
  site: 'As saved, for its articles that set nothing themselves and have no keyword that does.',
  account: 'As saved, for articles where neither they, their keyword nor their site set anything.',
}
const nouns = { site: 'site', keyword: 'keyword', content: 'article' } as const

/** What is set further down although it may not be any more. */
function NotAllowedBelow({ below }: { below: EffectiveSettings['below'] }) {
  if (below.length === 0) return null
  return (
    <Alert severity="info" variant="outlined" sx={{ mt: 1.5 }}>
      Set further down, and no longer allowed:
      <Box component="ul" sx={{ m: 0, mt: 0.5, pl: 2.25 }}>
        {below.map(({ level, count, problem }) => (
          <li key={`${level} ${problem}`}>
            {countOf(count, nouns[level])}: {problem}
          </li>
        ))}
      </Box>
    </Alert>
  )
}

/** The settings in effect at the record of the page. */
export function InEffectPanel({ at, action }: { at: keyof typeof hints; action?: ReactNode }) {
  const record = useRecordContext<{ id: number; updatedAt: string }>()
  const { data, error, refetch } = useEffectiveSettings(at, record?.id, record?.updatedAt)
  return (
    <Panel title="In effect" action={action} sx={{ minWidth: 0 }}>
      <Typography sx={{ color: 'text.secondary', fontSize: '0.85rem', mt: -1, mb: 1 }}>{hints[at]}</Typography>
      {data ? (
        <>
          <SettingsInEffect settings={data} at={at} />
          <NotAllowedBelow below={data.below} />
          <SettingsChain settings={data} at={at} />
        </>
      ) : error ? (
        <ProblemNotice error={error} title="The settings could not be read" onRetry={() => void refetch()} />
      ) : (
        <Skeleton variant="rounded" height={260} aria-label="Reading the settings" />
      )}
    </Panel>
  )
}

/** Puts the panel beside a form, and under it where there is no room. */
export const besideForm = {
  maxWidth: 1120,
  '& .RaEdit-main': {
    display: 'grid',
    gap: 2,
    alignItems: 'start',
    gridTemplateColumns: { xs: 'minmax(0, 1fr)', lg: 'minmax(0, 1fr) 360px' },
  },
}
