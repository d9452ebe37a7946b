import { MenuItem, TextField } from '@mui/material'
import { useGetList } from 'react-admin'
import type { Account } from '../records.ts'

/** The account that something is for. */
export function AccountChoice({ value, onChange }: { value: number | ''; onChange: (accountId: number) => void }) {
  const { data = [] } = useGetList<Account>('accounts', {
    pagination: { page: 1, perPage: 100 },
    sort: { field: 'name', order: 'ASC' },
  })
  return (
    <TextField
      select
      required
      fullWidth
      label="Account"
      value={data.some(({ id }) => id === value) ? value : ''}
      onChange={(event) => onChange(Number(event.target.value))}
    >
      {data.map((account) => (
        <MenuItem key={account.id} value={account.id}>
          {account.name}
        </MenuItem>
      ))}
    </TextField>
  )
}
