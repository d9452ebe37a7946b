import ReleasesIcon from '@mui/icons-material/HistoryOutlined'
import { Box } from '@mui/material'
import { DataTable, List } from 'react-admin'
import type { Release } from '../records.ts'
import { Commit } from '../ui/commit.tsx'
import { narrowOnly, wideOnly } from '../ui/columns.ts'
import { EmptyState } from '../ui/empty-state.tsx'
import { ListError } from '../ui/list-error.tsx'
import { RecordLink } from '../ui/record-link.tsx'
import { When } from '../ui/when.tsx'
import { countOf } from '../ui/wording.ts'
import { DriftPanel } from './drift-panel.tsx'
import { ReleaseBadges } from './release-badges.tsx'
import { changesOf } from './release-plan.tsx'

const Col = DataTable.Col<Release>

const countText = (release: Release): string => {
  const changes = changesOf(release.plan)
  return changes ? countOf(changes.length, 'change') : '–'
}

/** Every state of the catalog that was applied, newest first, below what the database says otherwise. */
export function ReleaseList() {
  return (
    <Box sx={{ display: 'grid', gridTemplateColumns: 'minmax(0, 1fr)', mt: 2 }}>
      <DriftPanel />
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
              <>
                <RecordLink resource="releases" id={release.id}>
                  #{release.id}
                </RecordLink>
                <Box sx={narrowOnly}>
                  <When at={release.createdAt} />
                  <span>{countText(release)}</span>
                  <Commit release={release} />
                  <ReleaseBadges release={release} />
                </Box>
              </>
            )}
          />
          <Col
            source="createdAt"
            label="Applied"
            sx={wideOnly}
            disableSort
            render={(release) => <When at={release.createdAt} />}
          />
          <Col
            label="Changes"
            sx={wideOnly}
            disableSort
            render={(release) => <Box sx={{ whiteSpace: 'nowrap' }}>{countText(release)}</Box>}
          />
          <Col source="actor" sx={wideOnly} label="By" disableSort />
          <Col label="Commit" sx={wideOnly} disableSort render={(release) => <Commit release={release} />} />
          <Col label="Notes" sx={wideOnly} disableSort render={(release) => <ReleaseBadges release={release} />} />
        </DataTable>
      </List>
    </Box>
  )
}
