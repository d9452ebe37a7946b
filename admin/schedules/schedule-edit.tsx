import { Box, Link } from '@mui/material'
import { SimpleForm, Title, useNotify, useUpdate } from 'react-admin'
import { Link as RouterLink } from 'react-router-dom'
import { problemOf } from '../api-client.ts'
import type { Schedule } from '../records.ts'
import { Fact, Facts } from '../ui/facts.tsx'
import { Panel } from '../ui/panel.tsx'
import { RecordLink } from '../ui/record-link.tsx'
import { RecordPage } from '../ui/record-page.tsx'
import { SaveToolbar } from '../ui/save-toolbar.tsx'
import { When } from '../ui/when.tsx'
import { DeleteScheduleButton } from './delete-schedule-button.tsx'
import { ScheduleInputs } from './schedule-inputs.tsx'
import { NextTimes } from './schedule-times.tsx'

/** A schedule as the API takes it back: its limits beside the rest. */
function formOf({ id, cron, timeZone, isEnabled, lastStage, limits }: Schedule) {
  return { id, cron, timeZone, isEnabled, lastStage, ...limits }
}

type ScheduleForm = ReturnType<typeof formOf>

const runsOf = (schedule: Schedule): string =>
  `/runs?filter=${encodeURIComponent(JSON.stringify({ scheduleId: schedule.id }))}`

function ScheduleFacts({ schedule }: { schedule: Schedule }) {
  return (
    <Facts>
      <Fact name="Site">
        <RecordLink resource="sites" id={schedule.siteId}>
          {schedule.siteName}
        </RecordLink>
      </Fact>
      <Fact name="Next">
        <NextTimes schedule={schedule} />
      </Fact>
      <Fact name="Last time">
        {schedule.lastDueAt ? (
          <>
            <When at={schedule.lastDueAt} />
            {schedule.lastOutcome ? `: ${schedule.lastOutcome}` : ''}
          </>
        ) : (
          'It has not been due yet'
        )}
      </Fact>
      <Fact name="Its runs">
        <Link component={RouterLink} to={runsOf(schedule)}>
          All runs that it started
        </Link>
      </Fact>
      <Fact name="Made">
        by {schedule.createdBy} <When at={schedule.createdAt} />
      </Fact>
    </Facts>
  )
}

/** Saves what was changed. What the server refuses is said at the field it is about. */
function useSave(schedule: Schedule) {
  const [update] = useUpdate()
  const notify = useNotify()
  return async (data: Partial<ScheduleForm>) => {
    try {
      await update(
        'schedules',
        { id: schedule.id, data, previousData: formOf(schedule) },
        { mutationMode: 'pessimistic', returnPromise: true },
      )
      notify('Saved.', { type: 'success' })
      return undefined
    } catch (error) {
      const fields = problemOf(error)?.errors
      if (fields && Object.keys(fields).length > 0) return fields
      notify(error instanceof Error ? error.message : String(error), { type: 'error' })
      return undefined
    }
  }
}

function SchedulePage({ schedule }: { schedule: Schedule }) {
  const save = useSave(schedule)
  return (
    <Box sx={{ display: 'grid', gridTemplateColumns: 'minmax(0, 1fr)', gap: 2, maxWidth: 720 }}>
      <Title title={`Schedule of ${schedule.siteName}`} preferenceKey={false} />
      <Panel title="As it stands" action={<DeleteScheduleButton schedule={schedule} />}>
        <ScheduleFacts schedule={schedule} />
      </Panel>
      <Panel sx={{ '&&': { p: 0 } }}>
        <SimpleForm
          noValidate
          record={formOf(schedule)}
          onSubmit={save}
          toolbar={<SaveToolbar />}
          resetOptions={{ keepDirtyValues: true }}
        >
          <ScheduleInputs />
        </SimpleForm>
      </Panel>
    </Box>
  )
}

/** One schedule: when it is due, what came of it, and how to change it. */
export function ScheduleEdit() {
  return <RecordPage<Schedule> noun="schedule" render={(schedule) => <SchedulePage schedule={schedule} />} />
}
