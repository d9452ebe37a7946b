import TokensIcon from '@mui/icons-material/VpnKeyOutlined'
import { Box, Button, Chip, Typography } from '@mui/material'
import { useState } from 'react'
import { DataTable, List, ReferenceField, SearchInput, TopToolbar } from 'react-admin'
import type { AccessToken } from '../records.ts'
import { monospace } from '../theme.ts'
import { narrowOnly, wideOnly } from '../ui/columns.ts'
import { EmptyState } from '../ui/empty-state.tsx'
import { FacetChips } from '../ui/facet-chips.tsx'
import { ListError } from '../ui/list-error.tsx'
import { When } from '../ui/when.tsx'
import { MakeTokenDialog } from './make-token-dialog.tsx'
import { RevokeButton } from './revoke-button.tsx'
import { scopeWords } from './scope-words.ts'

const Col = DataTable.Col<AccessToken>
const facets = [
  { value: undefined, label: 'All' },
  { value: 'false', label: 'In use' },
  { value: 'true', label: 'Revoked or expired' },
]

function End({ token }: { token: AccessToken }) {
  if (token.revokedAt)
    return (
      <>
        Revoked <When at={token.revokedAt} /> by {token.revokedBy}
      </>
    )
  if (!token.expiresAt) return <>Until it is revoked</>
  return (
    <>
      {token.isOver ? 'Expired ' : 'Expires '}
      <When at={token.expiresAt} />
    </>
  )
}

const Used = ({ token }: { token: AccessToken }) => (token.lastUsedAt ? <When at={token.lastUsedAt} /> : <>Not yet</>)

function Scopes({ token }: { token: AccessToken }) {
  return (
    <Box sx={{ display: 'flex', flexWrap: 'wrap', gap: 0.5 }}>
      {token.scopes.map((scope) => (
        <Chip key={scope} size="small" variant="outlined" label={scopeWords[scope].name} />
      ))}
    </Box>
  )
}

/** What programs sign in with. */
export function AccessTokenList() {
  // Here and not in the list: it may go from empty to full, and must not take a secret with it that was not copied yet.
  const [isMaking, setIsMaking] = useState(false)
  const makeButton = (
    <Button variant="contained" size="small" onClick={() => setIsMaking(true)}>
      New token
    </Button>
  )
  return (
    <>
      <List<AccessToken>
        filters={[<SearchInput key="q" source="q" alwaysOn placeholder="Search tokens" />]}
        actions={<TopToolbar>{makeButton}</TopToolbar>}
        exporter={false}
        perPage={25}
        error={<ListError />}
        sort={{ field: 'id', order: 'DESC' }}
        storeKey="access-tokens.list"
        title="API access"
        empty={
          <EmptyState icon={<TokensIcon />} title="No program has access" action={makeButton}>
            A CMS signs in with a token of one account. It puts articles, asks for images and fetches them.
          </EmptyState>
        }
      >
        <Box sx={{ px: 2, pt: 1.5 }}>
          <FacetChips source="isOver" facets={facets} label="State" />
        </Box>
        <DataTable<AccessToken>
          bulkActionButtons={false}
          rowClick={false}
          rowSx={(token: AccessToken) => (token.isOver ? { '& td': { color: 'text.secondary' } } : {})}
          empty={
            <Typography sx={{ p: 4, textAlign: 'center', color: 'text.secondary' }}>
              No token matches these filters.
            </Typography>
          }
        >
          <Col
            source="name"
            render={(token) => (
              <>
                <strong>{token.name}</strong>
                <Box component="code" sx={{ display: 'block', fontFamily: monospace, fontSize: '0.8rem' }}>
                  {token.hint}…
                </Box>
                <Box sx={narrowOnly}>
                  <Scopes token={token} />
                  <Box sx={{ color: 'text.secondary', fontSize: '0.85rem' }}>
                    <End token={token} />
                  </Box>
                  {token.isOver ? null : <RevokeButton token={token} />}
                </Box>
              </>
            )}
          />
          <Col source="accountId" disableSort>
            <ReferenceField source="accountId" reference="accounts" link="show" />
          </Col>
          <Col label="May" sx={wideOnly} disableSort render={(token) => <Scopes token={token} />} />
          <Col source="lastUsedAt" label="Last used" sx={wideOnly} render={(token) => <Used token={token} />} />
          <Col label="Ends" sx={wideOnly} disableSort render={(token) => <End token={token} />} />
          <Col
            source="createdAt"
            sx={wideOnly}
            render={(token) => (
              <>
                <When at={token.createdAt} />
                <Box sx={{ color: 'text.secondary', fontSize: '0.82rem' }}>by {token.createdBy}</Box>
              </>
            )}
          />
          <Col
            label="Actions"
            sx={wideOnly}
            align="right"
            disableSort
            render={(token) => (token.isOver ? null : <RevokeButton token={token} />)}
          />
        </DataTable>
      </List>
      {isMaking ? <MakeTokenDialog onClose={() => setIsMaking(false)} /> : null}
    </>
  )
}
