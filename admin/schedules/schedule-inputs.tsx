import { Box, Typography } from '@mui/material'
import { AutocompleteInput, BooleanInput, required } from 'react-admin'
import { LastStageInput, LimitInputs } from '../runs/limit-inputs.tsx'
import { CronInput } from './cron-input.tsx'
import { timeZones } from './time-zones.ts'

const zones = timeZones().map((id) => ({ id, name: id.replaceAll('_', ' ') }))

/** When, in which zone, how far and within which limits. */
export function ScheduleInputs() {
  return (
    <>
      <CronInput />
      <AutocompleteInput
        source="timeZone"
        choices={zones}
        validate={required()}
        fullWidth
        helperText="The clock that these times are read from"
      />
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
