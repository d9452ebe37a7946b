import AccountsIcon from '@mui/icons-material/BusinessOutlined'
import type { ResourceProps } from 'react-admin'
import type { Account } from '../records.ts'
import { AccountCreate, AccountEdit, AccountList } from './account-pages.tsx'
import { AccountShow } from './account-show.tsx'

export const accounts: ResourceProps = {
  name: 'accounts',
  icon: AccountsIcon,
  list: AccountList,
  create: AccountCreate,
  show: AccountShow,
  edit: AccountEdit,
  recordRepresentation: (account: Account) => account.name,
}
