import ModelsIcon from '@mui/icons-material/BrushOutlined'
import { Box, Typography } from '@mui/material'
import { BooleanInput, DataTable, List, SearchInput, useListContext, useRecordContext } from 'react-admin'
import type { Model } from '../records.ts'
import { monospace } from '../theme.ts'
import { CatalogName } from '../ui/catalog-name.tsx'
import { narrowOnly, wideOnly } from '../ui/columns.ts'
import { EmptyState } from '../ui/empty-state.tsx'
import { FacetChips } from '../ui/facet-chips.tsx'
import { GitPlace } from '../ui/git-badge.tsx'
import { ListError } from '../ui/list-error.tsx'
import { ModeBadge } from '../ui/mode-badge.tsx'
import { RecordLink } from '../ui/record-link.tsx'
import { SizeRectangles, longestSide } from '../ui/size-rectangles.tsx'
import { ModelBadges } from './model-badges.tsx'
import { defaultSizes } from './model-sizes.ts'
import { Price } from './price.tsx'

const Col = DataTable.Col<Model>

const kinds = [
  { value: undefined, label: 'All' },
  { value: 'image', label: 'Make images' },
  { value: 'text', label: 'Write prompts' },
]

const filters = [
  <SearchInput key="q" source="q" alwaysOn placeholder="Search models" />,
  <BooleanInput
    key="isActive"
    source="isActive"
    label="Only active"
    alwaysOn
    parse={(on: unknown) => (on ? true : '')}
    helperText={false}
  />,
]

function Name() {
  const model = useRecordContext<Model>()
  if (!model) return null
  return (
    <Box sx={{ minWidth: 180 }}>
      <RecordLink resource="models" id={model.id}>
        {model.spec.display_name}
      </RecordLink>
      <Box sx={{ fontFamily: monospace, fontSize: '0.78rem', color: 'text.secondary' }}>{model.id}</Box>
      <Box sx={narrowOnly}>
        <ModelBadges model={model} />
        <Price model={model} />
      </Box>
    </Box>
  )
}

function Sizes() {
  const model = useRecordContext<Model>()
  const { data: models = [] } = useListContext<Model>()
  if (!model) return null
  const sizes = defaultSizes(model)
  if (sizes.length === 0) return <span>–</span>
  return (
    <Box sx={{ display: 'flex', alignItems: 'center', gap: 1.25 }}>
      <SizeRectangles sizes={sizes} chosen={sizes} boxPx={60} fullSide={longestSide(models.flatMap(defaultSizes))} />
      <Box
        sx={{ fontSize: '0.8rem', color: 'text.secondary', whiteSpace: 'nowrap', fontVariantNumeric: 'tabular-nums' }}
      >
        {sizes.map((size) => (
          <div key={size}>{size.replace('x', ' × ')}</div>
        ))}
      </Box>
    </Box>
  )
}

/** All models of the catalog, retired ones included. */
export function ModelList() {
  return (
    <List<Model>
      filters={filters}
      actions={false}
      error={<ListError />}
      exporter={false}
      perPage={50}
      sort={{ field: 'position', order: 'ASC' }}
      storeKey="models.list"
      title="Models"
      empty={
        <EmptyState icon={<ModelsIcon />} title="The catalog has no models">
          Add a file under config/models, then run sync-config.
        </EmptyState>
      }
    >
      <Box sx={{ px: 2, pt: 1.5 }}>
        <FacetChips source="modelType" facets={kinds} label="Kind" />
      </Box>
      <DataTable<Model> bulkActionButtons={false} rowClick="show">
        <Col source="id" label="Model">
          <Name />
        </Col>
        <Col
          label="Tier"
          sx={wideOnly}
          disableSort
          render={(model) =>
            model.tierId ? (
              <Box sx={{ whiteSpace: 'nowrap' }}>
                <CatalogName resource="tiers" id={model.tierId} />
                <Box sx={{ color: 'text.secondary', fontSize: '0.82rem' }}>priority {model.spec.priority ?? '–'}</Box>
              </Box>
            ) : (
              <Typography sx={{ color: 'text.secondary', fontSize: '0.85rem' }}>writes prompts</Typography>
            )
          }
        />
        <Col
          label="Provider"
          sx={wideOnly}
          disableSort
          render={(model) => (
            <Box sx={{ display: 'grid', gap: 0.5, justifyItems: 'start' }}>
              <CatalogName resource="providers" id={model.providerId} plain />
              <ModeBadge mode={model.providerMode} />
            </Box>
          )}
        />
        <Col label="Sizes" sx={wideOnly} disableSort>
          <Sizes />
        </Col>
        <Col label="Price" sx={wideOnly} disableSort render={(model) => <Price model={model} />} />
        <Col label="State" sx={wideOnly} disableSort render={(model) => <ModelBadges model={model} />} />
        <Col
          label="Managed in Git"
          sx={wideOnly}
          disableSort
          render={(model) => <GitPlace sourceFile={model.sourceFile} sourceLine={model.sourceLine} />}
        />
      </DataTable>
    </List>
  )
}
