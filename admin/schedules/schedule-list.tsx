import ScheduleIcon from '@mui/icons-material/EventRepeatOutlined'
import OffIcon from '@mui/icons-material/PauseCircleOutlined'
import OnIcon from '@mui/icons-material/CheckCircleOutlined'
import { Box, Chip } from '@mui/material'
import { CreateButton, DataTable, List, ReferenceInput, SelectInput, TopToolbar } from 'react-admin'
import type { Schedule } from '../records.ts'
import { AutomationTabs } from '../runs/automation-tabs.tsx'
import { limitsText } from '../runs/run-words.ts'
import { narrowOnly, wideOnly } from '../ui/columns.ts'
import { EmptyState } from '../ui/empty-state.tsx'
import { ListError } from '../ui/list-error.tsx'
import { RecordLink } from '../ui/record-link.tsx'
import { NextTimes, ScheduleRhythm } from './schedule-times.tsx'

const Col = DataTable.Col<Schedule>

const filters = [
  <ReferenceInput key="siteId" source="siteId" reference="sites" perPage={100} alwaysOn>
    <SelectInput label="Site" emptyText="All sites" />
  </ReferenceInput>,
]

const actions = (
  <TopToolbar>
    <CreateButton label="New schedule" variant="contained" />
  </TopToolbar>
)

const empty = (
  <EmptyState
    icon={<ScheduleIcon />}
    title="No schedule yet"
    action={<CreateButton label="New schedule" variant="contained" size="medium" />}
  >
    A schedule starts runs of a site by itself, such as every weekday at six, each within the limits you give it.
  </EmptyState>
)

export function ScheduleSwitchChip({ schedule }: { schedule: Schedule }) {
  return schedule.isEnabled ? (
    <Chip size="small" variant="outlined" color="success" icon={<OnIcon />} label="On" />
  ) : (
    <Chip size="small" variant="outlined" icon={<OffIcon />} label="Off" />
  )
}

function ScheduleName({ schedule }: { schedule: Schedule }) {
  return (
    <Box sx={{ minWidth: 0 }}>
      <RecordLink resource="schedules" id={schedule.id} view="edit">
        {schedule.siteName}
      </RecordLink>
      <Box>
        <ScheduleRhythm schedule={schedule} />
      </Box>
      <Box sx={{ color: 'text.secondary', fontSize: '0.82rem' }}>
        {schedule.lastStage === 'prompts' ? 'Only prompts, ' : ''}
        {limitsText(schedule.limits)}
      </Box>
      <Box sx={narrowOnly}>
        <ScheduleSwitchChip schedule={schedule} />
        <NextTimes schedule={{ ...schedule, nextTimes: schedule.nextTimes.slice(0, 1) }} />
      </Box>
    </Box>
  )
}

/** What begins by itself, and when. */
export function ScheduleList() {
  return (
    <>
      <AutomationTabs current="schedules" />
      <List<Schedule>
        filters={filters}
        actions={actions}
        empty={empty}
        error={<ListError />}
        exporter={false}
        perPage={25}
        sort={{ field: 'id', order: 'DESC' }}
        storeKey="schedules.list"
        title="Schedules"
      >
        <DataTable<Schedule> bulkActionButtons={false} rowClick="edit">
          <Col source="id" label="Schedule" render={(schedule) => <ScheduleName schedule={schedule} />} />
          <Col
            label="Switched"
            disableSort
            sx={wideOnly}
            render={(schedule) => <ScheduleSwitchChip schedule={schedule} />}
          />
          <Col source="nextAt" label="Next" sx={wideOnly} render={(schedule) => <NextTimes schedule={schedule} />} />
          <Col
            label="Last time"
            disableSort
            sx={{ ...wideOnly, maxWidth: 300 }}
            render={(schedule) => schedule.lastOutcome ?? 'Not due yet'}
          />
        </DataTable>
      </List>
    </>
  )
}
