import { Box, Skeleton, Typography } from '@mui/material'
import { useQuery } from '@tanstack/react-query'
import { Title, useDataProvider, useGetList, useGetMany } from 'react-admin'
import { ImageTile, tileGrid } from '../images/image-tile.tsx'
import type { ConsoleProvider } from '../data-provider.ts'
import type { Generation, Image, Overview as OverviewAnswer } from '../records.ts'
import { ModeBadge } from '../ui/mode-badge.tsx'
import { Panel } from '../ui/panel.tsx'
import { ProblemNotice } from '../ui/problem-notice.tsx'
import { RecordLink } from '../ui/record-link.tsx'
import { When } from '../ui/when.tsx'
import { costText, countText } from '../ui/wording.ts'
import { ActiveRunsPanel } from '../runs/active-runs.tsx'
import { CountTile } from './count-tile.tsx'
import { LatestFailures } from './latest-failures.tsx'
import { NoticeList } from './notice-list.tsx'
import { StartHere } from './start-here.tsx'
import { WorkerTile } from './worker-tile.tsx'

const listPath = (resource: string, filter: Record<string, string>): string =>
  `/${resource}?filter=${encodeURIComponent(JSON.stringify(filter))}`

function Counts({ overview }: { overview: OverviewAnswer }) {
  const { counts, costUsd24h } = overview
  return (
    <Box sx={{ display: 'grid', gap: 1.5, gridTemplateColumns: 'repeat(auto-fit, minmax(150px, 1fr))' }}>
      <CountTile name="Running" value={countText(counts.running)} to={listPath('generations', { status: 'running' })} />
      <CountTile name="Queued" value={countText(counts.queued)} to={listPath('generations', { status: 'queued' })} />
      <CountTile
        name="Failed in 24 h"
        value={countText(counts.failed24h)}
        to={listPath('generations', { status: 'failed' })}
        alarming={counts.failed24h > 0}
      />
      <CountTile
        name="Made in 24 h"
        value={countText(counts.succeeded24h)}
        to={listPath('generations', { status: 'succeeded' })}
      />
      <CountTile name="Cost in 24 h" value={costText(costUsd24h)} to="/generations" />
      <CountTile
        name="Images missing"
        value={countText(counts.imagesMissing)}
        to={listPath('contents', { state: 'images_missing' })}
      />
      <WorkerTile />
    </Box>
  )
}

function Surroundings({ overview }: { overview: OverviewAnswer }) {
  const { release, providers } = overview
  return (
    <Panel title="Providers and catalog">
      <Box component="ul" sx={{ m: 0, p: 0, listStyle: 'none', display: 'grid', gap: 1 }}>
        {providers.map((provider) => (
          <Box component="li" key={provider.id} sx={{ display: 'flex', justifyContent: 'space-between', gap: 1 }}>
            <RecordLink resource="providers" id={provider.id}>
              {provider.displayName}
            </RecordLink>
            <ModeBadge mode={provider.mode} />
          </Box>
        ))}
      </Box>
      <Typography sx={{ mt: 2, pt: 2, borderTop: 1, borderColor: 'divider', color: 'text.secondary' }}>
        {release ? (
          <>
            Catalog{' '}
            <RecordLink resource="releases" id={release.id}>
              release #{release.id}
            </RecordLink>
            {release.gitCommit ? `, commit ${release.gitCommit.slice(0, 10)}` : ''}, applied{' '}
            <When at={release.createdAt} />
          </>
        ) : (
          'No catalog was applied yet. Run sync-config.'
        )}
      </Typography>
    </Panel>
  )
}

/** The images whose newest pictures were made last; each once, however often it was made again. */
function useLatestPictures(count: number) {
  const { data: made, isPending } = useGetList<Generation>('generations', {
    filter: { status: 'succeeded' },
    pagination: { page: 1, perPage: count },
    sort: { field: 'id', order: 'DESC' },
  })
  const ids = [...new Set(made?.map((generation) => generation.imageId))]
  const { data: found = [] } = useGetMany<Image>('images', { ids }, { enabled: ids.length > 0 })
  return { pictures: found.filter((image) => image?.current), noPicture: made?.length === 0, isPending }
}

function OverviewPage({ overview }: { overview: OverviewAnswer }) {
  const { pictures, noPicture, isPending } = useLatestPictures(8)
  const columns = noPicture && overview.counts.failed24h === 0 ? 'minmax(0, 1fr)' : 'minmax(0, 1fr) 360px'
  return (
    <Box sx={{ display: 'grid', gap: 2 }}>
      <NoticeList notices={overview.notices} />
      {noPicture ? <StartHere /> : null}
      <Counts overview={overview} />
      <ActiveRunsPanel />
      <Box
        sx={{
          display: 'grid',
          gap: 2,
          gridTemplateColumns: { xs: 'minmax(0, 1fr)', lg: columns },
          alignItems: 'start',
        }}
      >
        <Box sx={{ display: 'grid', gap: 2 }}>
          {overview.counts.failed24h > 0 ? <LatestFailures /> : null}
          {pictures.length > 0 ? (
            <Panel title="Latest pictures">
              <Box sx={tileGrid}>
                {pictures.map((image) => (
                  <ImageTile key={image.id} image={image} />
                ))}
              </Box>
            </Panel>
          ) : null}
          {isPending ? <Skeleton variant="rounded" height={320} /> : null}
        </Box>
        <Surroundings overview={overview} />
      </Box>
    </Box>
  )
}

/** How things stand: problems first, then work, then what was made. */
export function Overview() {
  const provider = useDataProvider<ConsoleProvider>()
  const { data, error, refetch } = useQuery({
    queryKey: ['overview'],
    queryFn: ({ signal }) => provider.readOverview(signal),
  })
  return (
    <>
      <Title title="ra.page.dashboard" preferenceKey={false} />
      {error ? (
        <ProblemNotice error={error} title="The overview could not be read" onRetry={() => void refetch()} />
      ) : null}
      {data ? <OverviewPage overview={data} /> : error ? null : <Skeleton variant="rounded" height={96} />}
    </>
  )
}
