import AccountsIcon from '@mui/icons-material/BusinessOutlined'
import {
  Create,
  CreateButton,
  DataTable,
  Edit,
  List,
  ReferenceInput,
  SearchInput,
  SelectInput,
  SimpleForm,
  TextInput,
  TopToolbar,
  required,
} from 'react-admin'
import type { Account } from '../records.ts'
import { CatalogName } from '../ui/catalog-name.tsx'
import { wideOnly } from '../ui/columns.ts'
import { EmptyState } from '../ui/empty-state.tsx'
import { InEffectPanel, besideForm } from '../ui/in-effect-panel.tsx'
import { ListError } from '../ui/list-error.tsx'
import { OverrideInputs } from '../ui/override-inputs.tsx'
import { OverridesText } from '../ui/overrides-text.tsx'
import { RecordLink } from '../ui/record-link.tsx'
import { SaveToolbar } from '../ui/save-toolbar.tsx'
import { When } from '../ui/when.tsx'

const Col = DataTable.Col<Account>

const displayName = (record: { id: string; spec?: { display_name?: string } }): string =>
  record.spec?.display_name ?? record.id
const actions = (
  <TopToolbar>
    <CreateButton label="New account" variant="contained" />
  </TopToolbar>
)

/** The tenants, with what they have set for themselves. */
export function AccountList() {
  return (
    <List<Account>
      filters={[<SearchInput key="q" source="q" alwaysOn placeholder="Search accounts" />]}
      actions={actions}
      exporter={false}
      perPage={25}
      error={<ListError />}
      sort={{ field: 'name', order: 'ASC' }}
      storeKey="accounts.list"
      title="Accounts"
      empty={
        <EmptyState
          icon={<AccountsIcon />}
          title="No accounts yet"
          action={<CreateButton label="New account" variant="contained" />}
        >
          An account has a plan, which bounds what its sites may use.
        </EmptyState>
      }
    >
      <DataTable<Account> bulkActionButtons={false} rowClick="show">
        <Col
          source="name"
          render={(account) => (
            <RecordLink resource="accounts" id={account.id}>
              {account.name}
            </RecordLink>
          )}
        />
        <Col source="planId" disableSort render={(account) => <CatalogName resource="plans" id={account.planId} />} />
        <Col label="Image settings" sx={wideOnly} disableSort render={(account) => <OverridesText of={account} />} />
        <Col source="updatedAt" sx={wideOnly} render={(account) => <When at={account.updatedAt} />} />
      </DataTable>
    </List>
  )
}

function AccountInputs() {
  return (
    <>
      <TextInput source="name" validate={required()} fullWidth helperText={false} />
      <ReferenceInput source="planId" reference="plans" perPage={100} sort={{ field: 'position', order: 'ASC' }}>
        <SelectInput
          label="Plan"
          optionText={displayName}
          validate={required()}
          fullWidth
          helperText="Bounds the tiers and the number of images"
        />
      </ReferenceInput>
      <OverrideInputs level="account" />
    </>
  )
}

export function AccountCreate() {
  return (
    <Create<Account> redirect="list" title="New account" sx={{ maxWidth: 720 }}>
      <SimpleForm noValidate>
        <AccountInputs />
      </SimpleForm>
    </Create>
  )
}

export function AccountEdit() {
  return (
    <Edit<Account> mutationMode="pessimistic" redirect="show" aside={<InEffectPanel at="account" />} sx={besideForm}>
      <SimpleForm noValidate toolbar={<SaveToolbar />} resetOptions={{ keepDirtyValues: true }}>
        <AccountInputs />
      </SimpleForm>
    </Edit>
  )
}
