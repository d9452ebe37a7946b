import AutomationIcon from '@mui/icons-material/AutoModeOutlined'
import { Box } from '@mui/material'
import { DataTable, List, ReferenceInput, SelectInput, TopToolbar } from 'react-admin'
import { useLookEvery } from '../live/look-every.ts'
import type { Run } from '../records.ts'
import { narrowOnly, wideOnly } from '../ui/columns.ts'
import { EmptyState } from '../ui/empty-state.tsx'
import { FacetChips } from '../ui/facet-chips.tsx'
import { ListError } from '../ui/list-error.tsx'
import { RecordLink } from '../ui/record-link.tsx'
import { When } from '../ui/when.tsx'
import { costText } from '../ui/wording.ts'
import { AutomationTabs } from './automation-tabs.tsx'
import { RunProgressLine } from './run-bar.tsx'
import { RunStatusChip } from './run-status-chip.tsx'
import { isOver, runStatusWords } from './run-words.ts'
import { StartRunButton } from './start-run-button.tsx'

const Col = DataTable.Col<Run>

const statuses = [
  { value: undefined, label: 'All' },
  ...Object.entries(runStatusWords).map(([value, label]) => ({ value, label })),
]

const filters = [
  <ReferenceInput key="siteId" source="siteId" reference="sites" perPage={100} alwaysOn>
    <SelectInput label="Site" emptyText="All sites" />
  </ReferenceInput>,
  <ReferenceInput key="scheduleId" source="scheduleId" reference="schedules" perPage={100}>
    <SelectInput label="Schedule" emptyText="All schedules" />
  </ReferenceInput>,
]

const actions = (
  <TopToolbar>
    <StartRunButton text="New run" />
  </TopToolbar>
)

const empty = (
  <EmptyState icon={<AutomationIcon />} title="No run yet" action={<StartRunButton />}>
    A run goes over all articles of a site: it writes the prompts that are missing, then makes the images that are
    missing, and never touches what is there. Before it begins you see what it would make, leave alone and cost.
  </EmptyState>
)

/** What else there is to say: what it waits for, or why it ended. */
function noteOf(run: Run): string | null {
  return isOver(run) ? run.endNote : (run.waitReason ?? run.endNote)
}

function RunName({ run }: { run: Run }) {
  const note = noteOf(run)
  return (
    <Box sx={{ minWidth: 0, maxWidth: 420 }}>
      <RecordLink resource="runs" id={run.id}>
        #{run.id} {run.siteName}
      </RecordLink>
      <Box sx={{ color: 'text.secondary', fontSize: '0.82rem' }}>
        by {run.startedBy} · <When at={run.createdAt} />
      </Box>
      {note ? <Box sx={{ mt: 0.25, fontSize: '0.86rem', overflowWrap: 'anywhere' }}>{note}</Box> : null}
      <Box sx={narrowOnly}>
        <RunStatusChip status={run.status} />
        <span>{costText(run.costUsd)}</span>
      </Box>
      <Box sx={{ display: { md: 'none' }, mt: 1 }}>
        <RunProgressLine run={run} />
      </Box>
    </Box>
  )
}

/** All runs, the newest first. */
export function RunList() {
  const refetchInterval = useLookEvery(5_000)
  return (
    <>
      <AutomationTabs current="runs" />
      <List<Run>
        filters={filters}
        actions={actions}
        empty={empty}
        error={<ListError />}
        exporter={false}
        perPage={25}
        queryOptions={{
          refetchInterval: ({ state }) => (state.data?.data.some((run) => !isOver(run)) ? refetchInterval : false),
        }}
        sort={{ field: 'id', order: 'DESC' }}
        storeKey="runs.list"
        title="Automation"
      >
        <Box sx={{ px: 2, pt: 1.5 }}>
          <FacetChips source="status" facets={statuses} label="Status" />
        </Box>
        <DataTable<Run> bulkActionButtons={false} rowClick="show">
          <Col source="id" label="Run" render={(run) => <RunName run={run} />} />
          <Col label="Status" disableSort sx={wideOnly} render={(run) => <RunStatusChip status={run.status} />} />
          <Col label="Progress" disableSort sx={wideOnly} render={(run) => <RunProgressLine run={run} />} />
          <Col
            label="Cost"
            disableSort
            sx={{ ...wideOnly, whiteSpace: 'nowrap' }}
            render={(run) => costText(run.costUsd)}
          />
          <Col label="Over" disableSort sx={wideOnly} render={(run) => <When at={run.finishedAt} />} />
        </DataTable>
      </List>
    </>
  )
}
