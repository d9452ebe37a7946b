import { Box, Button, Typography } from '@mui/material'
import { useGetList } from 'react-admin'
import { Link } from 'react-router-dom'
import type { Schedule } from '../records.ts'
import { Panel } from '../ui/panel.tsx'
import { ProblemNotice } from '../ui/problem-notice.tsx'
import { RecordLink } from '../ui/record-link.tsx'
import { rowList } from '../ui/row-list.ts'
import { cronText } from './cron.ts'
import { ScheduleTime } from './schedule-times.tsx'

/** More than a site has. */
const schedulesMax = 100

function ScheduleRow({ schedule }: { schedule: Schedule }) {
  return (
    <li>
      <RecordLink resource="schedules" id={schedule.id} view="edit">
        {cronText(schedule.cron)}
      </RecordLink>{' '}
      <Box component="span" sx={{ color: 'text.secondary' }}>
        {schedule.timeZone}
      </Box>
      <Box sx={{ fontSize: '0.88rem' }}>
        {schedule.nextAt ? (
          <>
            Next: <ScheduleTime at={schedule.nextAt} timeZone={schedule.timeZone} />
          </>
        ) : (
          'Switched off'
        )}
      </Box>
      {schedule.lastOutcome ? (
        <Box sx={{ color: 'text.secondary', fontSize: '0.88rem' }}>Last time: {schedule.lastOutcome}</Box>
      ) : null}
    </li>
  )
}

/** What begins by itself on a site. */
export function SiteSchedules({ siteId }: { siteId: number }) {
  const { data, error, refetch } = useGetList<Schedule>('schedules', {
    filter: { siteId },
    pagination: { page: 1, perPage: schedulesMax },
    sort: { field: 'id', order: 'ASC' },
  })
  const add = (
    <Button
      component={Link}
      to={`/schedules/create?source=${encodeURIComponent(JSON.stringify({ siteId }))}`}
      size="small"
    >
      New schedule
    </Button>
  )
  return (
    <Panel title="Schedules" action={add}>
      {error ? <ProblemNotice error={error} onRetry={() => void refetch()} /> : null}
      {data?.length === 0 ? (
        <Typography sx={{ color: 'text.secondary' }}>
          Nothing begins by itself. A schedule starts runs, such as every morning.
        </Typography>
      ) : null}
      {data && data.length > 0 ? (
        <Box component="ul" sx={rowList}>
          {data.map((schedule) => (
            <ScheduleRow key={schedule.id} schedule={schedule} />
          ))}
        </Box>
      ) : null}
    </Panel>
  )
}
