import { Box } from '@mui/material'
import { NumberInput, RadioButtonGroupInput } from 'react-admin'
import { limitNames, limitProblem, limitRules } from './limits.ts'

const stages = [
  { id: 'images', name: 'Prompts and images' },
  { id: 'prompts', name: 'Only prompts' },
]

/** How far a run goes: to the pictures, or only to what they are to show. */
export function LastStageInput() {
  return <RadioButtonGroupInput source="lastStage" label="Makes" choices={stages} row helperText={false} />
}

/** What may be used up at most. Each may be left empty. */
export function LimitInputs() {
  return (
    <Box
      component="fieldset"
      sx={{
        border: 0,
        p: 0,
        m: 0,
        width: '100%',
        display: 'grid',
        gridTemplateColumns: '1fr 1fr',
        columnGap: 2,
      }}
    >
      <Box component="legend" sx={{ p: 0, color: 'text.secondary', fontSize: '0.9rem' }}>
        Ends at the latest with, where not left empty
      </Box>
      {limitNames.map((name) => (
        <NumberInput
          key={name}
          source={name}
          label={limitRules[name].label}
          placeholder="No limit"
          helperText={limitRules[name].hint}
          min={limitRules[name].isWhole ? 1 : 0}
          step={limitRules[name].isWhole ? 1 : 'any'}
          validate={(value: unknown) => limitProblem(name, value)}
          slotProps={{ inputLabel: { shrink: true } }}
        />
      ))}
    </Box>
  )
}
