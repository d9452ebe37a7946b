import { Create, ReferenceInput, SelectInput, SimpleForm, required } from 'react-admin'
import type { Schedule } from '../records.ts'
import { noLimits } from '../runs/limits.ts'
import { SaveToolbar } from '../ui/save-toolbar.tsx'
import { ScheduleInputs } from './schedule-inputs.tsx'
import { ownTimeZone } from './time-zones.ts'

const everyMorning = '0 6 * * *'

/** A new schedule. What the server refuses of it appears at the field it is about. */
export function ScheduleCreate() {
  const defaults = { ...noLimits, cron: everyMorning, timeZone: ownTimeZone(), isEnabled: true }
  return (
    <Create<Schedule> mutationMode="pessimistic" redirect="edit" title="New schedule" sx={{ maxWidth: 720 }}>
      <SimpleForm noValidate defaultValues={defaults} toolbar={<SaveToolbar />}>
        <ReferenceInput source="siteId" reference="sites" perPage={100} sort={{ field: 'name', order: 'ASC' }}>
          <SelectInput label="Site" validate={required()} fullWidth helperText={false} />
        </ReferenceInput>
        <ScheduleInputs />
      </SimpleForm>
    </Create>
  )
}
