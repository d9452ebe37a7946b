import InUseIcon from '@mui/icons-material/BoltOutlined'
import TiersIcon from '@mui/icons-material/LayersOutlined'
import { Alert, Box, Chip, Skeleton, Typography } from '@mui/material'
import { List, useGetManyAggregate, useListContext } from 'react-admin'
import type { Model, Tier } from '../records.ts'
import { CatalogName } from '../ui/catalog-name.tsx'
import { EmptyState } from '../ui/empty-state.tsx'
import { GitBadge } from '../ui/git-badge.tsx'
import { ListError } from '../ui/list-error.tsx'
import { ModeBadge } from '../ui/mode-badge.tsx'
import { Panel } from '../ui/panel.tsx'
import { RecordLink } from '../ui/record-link.tsx'
import { costText } from '../ui/wording.ts'

function TierModel({ model, isCurrent }: { model: Model; isCurrent: boolean }) {
  const { usd_per_image: costUsd } = model.spec.price
  return (
    <Box
      component="li"
      sx={{
        display: 'flex',
        flexWrap: 'wrap',
        alignItems: 'center',
        columnGap: 1.25,
        rowGap: 0.5,
        py: 1,
        borderTop: 1,
        borderColor: 'divider',
      }}
    >
      <Box component="span" sx={{ width: 20, color: 'text.secondary', fontVariantNumeric: 'tabular-nums' }}>
        {model.spec.priority ?? '–'}
      </Box>
      <RecordLink resource="models" id={model.id}>
        {model.spec.display_name}
      </RecordLink>
      {isCurrent ? <Chip size="small" variant="outlined" color="success" icon={<InUseIcon />} label="in use" /> : null}
      <ModeBadge mode={isCurrent || model.providerMode === 'not_configured' ? model.providerMode : null} />
      <Box sx={{ flex: 1 }} />
      {costUsd === undefined ? null : (
        <Box sx={{ color: 'text.secondary', fontVariantNumeric: 'tabular-nums' }}>{costText(costUsd)}</Box>
      )}
      {model.problem ? (
        <Box sx={{ flexBasis: '100%', pl: 4, color: 'text.secondary', fontSize: '0.84rem' }}>
          Passed over: {model.problem}
        </Box>
      ) : null}
    </Box>
  )
}

function TierCard({ tier }: { tier: Tier }) {
  const { data: found = [] } = useGetManyAggregate<Model>('models', { ids: tier.modelIds })
  const models = tier.modelIds.flatMap((id) => found.filter((model) => model?.id === id))
  return (
    <Panel
      title={tier.spec.display_name}
      action={<GitBadge sourceFile={tier.sourceFile} sourceLine={tier.sourceLine} />}
    >
      <Typography sx={{ color: 'text.secondary', mb: 1.5 }}>{tier.spec.description}</Typography>
      {tier.problem ? (
        <Alert severity="error" variant="outlined" sx={{ mb: 1.5 }}>
          {tier.problem}
        </Alert>
      ) : null}
      <Box component="ol" sx={{ m: 0, p: 0, listStyle: 'none' }}>
        {models.map((model) => (
          <TierModel key={model.id} model={model} isCurrent={model.id === tier.currentModelId} />
        ))}
      </Box>
      <Box
        sx={{
          mt: 1.5,
          pt: 1.5,
          borderTop: 1,
          borderColor: 'divider',
          display: 'flex',
          flexWrap: 'wrap',
          gap: 1,
          alignItems: 'center',
          fontSize: '0.9rem',
        }}
      >
        <Box component="span" sx={{ color: 'text.secondary' }}>
          {tier.planIds.length > 0 ? 'Allowed by plan' : 'No plan allows it'}
        </Box>
        {tier.planIds.map((planId) => (
          <Chip key={planId} size="small" variant="outlined" label={<CatalogName resource="plans" id={planId} />} />
        ))}
      </Box>
    </Panel>
  )
}

function Cards() {
  const { data, isPending } = useListContext<Tier>()
  return (
    <Box
      sx={{
        display: 'grid',
        gap: 2,
        gridTemplateColumns: { xs: 'minmax(0, 1fr)', lg: 'repeat(2, minmax(0, 1fr))' },
        alignItems: 'start',
      }}
    >
      {isPending
        ? [1, 2, 3, 4].map((key) => <Skeleton key={key} variant="rounded" height={220} />)
        : data?.map((tier) => <TierCard key={tier.id} tier={tier} />)}
    </Box>
  )
}

/** Each tier with its models in the order they are tried, and the plans that allow it. */
export function TierList() {
  return (
    <List<Tier>
      component="div"
      actions={false}
      exporter={false}
      pagination={false}
      perPage={100}
      error={<ListError />}
      sort={{ field: 'position', order: 'ASC' }}
      storeKey="tiers.list"
      title="Tiers"
      empty={
        <EmptyState icon={<TiersIcon />} title="The catalog has no tiers">
          Declare them in config/tiers.yaml, then run sync-config.
        </EmptyState>
      }
    >
      <Cards />
    </List>
  )
}
