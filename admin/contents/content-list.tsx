import ContentsIcon from '@mui/icons-material/ArticleOutlined'
import { Box } from '@mui/material'
import {
  CreateButton,
  DataTable,
  List,
  ReferenceField,
  ReferenceInput,
  SearchInput,
  SelectInput,
  TextField,
  TopToolbar,
  useGetList,
  useListContext,
  useRecordContext,
} from 'react-admin'
import type { Content, Image } from '../records.ts'
import { narrowOnly, wideOnly } from '../ui/columns.ts'
import { CountBar } from '../ui/count-bar.tsx'
import { EmptyState } from '../ui/empty-state.tsx'
import { FacetChips } from '../ui/facet-chips.tsx'
import { ListError } from '../ui/list-error.tsx'
import { RecordLink } from '../ui/record-link.tsx'
import { SlotStrip } from '../ui/slot-strip.tsx'
import { When } from '../ui/when.tsx'
import { countOf } from '../ui/wording.ts'
import { ImportButton } from './import-button.tsx'
import { ContentStateChip, contentStates } from './content-state.tsx'
import { ContentStatusChip, contentStatuses, readyStatus } from './content-status.tsx'
import { SetStatusButton } from './set-status-button.tsx'

const Col = DataTable.Col<Content>

/** Articles asked about at once. An article has at most nine slots, and the server gives at most a hundred records a page. */
const chunkSize = 11

/** The slots of a stretch of the page in one request: the rows of a stretch ask the same question, so it is asked once. */
function RowSlots() {
  const content = useRecordContext<Content>()
  const { data: contents = [] } = useListContext<Content>()
  const start = Math.floor(contents.findIndex((each) => each.id === content?.id) / chunkSize) * chunkSize
  const ids = contents.slice(start, start + chunkSize).map((each) => each.id)
  const { data: images = [] } = useGetList<Image>(
    'images',
    { filter: { contentId: ids }, pagination: { page: 1, perPage: 100 }, sort: { field: 'id', order: 'ASC' } },
    { enabled: content !== undefined && content.imageCounts.slots > 0 },
  )
  return <SlotStrip images={images.filter((image) => image.contentId === content?.id)} height={28} />
}

function RowTitle() {
  const content = useRecordContext<Content>()
  if (!content) return null
  return (
    <Box sx={{ minWidth: { xs: 0, md: 220 }, maxWidth: 460 }}>
      <RecordLink resource="contents" id={content.id}>
        {content.title}
      </RecordLink>
      <Box sx={{ color: 'text.secondary', fontSize: '0.8rem' }}>
        {content.status === readyStatus ? null : <ContentStatusChip status={content.status} />}
        {countOf(content.words, 'word')}
        {content.language ? ` · ${content.language}` : ''}
      </Box>
      <Box sx={narrowOnly}>
        <ContentStateChip counts={content.imageCounts} />
        <CountBar
          done={content.imageCounts.current}
          total={content.imageCounts.expected}
          label={`Images of ${content.title}`}
          width={56}
        />
      </Box>
    </Box>
  )
}

const filters = [
  <SearchInput key="q" source="q" alwaysOn placeholder="Search titles" />,
  <ReferenceInput key="siteId" source="siteId" reference="sites" alwaysOn perPage={100}>
    <SelectInput label="Site" emptyText="All sites" />
  </ReferenceInput>,
]

const actions = (
  <TopToolbar>
    <ImportButton />
    <CreateButton label="New article" variant="contained" />
  </TopToolbar>
)

const bulkActions = (
  <>
    <SetStatusButton status="ready" />
    <SetStatusButton status="archived" />
  </>
)

const empty = (
  <EmptyState
    icon={<ContentsIcon />}
    title="No articles yet"
    action={
      <>
        <CreateButton label="Add an article" variant="contained" size="medium" />
        <ImportButton size="medium" />
      </>
    }
  >
    Paste or upload a Markdown or HTML article, or import a feed, a WordPress export or several files. Atelier writes a
    prompt for each image it should have, then makes the pictures.
  </EmptyState>
)

/** All articles, with how far their images are. */
export function ContentList() {
  return (
    <List<Content>
      filters={filters}
      actions={actions}
      empty={empty}
      error={<ListError />}
      exporter={false}
      perPage={25}
      sort={{ field: 'updatedAt', order: 'DESC' }}
      storeKey="contents.list"
      title="Content"
    >
      <Box sx={{ px: 2, pt: 1.5, display: 'flex', flexWrap: 'wrap', columnGap: 4 }}>
        <FacetChips source="state" facets={contentStates} label="State" />
        <FacetChips source="status" facets={contentStatuses} label="Status" />
      </Box>
      <DataTable<Content> bulkActionButtons={bulkActions} rowClick="show">
        <Col source="title">
          <RowTitle />
        </Col>
        <Col source="siteId" disableSort sx={wideOnly}>
          <ReferenceField source="siteId" reference="sites" link={false}>
            <TextField source="name" />
          </ReferenceField>
        </Col>
        <Col
          label="Images"
          disableSort
          sx={wideOnly}
          render={(content) => (
            <CountBar
              done={content.imageCounts.current}
              total={content.imageCounts.expected}
              label={`Images of ${content.title}`}
              width={56}
            />
          )}
        />
        <Col label="Slots" disableSort sx={wideOnly}>
          <RowSlots />
        </Col>
        <Col
          label="State"
          disableSort
          sx={wideOnly}
          render={(content) => <ContentStateChip counts={content.imageCounts} />}
        />
        <Col source="updatedAt" sx={wideOnly} render={(content) => <When at={content.updatedAt} />} />
      </DataTable>
    </List>
  )
}
