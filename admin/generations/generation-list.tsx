import QueueIcon from '@mui/icons-material/PendingActionsOutlined'
import { Box, Button, Typography } from '@mui/material'
import { DataTable, List, ReferenceInput, SearchInput, SelectInput, useRecordContext } from 'react-admin'
import { Link } from 'react-router-dom'
import { CancelButton, RetryButton } from '../article/slot-actions.tsx'
import type { Generation } from '../records.ts'
import { CatalogName } from '../ui/catalog-name.tsx'
import { narrowOnly, wideOnly } from '../ui/columns.ts'
import { EmptyState } from '../ui/empty-state.tsx'
import { FacetChips } from '../ui/facet-chips.tsx'
import { ListError } from '../ui/list-error.tsx'
import { OpenPagination } from '../ui/open-pagination.tsx'
import { ModeBadge } from '../ui/mode-badge.tsx'
import { Picture } from '../ui/picture.tsx'
import { RecordLink } from '../ui/record-link.tsx'
import { SlotFrame } from '../ui/slot-frame.tsx'
import { StatusChip } from '../ui/status-chip.tsx'
import { Elapsed, When } from '../ui/when.tsx'
import { costText, durationText, errorText, isWorking, slotText } from '../ui/wording.ts'
import { BulkRetryButton } from './bulk-retry-button.tsx'

const Col = DataTable.Col<Generation>

const statuses = [
  { value: undefined, label: 'All' },
  { value: 'queued', label: 'Queued' },
  { value: 'running', label: 'Running' },
  { value: 'failed', label: 'Failed' },
  { value: 'succeeded', label: 'Done' },
  { value: 'cancelled', label: 'Cancelled' },
]

const displayName = (record: { id: string; spec?: { display_name?: string } }): string =>
  record.spec?.display_name ?? record.id

const filters = [
  <SearchInput key="q" source="q" alwaysOn placeholder="Prompt or error" />,
  <ReferenceInput
    key="providerId"
    source="providerId"
    reference="providers"
    alwaysOn
    sort={{ field: 'position', order: 'ASC' }}
  >
    <SelectInput label="Provider" optionText={displayName} emptyText="All providers" />
  </ReferenceInput>,
]

const empty = (
  <EmptyState
    icon={<QueueIcon />}
    title="The queue has never been used"
    action={
      <Button component={Link} to="/contents" variant="contained">
        Open an article
      </Button>
    }
  >
    Every attempt to make a picture appears here, from waiting to done.
  </EmptyState>
)

function Slot() {
  const generation = useRecordContext<Generation>()
  if (!generation) return null
  return (
    <Box sx={{ display: 'flex', alignItems: 'center', gap: 1.25, minWidth: { xs: 0, md: 220 } }}>
      <Box sx={{ width: 48, height: 40, borderRadius: 0.75, overflow: 'hidden', flex: 'none' }}>
        {generation.picture ? (
          <Picture picture={generation.picture} alt="" sizes="96px" />
        ) : (
          <SlotFrame status={generation.status} compact />
        )}
      </Box>
      <Box sx={{ minWidth: 0 }}>
        <RecordLink resource="generations" id={generation.id}>
          #{generation.id} {slotText(generation.imageType, generation.imagePosition)}
        </RecordLink>
        <Box
          sx={{
            color: 'text.secondary',
            fontSize: '0.82rem',
            maxWidth: 280,
            overflow: 'hidden',
            textOverflow: 'ellipsis',
            whiteSpace: { md: 'nowrap' },
          }}
        >
          {generation.contentTitle}
        </Box>
        <Box sx={narrowOnly}>
          <StatusChip status={generation.status} />
          <Actions generation={generation} />
        </Box>
        <Box sx={{ display: { md: 'none' } }}>
          <Failure generation={generation} />
        </Box>
      </Box>
    </Box>
  )
}

function Age({ generation }: { generation: Generation }) {
  if (!generation.finishedAt) return <Elapsed since={generation.createdAt} />
  const tookMs =
    new Date(generation.finishedAt).getTime() - new Date(generation.startedAt ?? generation.createdAt).getTime()
  return (
    <>
      <When at={generation.finishedAt} />
      <Box sx={{ color: 'text.secondary', fontSize: '0.82rem', whiteSpace: 'nowrap' }}>took {durationText(tookMs)}</Box>
    </>
  )
}

function Failure({ generation }: { generation: Generation }) {
  if (!generation.errorClass) return null
  return (
    <Box sx={{ maxWidth: 300, fontSize: '0.85rem' }}>
      <strong>{errorText(generation.errorClass)}</strong>
      <Box
        title={generation.errorMessage ?? ''}
        sx={{
          color: 'text.secondary',
          display: '-webkit-box',
          WebkitLineClamp: 2,
          WebkitBoxOrient: 'vertical',
          overflow: 'hidden',
        }}
      >
        {generation.errorMessage}
      </Box>
    </Box>
  )
}

function Actions({ generation }: { generation: Generation }) {
  return (
    <Box onClick={(event) => event.stopPropagation()} sx={{ textAlign: 'right' }}>
      {isWorking(generation) ? <CancelButton generation={generation} /> : null}
      {generation.status === 'failed' || generation.status === 'cancelled' ? (
        <RetryButton generation={generation} />
      ) : null}
    </Box>
  )
}

/** Every attempt to make a picture, newest first. */
export function GenerationList() {
  return (
    <List<Generation>
      filters={filters}
      actions={false}
      empty={empty}
      error={<ListError />}
      exporter={false}
      perPage={25}
      pagination={<OpenPagination choices={[25, 50, 100]} />}
      sort={{ field: 'id', order: 'DESC' }}
      storeKey="generations.list"
      title="Queue"
    >
      <Box sx={{ px: 2, pt: 1.5 }}>
        <FacetChips source="status" facets={statuses} label="Status" />
      </Box>
      <DataTable<Generation>
        rowClick="show"
        bulkActionButtons={<BulkRetryButton />}
        isRowSelectable={(generation) => generation.status === 'failed' || generation.status === 'cancelled'}
        empty={
          <Typography sx={{ p: 4, textAlign: 'center', color: 'text.secondary' }}>
            Nothing in the queue matches these filters.
          </Typography>
        }
      >
        <Col source="id" label="Image">
          <Slot />
        </Col>
        <Col
          source="status"
          sx={wideOnly}
          disableSort
          render={(generation) => <StatusChip status={generation.status} />}
        />
        <Col label="When" sx={wideOnly} disableSort render={(generation) => <Age generation={generation} />} />
        <Col
          label="Tries"
          sx={wideOnly}
          disableSort
          render={(generation) => `${generation.attempts}/${generation.maxAttempts}`}
        />
        <Col
          label="Model"
          sx={wideOnly}
          disableSort
          render={(generation) => (
            <Box sx={{ display: 'grid', gap: 0.5, justifyItems: 'start' }}>
              <CatalogName resource="models" id={generation.modelId} plain />
              <ModeBadge mode={generation.providerMode} />
            </Box>
          )}
        />
        <Col label="Error" sx={wideOnly} disableSort render={(generation) => <Failure generation={generation} />} />
        <Col
          label="Cost"
          sx={wideOnly}
          align="right"
          disableSort
          render={(generation) => (generation.status === 'succeeded' ? costText(generation.costUsd) : '')}
        />
        <Col label="Actions" sx={wideOnly} disableSort render={(generation) => <Actions generation={generation} />} />
      </DataTable>
    </List>
  )
}
