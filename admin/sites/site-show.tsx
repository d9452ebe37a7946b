import EditIcon from '@mui/icons-material/EditOutlined'
import { Box, Button, Link, Skeleton, Typography } from '@mui/material'
import { Title, useGetList, useGetOne } from 'react-admin'
import { Link as RouterLink } from 'react-router-dom'
import { CountTile } from '../overview/count-tile.tsx'
import type { Account, Run, Site } from '../records.ts'
import { ActiveRunCard } from '../runs/active-runs.tsx'
import { RunStatusChip } from '../runs/run-status-chip.tsx'
import { goalOf } from '../runs/run-words.ts'
import { StartRunButton } from '../runs/start-run-button.tsx'
import { SiteSchedules } from '../schedules/site-schedules.tsx'
import { InEffectPanel } from '../ui/in-effect-panel.tsx'
import { Panel } from '../ui/panel.tsx'
import { ProblemNotice } from '../ui/problem-notice.tsx'
import { RecordLink } from '../ui/record-link.tsx'
import { RecordPage } from '../ui/record-page.tsx'
import { rowList } from '../ui/row-list.ts'
import { When } from '../ui/when.tsx'
import { costText, countOf, countText } from '../ui/wording.ts'

const listPath = (resource: string, filter: object): string =>
  `/${resource}?filter=${encodeURIComponent(JSON.stringify(filter))}`

/** How many articles of the site are in a state. */
function ArticleCount({
  siteId,
  name,
  state,
  alarming,
}: {
  siteId: number
  name: string
  state?: string
  alarming?: boolean
}) {
  const filter = { siteId, ...(state !== undefined && { state }) }
  const { total } = useGetList('contents', {
    filter,
    pagination: { page: 1, perPage: 1 },
    sort: { field: 'id', order: 'ASC' },
  })
  return (
    <CountTile
      name={name}
      value={total === undefined ? '…' : countText(total)}
      to={listPath('contents', filter)}
      alarming={alarming === true && (total ?? 0) > 0}
    />
  )
}

function ArticleCounts({ siteId }: { siteId: number }) {
  return (
    <Box sx={{ display: 'grid', gap: 1.5, gridTemplateColumns: 'repeat(auto-fit, minmax(140px, 1fr))' }}>
      <ArticleCount siteId={siteId} name="Articles" />
      <ArticleCount siteId={siteId} name="Complete" state="complete" />
      <ArticleCount siteId={siteId} name="Images missing" state="images_missing" />
      <ArticleCount siteId={siteId} name="No prompts yet" state="no_prompts" />
      <ArticleCount siteId={siteId} name="Failed" state="failed" alarming />
    </Box>
  )
}

function runText(run: Run): string {
  const { done, failed, wanted, noun } = goalOf(run)
  const counts = `${countText(done)} of ${countOf(wanted, noun)}`
  return [counts, failed > 0 ? `${countText(failed)} failed` : [], costText(run.costUsd)].flat().join(', ')
}

function LatestRuns({ siteId }: { siteId: number }) {
  const filter = { siteId }
  const { data, error, refetch } = useGetList<Run>('runs', {
    filter,
    pagination: { page: 1, perPage: 5 },
    sort: { field: 'id', order: 'DESC' },
  })
  const all = (
    <Button component={RouterLink} to={listPath('runs', filter)} size="small">
      All runs
    </Button>
  )
  return (
    <Panel title="Latest runs" action={data && data.length > 0 ? all : null}>
      {error ? <ProblemNotice error={error} onRetry={() => void refetch()} /> : null}
      {data || error ? null : <Skeleton variant="rounded" height={90} />}
      {data?.length === 0 ? (
        <Typography sx={{ color: 'text.secondary' }}>
          No run yet. “Fill what is missing” says what it would make, leave alone and cost before it begins.
        </Typography>
      ) : null}
      <Box component="ul" sx={rowList}>
        {data?.map((run) => (
          <li key={run.id}>
            <Box sx={{ display: 'flex', flexWrap: 'wrap', justifyContent: 'space-between', gap: 1 }}>
              <span>
                <RecordLink resource="runs" id={run.id}>
                  Run #{run.id}
                </RecordLink>{' '}
                by {run.startedBy} <When at={run.createdAt} />
              </span>
              <RunStatusChip status={run.status} />
            </Box>
            <Box sx={{ color: 'text.secondary', fontSize: '0.88rem' }}>
              {runText(run)}
              {run.endNote ? `. ${run.endNote}` : ''}
            </Box>
          </li>
        ))}
      </Box>
    </Panel>
  )
}

function SiteHead({ site }: { site: Site }) {
  const { data: account } = useGetOne<Account>('accounts', { id: site.accountId })
  return (
    <Box sx={{ display: 'flex', flexWrap: 'wrap', alignItems: 'center', justifyContent: 'space-between', gap: 1.5 }}>
      <Box sx={{ color: 'text.secondary', overflowWrap: 'anywhere' }}>
        {site.url ? (
          <>
            <Link href={site.url} target="_blank" rel="noreferrer">
              {site.url}
            </Link>
            , of{' '}
          </>
        ) : (
          'Of '
        )}
        <RecordLink resource="accounts" id={site.accountId}>
          {account?.name ?? `account #${site.accountId}`}
        </RecordLink>
      </Box>
      <Box sx={{ display: 'flex', flexWrap: 'wrap', gap: 1 }}>
        <Button component={RouterLink} to={`/sites/${site.id}`} variant="outlined" startIcon={<EditIcon />}>
          Edit
        </Button>
        <StartRunButton site={site} />
      </Box>
    </Box>
  )
}

function SitePage({ site }: { site: Site }) {
  return (
    <Box sx={{ display: 'grid', gridTemplateColumns: 'minmax(0, 1fr)', gap: 2, maxWidth: 1200 }}>
      <Title title={site.name} preferenceKey={false} />
      <SiteHead site={site} />
      <ActiveRunCard siteId={site.id} />
      <ArticleCounts siteId={site.id} />
      <Box
        sx={{
          display: 'grid',
          gap: 2,
          gridTemplateColumns: { xs: 'minmax(0, 1fr)', md: 'repeat(2, minmax(0, 1fr))' },
          alignItems: 'start',
        }}
      >
        <LatestRuns siteId={site.id} />
        <SiteSchedules siteId={site.id} />
      </Box>
      <InEffectPanel
        at="site"
        action={
          <Button component={RouterLink} to={`/sites/${site.id}`} size="small" startIcon={<EditIcon />}>
            Change
          </Button>
        }
      />
    </Box>
  )
}

/** One site: how far its articles are, what runs over it, and what begins by itself. */
export function SiteShow() {
  return <RecordPage<Site> noun="site" render={(site) => <SitePage site={site} />} />
}
