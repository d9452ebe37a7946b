import { Box, Typography } from '@mui/material'
import { NumberInput, ReferenceInput, SelectInput } from 'react-admin'

const displayName = (record: { id: string; spec?: { display_name?: string } }): string =>
  record.spec?.display_name ?? record.id
/** An empty choice says what holds instead. */
const showsEmpty = { select: { displayEmpty: true }, inputLabel: { shrink: true } }
const formats = ['webp', 'png', 'jpeg'].map((id) => ({ id, name: id }))

/** The settings a level may say something about. Left empty, the next level up decides. */
export function OverrideInputs({ above }: { above: string }) {
  const inherited = `As ${above}`
  return (
    <Box component="fieldset" sx={{ border: 0, p: 0, m: 0, mt: 2, width: '100%' }}>
      <Typography component="legend" variant="h3" sx={{ p: 0, mb: 0.5 }}>
        Image settings
      </Typography>
      <Typography sx={{ color: 'text.secondary', mb: 1.5, fontSize: '0.9rem' }}>
        What is left empty is taken from {above}.
      </Typography>
      <Box sx={{ display: 'grid', gridTemplateColumns: { xs: '1fr', sm: '1fr 1fr' }, columnGap: 2 }}>
        <NumberInput
          source="imagesPerArticle"
          label="In-article images"
          min={1}
          max={8}
          step={1}
          placeholder={inherited}
          slotProps={{ inputLabel: { shrink: true } }}
          helperText="1 to 8; the featured image comes on top"
        />
        <ReferenceInput source="tierId" reference="tiers" perPage={100} sort={{ field: 'position', order: 'ASC' }}>
          <SelectInput
            label="Tier"
            optionText={displayName}
            emptyText={inherited}
            helperText={false}
            slotProps={showsEmpty}
          />
        </ReferenceInput>
        <ReferenceInput source="styleId" reference="styles" perPage={100} sort={{ field: 'position', order: 'ASC' }}>
          <SelectInput
            label="Style"
            optionText={displayName}
            emptyText={inherited}
            helperText={false}
            slotProps={showsEmpty}
          />
        </ReferenceInput>
        <SelectInput
          source="format"
          label="File format"
          choices={formats}
          emptyText={inherited}
          helperText={false}
          slotProps={showsEmpty}
        />
      </Box>
    </Box>
  )
}
