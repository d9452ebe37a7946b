import ImagesIcon from '@mui/icons-material/PhotoLibraryOutlined'
import { Box, Button, Skeleton } from '@mui/material'
import { List, SearchInput, SelectInput, useListContext } from 'react-admin'
import { Link } from 'react-router-dom'
import type { Image } from '../records.ts'
import { EmptyState } from '../ui/empty-state.tsx'
import { FacetChips } from '../ui/facet-chips.tsx'
import { ListError } from '../ui/list-error.tsx'
import { OpenPagination } from '../ui/open-pagination.tsx'
import { ImageTile, tileGrid } from './image-tile.tsx'
import { SelectionBar } from './selection-bar.tsx'

const statuses = [
  { value: undefined, label: 'All' },
  { value: 'succeeded', label: 'Done' },
  { value: 'running', label: 'Running' },
  { value: 'queued', label: 'Queued' },
  { value: 'failed', label: 'Failed' },
  { value: 'cancelled', label: 'Cancelled' },
  { value: 'none', label: 'No picture' },
]
const types = [
  { id: 'featured', name: 'Featured' },
  { id: 'in_article', name: 'In article' },
]

const filters = [
  <SearchInput key="q" source="q" alwaysOn placeholder="Prompt or title" />,
  <SelectInput key="type" source="type" label="Kind" choices={types} alwaysOn emptyText="All kinds" />,
]

const empty = (
  <EmptyState
    icon={<ImagesIcon />}
    title="No images yet"
    action={
      <Button component={Link} to="/contents" variant="contained">
        Open an article
      </Button>
    }
  >
    Images appear here as soon as an article’s prompts are written.
  </EmptyState>
)

function Tiles() {
  const { data, isPending, setFilters, filterValues, selectedIds, onToggleItem } = useListContext<Image>()
  if (isPending) {
    return (
      <Box sx={tileGrid} aria-busy="true" aria-label="Images are loading">
        {Array.from({ length: 12 }, (_, index) => (
          <Skeleton key={index} variant="rounded" sx={{ aspectRatio: '4 / 3.6', height: 'auto' }} />
        ))}
      </Box>
    )
  }
  if (data?.length === 0 && Object.keys(filterValues as object).length > 0) {
    return (
      <EmptyState
        icon={<ImagesIcon />}
        title="No image matches these filters"
        action={
          <Button variant="outlined" onClick={() => setFilters({})}>
            Clear the filters
          </Button>
        }
      />
    )
  }
  return (
    <Box sx={tileGrid}>
      {data?.map((image) => (
        <ImageTile
          key={image.id}
          image={image}
          choice={{ isChosen: selectedIds.includes(image.id), onChoose: () => onToggleItem(image.id) }}
        />
      ))}
    </Box>
  )
}

/** All images of all articles, a page at a time. */
export function ImageList() {
  return (
    <List<Image>
      component="div"
      filters={filters}
      actions={false}
      empty={empty}
      error={<ListError />}
      exporter={false}
      perPage={24}
      pagination={<OpenPagination choices={[24, 48]} />}
      sort={{ field: 'id', order: 'DESC' }}
      storeKey="images.list"
      queryOptions={{ refetchOnWindowFocus: false }}
      title="Images"
    >
      <FacetChips source="status" facets={statuses} label="Status" />
      <Tiles />
      <SelectionBar />
    </List>
  )
}
