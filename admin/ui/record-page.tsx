import { Button, Skeleton } from '@mui/material'
import type { ReactNode } from 'react'
import type { RaRecord } from 'react-admin'
import { ShowBase, Title, useResourceContext, useShowContext } from 'react-admin'
import { Link } from 'react-router-dom'
import { ProblemNotice } from './problem-notice.tsx'

interface RecordPageProps<RecordType> {
  /** What the record is called in a sentence, such as `article`. */
  noun: string
  render: (record: RecordType) => ReactNode
  /** For a record that changes without an event: how often it is read again, which may depend on how it stands. */
  lookEveryMs?: number | false | ((record: RecordType | undefined) => number | false)
}

/** react-admin would leave for the list; whoever followed a link wants to know what became of it. */
const stayHere = { onError: () => undefined }

function RecordBody<RecordType extends RaRecord>({ noun, render }: RecordPageProps<RecordType>) {
  const { record, error, refetch, isPending } = useShowContext<RecordType>()
  const resource = useResourceContext()
  if (record) return render(record)
  if (isPending && !error) return <Skeleton variant="rounded" height={420} />
  return (
    <>
      <Title title={`This ${noun} cannot be shown`} preferenceKey={false} />
      <ProblemNotice error={error} onRetry={() => void refetch()} />
      <Button component={Link} to={`/${resource}`}>
        To the list
      </Button>
    </>
  )
}

/** The page of one record: while it loads, when it cannot be read, and the record itself. */
export function RecordPage<RecordType extends RaRecord>(props: RecordPageProps<RecordType>) {
  const { lookEveryMs = false } = props
  const refetchInterval =
    typeof lookEveryMs === 'function'
      ? (query: { state: { data: RecordType | undefined } }) => lookEveryMs(query.state.data)
      : lookEveryMs
  return (
    <ShowBase<RecordType> queryOptions={{ ...stayHere, refetchInterval }}>
      <RecordBody {...props} />
    </ShowBase>
  )
}
