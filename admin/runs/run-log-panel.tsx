import WarningIcon from '@mui/icons-material/WarningAmberOutlined'
import { Box, Button, Link, Skeleton, Tooltip, Typography } from '@mui/material'
import { useState } from 'react'
import { Link as RouterLink } from 'react-router-dom'
import type { Run, RunLogLine } from '../records.ts'
import { ProblemNotice } from '../ui/problem-notice.tsx'
import { rowList } from '../ui/row-list.ts'
import { clockText, timeText } from '../ui/wording.ts'
import { useRunLog } from './run-log.ts'

const dayOf = (iso: string): string => new Date(iso).toDateString()

function Line({ line, showsDay }: { line: RunLogLine; showsDay: boolean }) {
  const isWarning = line.level === 'warning'
  return (
    <Box
      component="li"
      sx={{
        display: 'grid',
        gridTemplateColumns: { xs: 'minmax(0, 1fr) 20px', sm: 'max-content 20px minmax(0, 1fr)' },
        columnGap: 1.5,
        alignItems: 'start',
        py: '7px !important',
      }}
    >
      <Tooltip title={timeText(line.at)}>
        <Box
          component="time"
          dateTime={line.at}
          sx={{ color: 'text.secondary', fontSize: '0.84rem', lineHeight: 1.6, fontVariantNumeric: 'tabular-nums' }}
        >
          {showsDay ? timeText(line.at) : clockText(line.at)}
        </Box>
      </Tooltip>
      <Box
        sx={{
          color: 'warning.main',
          lineHeight: 0,
          pt: '3px',
          display: { xs: isWarning ? 'block' : 'none', sm: 'block' },
        }}
      >
        {isWarning ? <WarningIcon titleAccess="Warning" sx={{ fontSize: 18 }} /> : null}
      </Box>
      <Box
        sx={{
          overflowWrap: 'anywhere',
          gridColumn: { xs: '1 / -1', sm: 'auto' },
          lineHeight: 1.5,
          fontWeight: isWarning ? 600 : 400,
        }}
      >
        {line.contentId === null ? (
          line.message
        ) : (
          <Link
            component={RouterLink}
            to={`/contents/${line.contentId}/show`}
            sx={{
              color: 'text.primary',
              textDecorationColor: 'transparent',
              '&:hover, &:focus-visible': { color: 'primary.main', textDecorationColor: 'currentcolor' },
            }}
          >
            {line.message}
          </Link>
        )}
      </Box>
    </Box>
  )
}

/** What the run decided and did, newest first. It grows while one looks. */
export function RunLogPanel({ run, lookEveryMs }: { run: Run; lookEveryMs: number | false }) {
  const [today] = useState(() => new Date().toDateString())
  const { log, error, isPending, refetch, older } = useRunLog(run.id, lookEveryMs)
  if (isPending) return <Skeleton variant="rounded" height={200} aria-label="Reading the log" />
  if (!log) return <ProblemNotice error={error} title="The log could not be read" onRetry={() => void refetch()} />
  if (log.lines.length === 0) {
    return (
      <Typography sx={{ color: 'text.secondary' }}>
        Nothing was decided yet. Each decision appears here as it is made.
      </Typography>
    )
  }
  const { nextBefore } = log
  return (
    <>
      <Box component="ol" aria-label="Log, newest first" sx={{ ...rowList, '& > li:first-of-type': { borderTop: 0 } }}>
        {log.lines.map((line) => (
          <Line key={line.id} line={line} showsDay={dayOf(line.at) !== today} />
        ))}
      </Box>
      {older.error ? <ProblemNotice error={older.error} /> : null}
      {nextBefore === null ? null : (
        <Button sx={{ mt: 1 }} loading={older.isPending} onClick={() => older.mutate(nextBefore)}>
          Older lines
        </Button>
      )}
    </>
  )
}
