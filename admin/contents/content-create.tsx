import { Box } from '@mui/material'
import { Create, ReferenceInput, SelectInput, SimpleForm, TextInput, required, useGetList } from 'react-admin'
import type { Content, Site } from '../records.ts'
import { OverrideInputs } from '../ui/override-inputs.tsx'
import { statusChoices } from './content-status.tsx'
import { SourceInput } from './source-input.tsx'

const sourceFormats = [
  { id: 'markdown', name: 'Markdown' },
  { id: 'html', name: 'HTML' },
]

/** A new article from pasted or uploaded text. Refusals of the server appear at the field they are about. */
export function ContentCreate() {
  const { data: sites } = useGetList<Site>('sites', {
    pagination: { page: 1, perPage: 1 },
    sort: { field: 'id', order: 'ASC' },
  })
  const firstSite = sites?.[0]
  return (
    <Create<Content> mutationMode="pessimistic" redirect="show" title="New article" sx={{ maxWidth: 900 }}>
      <SimpleForm noValidate defaultValues={{ sourceFormat: 'markdown', status: 'ready', siteId: firstSite?.id }}>
        <SourceInput />
        <Box sx={{ display: 'grid', gridTemplateColumns: { xs: '1fr', sm: '2fr 1fr' }, columnGap: 2, width: '100%' }}>
          <ReferenceInput source="siteId" reference="sites" perPage={100} sort={{ field: 'name', order: 'ASC' }}>
            <SelectInput label="Site" validate={required()} helperText={false} />
          </ReferenceInput>
          <SelectInput
            source="sourceFormat"
            label="Format"
            choices={sourceFormats}
            validate={required()}
            helperText={false}
          />
        </Box>
        <TextInput source="title" label="Title" fullWidth helperText="Left empty, it is taken from the article" />
        <SelectInput
          source="status"
          choices={statusChoices.filter(({ id }) => id !== 'archived')}
          validate={required()}
          helperText={false}
          fullWidth
        />
        <OverrideInputs level="content" />
      </SimpleForm>
    </Create>
  )
}
