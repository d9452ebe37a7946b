import SitesIcon from '@mui/icons-material/LanguageOutlined'
import {
  Create,
  CreateButton,
  DataTable,
  Edit,
  List,
  ReferenceField,
  ReferenceInput,
  SearchInput,
  SelectInput,
  SimpleForm,
  TextInput,
  TopToolbar,
  UrlField,
  required,
} from 'react-admin'
import type { Site } from '../records.ts'
import { wideOnly } from '../ui/columns.ts'
import { EmptyState } from '../ui/empty-state.tsx'
import { InEffectPanel, besideForm } from '../ui/in-effect-panel.tsx'
import { ListError } from '../ui/list-error.tsx'
import { OverrideInputs } from '../ui/override-inputs.tsx'
import { OverridesText } from '../ui/overrides-text.tsx'
import { RecordLink } from '../ui/record-link.tsx'
import { SaveToolbar } from '../ui/save-toolbar.tsx'
import { When } from '../ui/when.tsx'

const Col = DataTable.Col<Site>

const actions = (
  <TopToolbar>
    <CreateButton label="New site" variant="contained" />
  </TopToolbar>
)
const filters = [
  <SearchInput key="q" source="q" alwaysOn placeholder="Search sites" />,
  <ReferenceInput key="accountId" source="accountId" reference="accounts" perPage={100} alwaysOn>
    <SelectInput label="Account" emptyText="All accounts" />
  </ReferenceInput>,
]

/** The websites of the accounts. */
export function SiteList() {
  return (
    <List<Site>
      filters={filters}
      actions={actions}
      exporter={false}
      perPage={25}
      error={<ListError />}
      sort={{ field: 'name', order: 'ASC' }}
      storeKey="sites.list"
      title="Sites"
      empty={
        <EmptyState
          icon={<SitesIcon />}
          title="No sites yet"
          action={<CreateButton label="New site" variant="contained" />}
        >
          Articles belong to a site, and take its image settings where they have none of their own.
        </EmptyState>
      }
    >
      <DataTable<Site> bulkActionButtons={false} rowClick="show">
        <Col
          source="name"
          render={(site) => (
            <RecordLink resource="sites" id={site.id}>
              {site.name}
            </RecordLink>
          )}
        />
        <Col source="accountId" disableSort>
          <ReferenceField source="accountId" reference="accounts" link={false} />
        </Col>
        <Col source="url" sx={wideOnly} disableSort>
          <UrlField source="url" emptyText="–" target="_blank" rel="noreferrer" />
        </Col>
        <Col label="Image settings" sx={wideOnly} disableSort render={(site) => <OverridesText of={site} />} />
        <Col source="updatedAt" sx={wideOnly} render={(site) => <When at={site.updatedAt} />} />
      </DataTable>
    </List>
  )
}

function SiteInputs() {
  return (
    <>
      <TextInput source="name" validate={required()} fullWidth helperText={false} />
      <TextInput source="url" type="url" fullWidth helperText="With https://; may be left empty" />
      <OverrideInputs level="site" />
    </>
  )
}

export function SiteCreate() {
  return (
    <Create<Site> redirect="show" title="New site" sx={{ maxWidth: 720 }}>
      <SimpleForm noValidate>
        <ReferenceInput source="accountId" reference="accounts" perPage={100} sort={{ field: 'name', order: 'ASC' }}>
          <SelectInput label="Account" validate={required()} fullWidth helperText={false} />
        </ReferenceInput>
        <SiteInputs />
      </SimpleForm>
    </Create>
  )
}

export function SiteEdit() {
  return (
    <Edit<Site> mutationMode="pessimistic" redirect="show" aside={<InEffectPanel at="site" />} sx={besideForm}>
      <SimpleForm noValidate toolbar={<SaveToolbar />} resetOptions={{ keepDirtyValues: true }}>
        <SiteInputs />
      </SimpleForm>
    </Edit>
  )
}
