import { Box, Typography } from '@mui/material'
import { AutocompleteInput, BooleanInput, required } from 'react-admin'
import { useWatch } from 'react-hook-form'
import { LastStageInput, LimitInputs } from '../runs/limit-inputs.tsx'
import { CronInput } from './cron-input.tsx'
import type { Rule } from './foreseen-times.tsx'
import { ForeseenTimes, useForeseenTimes } from './foreseen-times.tsx'
import { timeZones } from './time-zones.ts'

const zones = timeZones().map((id) => ({ id, name: id.replaceAll('_', ' ') }))

/** When, in which zone, how far and within which limits. */
export function ScheduleInputs() {
  const [cron, timeZone] = useWatch<Rule, ['cron', 'timeZone']>({ name: ['cron', 'timeZone'] })
  const foreseen = useForeseenTimes({ cron, timeZone })
  return (
    <>
      <CronInput refusal={foreseen.problems['cron']} />
      <AutocompleteInput
        source="timeZone"
        choices={zones}
        validate={required()}
        fullWidth
        helperText="The clock that these times are read from"
      />
      <ForeseenTimes foreseen={foreseen} />
      <BooleanInput source="isEnabled" label="Starts runs" helperText={false} />
      <Box sx={{ mt: 1, width: '100%' }}>
        <Typography variant="h3" sx={{ mb: 0.5 }}>
          Each of its runs
        </Typography>
        <LastStageInput />
        <LimitInputs />
      </Box>
    </>
  )
}
