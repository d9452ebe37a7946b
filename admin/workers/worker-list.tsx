import AliveIcon from '@mui/icons-material/CheckCircleOutlined'
import SilentIcon from '@mui/icons-material/ErrorOutlineOutlined'
import WorkersIcon from '@mui/icons-material/EngineeringOutlined'
import { Box, Chip } from '@mui/material'
import { DataTable, List } from 'react-admin'
import { useLookEvery } from '../live/look-every.ts'
import type { Worker } from '../records.ts'
import { monospace } from '../theme.ts'
import { narrowOnly, wideOnly } from '../ui/columns.ts'
import { CountBar } from '../ui/count-bar.tsx'
import { EmptyState } from '../ui/empty-state.tsx'
import { ListError } from '../ui/list-error.tsx'
import { When } from '../ui/when.tsx'

const Col = DataTable.Col<Worker>

function Life({ worker }: { worker: Worker }) {
  return worker.isAlive ? (
    <Chip size="small" variant="outlined" color="success" icon={<AliveIcon />} label="Alive" />
  ) : (
    <Chip size="small" variant="outlined" color="error" icon={<SilentIcon />} label="Silent" />
  )
}

function Load({ worker }: { worker: Worker }) {
  return <CountBar done={worker.inHand} total={worker.slots} label={`Load of ${worker.id}`} isLoad />
}

/** Who takes generations from the queue. */
export function WorkerList() {
  const refetchInterval = useLookEvery(10_000)
  return (
    <List<Worker>
      actions={false}
      exporter={false}
      pagination={false}
      perPage={100}
      error={<ListError />}
      queryOptions={{ refetchInterval }}
      storeKey="workers.list"
      title="Workers"
      empty={
        <EmptyState icon={<WorkersIcon />} title="No worker is alive">
          Nothing is made until one is. Start one: npm run work
        </EmptyState>
      }
    >
      <DataTable<Worker> bulkActionButtons={false} rowClick={false}>
        <Col
          source="host"
          label="Machine"
          disableSort
          render={(worker) => (
            <>
              <strong>{worker.host}</strong>
              <Box sx={{ color: 'text.secondary', fontSize: '0.82rem' }}>process {worker.processId}</Box>
              <Box sx={narrowOnly}>
                <Life worker={worker} />
                <Load worker={worker} />
              </Box>
            </>
          )}
        />
        <Col label="State" sx={wideOnly} disableSort render={(worker) => <Life worker={worker} />} />
        <Col label="In hand" sx={wideOnly} disableSort render={(worker) => <Load worker={worker} />} />
        <Col label="Heard of" disableSort render={(worker) => <When at={worker.seenAt} />} />
        <Col label="Started" sx={wideOnly} disableSort render={(worker) => <When at={worker.startedAt} />} />
        <Col
          label="Id in logs"
          sx={wideOnly}
          disableSort
          render={(worker) => (
            <Box component="code" sx={{ fontFamily: monospace, fontSize: '0.8rem', overflowWrap: 'anywhere' }}>
              {worker.id}
            </Box>
          )}
        />
      </DataTable>
    </List>
  )
}
