import ReleasesIcon from '@mui/icons-material/HistoryOutlined'
import { Box, Chip } from '@mui/material'
import { DataTable, List, Title } from 'react-admin'
import type { Release } from '../records.ts'
import { monospace } from '../theme.ts'
import { CopyButton } from '../ui/copy-button.tsx'
import { wideOnly } from '../ui/columns.ts'
import { EmptyState } from '../ui/empty-state.tsx'
import { Fact, Facts } from '../ui/facts.tsx'
import { ListError } from '../ui/list-error.tsx'
import { Panel } from '../ui/panel.tsx'
import { RecordPage } from '../ui/record-page.tsx'
import { RecordLink } from '../ui/record-link.tsx'
import { When } from '../ui/when.tsx'
import { timeText } from '../ui/wording.ts'
import { ReleasePlan } from './release-plan.tsx'

const Col = DataTable.Col<Release>

function Commit({ release }: { release: Release }) {
  if (!release.gitCommit) return <span>not from Git</span>
  return (
    <span>
      <Box component="code" sx={{ fontFamily: monospace, fontSize: '0.85rem' }}>
        {release.gitCommit.slice(0, 10)}
      </Box>
      <CopyButton text={release.gitCommit} label="Copy the commit" />
      {release.gitBranch ? ` on ${release.gitBranch} ` : null}
      {release.gitDirty ? <Chip size="small" variant="outlined" color="warning" label="uncommitted changes" /> : null}
    </span>
  )
}

/** Every state of the catalog that was applied, newest first. */
export function ReleaseList() {
  return (
    <List<Release>
      actions={false}
      exporter={false}
      perPage={25}
      error={<ListError />}
      sort={{ field: 'id', order: 'DESC' }}
      storeKey="releases.list"
      title="Releases"
      empty={
        <EmptyState icon={<ReleasesIcon />} title="No catalog was applied yet">
          Run sync-config to bring the database to what the files say.
        </EmptyState>
      }
    >
      <DataTable<Release> bulkActionButtons={false} rowClick="show">
        <Col
          source="id"
          label="Release"
          render={(release) => (
            <RecordLink resource="releases" id={release.id}>
              #{release.id}
            </RecordLink>
          )}
        />
        <Col source="createdAt" label="Applied" disableSort render={(release) => <When at={release.createdAt} />} />
        <Col source="actor" sx={wideOnly} label="By" disableSort />
        <Col label="Commit" disableSort render={(release) => <Commit release={release} />} />
      </DataTable>
    </List>
  )
}

function ReleasePage({ release }: { release: Release }) {
  return (
    <Box sx={{ display: 'grid', gap: 2, maxWidth: 980 }}>
      <Title title={`Release #${release.id}`} preferenceKey={false} />
      <Panel>
        <Facts>
          <Fact name="Applied">{timeText(release.createdAt)}</Fact>
          <Fact name="By">{release.actor}</Fact>
          <Fact name="Commit">
            <Commit release={release} />
          </Fact>
          <Fact name="Hash of the catalog">
            <Box component="code" sx={{ fontFamily: monospace, fontSize: '0.85rem' }}>
              {release.catalogHash}
            </Box>
          </Fact>
        </Facts>
      </Panel>
      <Panel title="What it changed">
        <ReleasePlan plan={release.plan} />
      </Panel>
    </Box>
  )
}

/** One release and what it changed. */
export function ReleaseShow() {
  return <RecordPage<Release> noun="release" render={(release) => <ReleasePage release={release} />} />
}
