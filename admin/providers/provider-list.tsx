import ProvidersIcon from '@mui/icons-material/HubOutlined'
import { Box } from '@mui/material'
import { DataTable, List } from 'react-admin'
import { useLookEvery } from '../live/look-every.ts'
import type { Provider } from '../records.ts'
import { monospace } from '../theme.ts'
import { wideOnly } from '../ui/columns.ts'
import { EmptyState } from '../ui/empty-state.tsx'
import { GitPlace } from '../ui/git-badge.tsx'
import { ListError } from '../ui/list-error.tsx'
import { ModeBadge } from '../ui/mode-badge.tsx'
import { RecordLink } from '../ui/record-link.tsx'
import { countOf, countText } from '../ui/wording.ts'
import { TodayText } from './provider-now.tsx'
import { ProviderStateChip } from './provider-state.tsx'

const Col = DataTable.Col<Provider>

const code = { fontFamily: monospace, fontSize: '0.82rem', overflowWrap: 'anywhere' } as const

/** The services that draw and write, and how each is reached. */
export function ProviderList() {
  const refetchInterval = useLookEvery(10_000)
  return (
    <List<Provider>
      queryOptions={{ refetchInterval }}
      actions={false}
      exporter={false}
      pagination={false}
      perPage={100}
      error={<ListError />}
      sort={{ field: 'position', order: 'ASC' }}
      storeKey="providers.list"
      title="Providers"
      empty={
        <EmptyState icon={<ProvidersIcon />} title="The catalog has no providers">
          Declare them in config/providers.yaml, then run sync-config.
        </EmptyState>
      }
    >
      <DataTable<Provider> bulkActionButtons={false} rowClick="show">
        <Col
          source="id"
          label="Provider"
          render={(provider) => (
            <RecordLink resource="providers" id={provider.id}>
              {provider.spec.display_name}
            </RecordLink>
          )}
        />
        <Col label="Reached" disableSort render={(provider) => <ModeBadge mode={provider.mode} />} />
        <Col label="Calls" disableSort render={(provider) => <ProviderStateChip state={provider.state} />} />
        <Col
          label="Queue"
          sx={wideOnly}
          disableSort
          render={(provider) => `${countText(provider.queued)} waiting, ${countText(provider.running)} running`}
        />
        <Col
          label="Cost today"
          sx={wideOnly}
          disableSort
          render={(provider) => <TodayText spending={provider.spending} />}
        />
        <Col
          label="Key comes from"
          sx={wideOnly}
          disableSort
          render={(provider) =>
            provider.spec.key_env === undefined ? (
              'none is sent'
            ) : (
              <Box component="code" sx={code}>
                {provider.spec.key_env}
              </Box>
            )
          }
        />
        <Col
          label="Models"
          sx={wideOnly}
          disableSort
          render={(provider) => countOf(provider.modelIds.length, 'model')}
        />
        <Col
          label="Managed in Git"
          sx={wideOnly}
          disableSort
          render={(provider) => <GitPlace sourceFile={provider.sourceFile} sourceLine={provider.sourceLine} />}
        />
      </DataTable>
    </List>
  )
}
