import StylesIcon from '@mui/icons-material/PaletteOutlined'
import { Box } from '@mui/material'
import { DataTable, List } from 'react-admin'
import type { Style } from '../records.ts'
import { wideOnly } from '../ui/columns.ts'
import { EmptyState } from '../ui/empty-state.tsx'
import { GitPlace } from '../ui/git-badge.tsx'
import { ListError } from '../ui/list-error.tsx'

const Col = DataTable.Col<Style>

/** Looks that can be asked for. */
export function StyleList() {
  return (
    <List<Style>
      actions={false}
      exporter={false}
      pagination={false}
      perPage={100}
      error={<ListError />}
      sort={{ field: 'position', order: 'ASC' }}
      storeKey="styles.list"
      title="Styles"
      empty={
        <EmptyState icon={<StylesIcon />} title="The catalog has no styles">
          Declare them in config/styles.yaml, then run sync-config.
        </EmptyState>
      }
    >
      <DataTable<Style> bulkActionButtons={false} rowClick={false}>
        <Col
          source="id"
          label="Style"
          render={(style) => (
            <Box component="strong" sx={{ whiteSpace: 'nowrap' }}>
              {style.spec.display_name}
            </Box>
          )}
        />
        <Col
          label="Words added to a prompt"
          disableSort
          render={(style) => <Box sx={{ minWidth: 220 }}>{style.spec.prompt_words}</Box>}
        />
        <Col
          label="Not to show"
          sx={wideOnly}
          disableSort
          render={(style) => <Box sx={{ minWidth: 160 }}>{style.spec.negative_prompt ?? '–'}</Box>}
        />
        <Col
          label="Managed in Git"
          sx={wideOnly}
          disableSort
          render={(style) => <GitPlace sourceFile={style.sourceFile} sourceLine={style.sourceLine} />}
        />
      </DataTable>
    </List>
  )
}
