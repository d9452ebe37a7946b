import PlansIcon from '@mui/icons-material/CardMembershipOutlined'
import { Box, Chip } from '@mui/material'
import { DataTable, List } from 'react-admin'
import type { Plan } from '../records.ts'
import { CatalogName } from '../ui/catalog-name.tsx'
import { wideOnly } from '../ui/columns.ts'
import { EmptyState } from '../ui/empty-state.tsx'
import { GitPlace } from '../ui/git-badge.tsx'
import { ListError } from '../ui/list-error.tsx'
import { costText, countOf, countText } from '../ui/wording.ts'

const Col = DataTable.Col<Plan>

/** What accounts may use. */
export function PlanList() {
  return (
    <List<Plan>
      actions={false}
      exporter={false}
      pagination={false}
      perPage={100}
      error={<ListError />}
      sort={{ field: 'position', order: 'ASC' }}
      storeKey="plans.list"
      title="Plans"
      empty={
        <EmptyState icon={<PlansIcon />} title="The catalog has no plans">
          Declare them in config/plans.yaml, then run sync-config.
        </EmptyState>
      }
    >
      <DataTable<Plan> bulkActionButtons={false} rowClick={false}>
        <Col source="id" label="Plan" render={(plan) => <strong>{plan.spec.display_name}</strong>} />
        <Col
          label="Tiers"
          disableSort
          render={(plan) => (
            <Box sx={{ display: 'flex', flexWrap: 'wrap', gap: 0.5 }}>
              {plan.spec.tiers.map((tierId) => (
                <Chip
                  key={tierId}
                  size="small"
                  variant="outlined"
                  label={<CatalogName resource="tiers" id={tierId} />}
                />
              ))}
            </Box>
          )}
        />
        <Col label="In-article images" disableSort render={(plan) => `at most ${plan.spec.images_per_article_max}`} />
        <Col
          label="Credits a month"
          sx={wideOnly}
          disableSort
          render={(plan) => countText(plan.spec.credits_per_month)}
        />
        <Col label="Cost a month" sx={wideOnly} disableSort render={(plan) => costText(plan.spec.usd_per_month)} />
        <Col label="Accounts" sx={wideOnly} disableSort render={(plan) => countOf(plan.accountCount, 'account')} />
        <Col
          label="Managed in Git"
          sx={wideOnly}
          disableSort
          render={(plan) => <GitPlace sourceFile={plan.sourceFile} sourceLine={plan.sourceLine} />}
        />
      </DataTable>
    </List>
  )
}
