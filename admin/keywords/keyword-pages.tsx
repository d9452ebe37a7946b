import KeywordsIcon from '@mui/icons-material/SellOutlined'
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
  required,
} from 'react-admin'
import type { Keyword } from '../records.ts'
import { wideOnly } from '../ui/columns.ts'
import { EmptyState } from '../ui/empty-state.tsx'
import { InEffectPanel, besideForm } from '../ui/in-effect-panel.tsx'
import { ListError } from '../ui/list-error.tsx'
import { OverrideInputs } from '../ui/override-inputs.tsx'
import { OverridesText } from '../ui/overrides-text.tsx'
import { RecordLink } from '../ui/record-link.tsx'
import { SaveToolbar } from '../ui/save-toolbar.tsx'
import { When } from '../ui/when.tsx'

const Col = DataTable.Col<Keyword>

const actions = (
  <TopToolbar>
    <CreateButton label="New keyword" variant="contained" />
  </TopToolbar>
)
const filters = [
  <SearchInput key="q" source="q" alwaysOn placeholder="Search keywords" />,
  <ReferenceInput key="siteId" source="siteId" reference="sites" perPage={100} alwaysOn>
    <SelectInput label="Site" emptyText="All sites" />
  </ReferenceInput>,
]

/** The keywords that articles target. */
export function KeywordList() {
  return (
    <List<Keyword>
      filters={filters}
      actions={actions}
      exporter={false}
      perPage={25}
      error={<ListError />}
      sort={{ field: 'term', order: 'ASC' }}
      storeKey="keywords.list"
      title="Keywords"
      empty={
        <EmptyState
          icon={<KeywordsIcon />}
          title="No keywords yet"
          action={<CreateButton label="New keyword" variant="contained" />}
        >
          An article may target a keyword, and takes its image settings before those of the site.
        </EmptyState>
      }
    >
      <DataTable<Keyword> bulkActionButtons={false}>
        <Col
          source="term"
          render={(keyword) => (
            <RecordLink resource="keywords" id={keyword.id} view="edit">
              {keyword.term}
            </RecordLink>
          )}
        />
        <Col source="siteId" disableSort>
          <ReferenceField source="siteId" reference="sites" link={false} />
        </Col>
        <Col label="Image settings" sx={wideOnly} disableSort render={(keyword) => <OverridesText of={keyword} />} />
        <Col source="updatedAt" sx={wideOnly} render={(keyword) => <When at={keyword.updatedAt} />} />
      </DataTable>
    </List>
  )
}

export function KeywordCreate() {
  return (
    <Create<Keyword> redirect="list" title="New keyword" sx={{ maxWidth: 720 }}>
      <SimpleForm noValidate>
        <ReferenceInput source="siteId" reference="sites" perPage={100} sort={{ field: 'name', order: 'ASC' }}>
          <SelectInput label="Site" validate={required()} fullWidth helperText={false} />
        </ReferenceInput>
        <TextInput source="term" validate={required()} fullWidth helperText={false} />
        <OverrideInputs level="keyword" />
      </SimpleForm>
    </Create>
  )
}

export function KeywordEdit() {
  return (
    <Edit<Keyword> mutationMode="pessimistic" redirect="list" aside={<InEffectPanel at="keyword" />} sx={besideForm}>
      <SimpleForm noValidate toolbar={<SaveToolbar />} resetOptions={{ keepDirtyValues: true }}>
        <TextInput source="term" validate={required()} fullWidth helperText={false} />
        <OverrideInputs level="keyword" />
      </SimpleForm>
    </Edit>
  )
}
