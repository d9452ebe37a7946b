import { Box, Button, Skeleton, Table, TableBody, TableCell, TableHead, TableRow, Typography } from '@mui/material'
import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { useDataProvider } from 'react-admin'
import { useSearchParams } from 'react-router-dom'
import type { ConsoleProvider } from '../data-provider.ts'
import type { Run, RunItem, RunItemState } from '../records.ts'
import { ChoiceChips } from '../ui/choice-chips.tsx'
import { narrowOnly, wideOnly } from '../ui/columns.ts'
import { ProblemNotice } from '../ui/problem-notice.tsx'
import { RecordLink } from '../ui/record-link.tsx'
import { costText, countText } from '../ui/wording.ts'
import { isOver } from './run-words.ts'

const perPage = 25

const stateWords: Record<RunItemState, string> = { skipped: 'Left alone', waiting: 'Not done yet', done: 'Done' }

function choicesOf({ progress }: Run): { value: RunItemState | 'all'; label: string }[] {
  const waiting = Math.max(0, progress.articles - progress.articlesDone - progress.articlesSkipped)
  return [
    { value: 'skipped', label: `Left alone (${countText(progress.articlesSkipped)})` },
    { value: 'waiting', label: `Not done yet (${countText(waiting)})` },
    { value: 'done', label: `Done (${countText(progress.articlesDone)})` },
    { value: 'all', label: `All (${countText(progress.articles)})` },
  ]
}

const isState = (text: string): text is RunItemState => text in stateWords

function imagesText({ imagesWanted, made, failed, unfinished }: RunItem): string {
  if (imagesWanted === 0) return '–'
  const parts = [
    `${countText(made)} of ${countText(imagesWanted)} made`,
    failed > 0 ? `${countText(failed)} failed` : [],
    unfinished > 0 ? `${countText(unfinished)} under way` : [],
  ]
  return parts.flat().join(', ')
}

function ItemRow({ item }: { item: RunItem }) {
  return (
    <TableRow>
      <TableCell sx={{ overflowWrap: 'anywhere' }}>
        <RecordLink resource="contents" id={item.id}>
          {item.title}
        </RecordLink>
        {item.reason ? <Box sx={{ color: 'text.secondary', fontSize: '0.88rem' }}>{item.reason}</Box> : null}
        <Box sx={{ ...narrowOnly, color: 'text.secondary', fontSize: '0.85rem' }}>
          <span>{stateWords[item.state]}</span>
          {item.imagesWanted > 0 ? <span>{imagesText(item)}</span> : null}
        </Box>
      </TableCell>
      <TableCell sx={{ ...wideOnly, whiteSpace: 'nowrap' }}>{stateWords[item.state]}</TableCell>
      <TableCell sx={{ ...wideOnly, whiteSpace: 'nowrap' }}>{item.promptsWritten ? 'written' : '–'}</TableCell>
      <TableCell sx={{ ...wideOnly, color: item.failed > 0 ? 'error.main' : 'inherit' }}>{imagesText(item)}</TableCell>
      <TableCell align="right" sx={wideOnly}>
        {item.costUsd > 0 ? costText(item.costUsd) : '–'}
      </TableCell>
    </TableRow>
  )
}

function ItemTable({ items }: { items: readonly RunItem[] }) {
  return (
    <Table size="small" sx={{ '& td, & th': { px: { xs: 0, sm: 1.5 } } }}>
      <TableHead>
        <TableRow>
          <TableCell>Article</TableCell>
          <TableCell sx={wideOnly}>State</TableCell>
          <TableCell sx={wideOnly}>Prompts</TableCell>
          <TableCell sx={wideOnly}>Images</TableCell>
          <TableCell align="right" sx={wideOnly}>
            Cost
          </TableCell>
        </TableRow>
      </TableHead>
      <TableBody>
        {items.map((item) => (
          <ItemRow key={item.id} item={item} />
        ))}
      </TableBody>
    </Table>
  )
}

function emptyText(run: Run, state: string): string {
  if (run.stage === 'plan' && !isOver(run)) return 'The articles are being looked through.'
  if (state === 'skipped') return 'No article was left alone.'
  if (state === 'waiting') return isOver(run) ? 'Nothing was left to do.' : 'Nothing is left to do.'
  return state === 'done' ? 'No article is done yet.' : 'The site has no articles.'
}

function Pages({ page, hasNext, onPage }: { page: number; hasNext: boolean; onPage: (page: number) => void }) {
  if (page === 1 && !hasNext) return null
  return (
    <Box
      component="nav"
      aria-label="Pages of the articles"
      sx={{ display: 'flex', alignItems: 'center', gap: 1, mt: 1.5 }}
    >
      <Button size="small" disabled={page === 1} onClick={() => onPage(page - 1)}>
        Back
      </Button>
      <span>Page {countText(page)}</span>
      <Button size="small" disabled={!hasNext} onClick={() => onPage(page + 1)}>
        Next
      </Button>
    </Box>
  )
}

/** The articles in a state, a page at a time. */
function ItemPages({ run, state, lookEveryMs }: { run: Run; state: string; lookEveryMs: number | false }) {
  const provider = useDataProvider<ConsoleProvider>()
  const [page, setPage] = useState(1)
  const question = { page, perPage, state: isState(state) ? state : undefined }
  const { data, error, refetch } = useQuery({
    queryKey: ['run-items', run.id, question],
    queryFn: ({ signal }) => provider.readRunItems(run.id, question, signal),
    placeholderData: keepPreviousData,
    refetchInterval: lookEveryMs,
  })
  if (!data) {
    return error ? (
      <ProblemNotice error={error} title="The articles could not be read" onRetry={() => void refetch()} />
    ) : (
      <Skeleton variant="rounded" height={200} aria-label="Reading the articles" />
    )
  }
  const hasNext = data.pageInfo?.hasNextPage ?? (data.total ?? 0) > page * perPage
  return (
    <>
      {data.data.length > 0 ? (
        <ItemTable items={data.data} />
      ) : (
        <Typography sx={{ color: 'text.secondary', py: 1 }}>{emptyText(run, state)}</Typography>
      )}
      <Pages page={page} hasNext={hasNext} onPage={setPage} />
    </>
  )
}

/** The articles of a run: those left alone first, with why. */
export function RunArticlesPanel({ run, lookEveryMs }: { run: Run; lookEveryMs: number | false }) {
  const [search, setSearch] = useSearchParams()
  const state = search.get('state') ?? (run.progress.articlesSkipped > 0 ? 'skipped' : 'all')
  const choose = (value: string | undefined) => setSearch({ tab: 'articles', state: value ?? 'all' }, { replace: true })
  return (
    <>
      <ChoiceChips choices={choicesOf(run)} chosen={state as RunItemState | 'all'} onChoose={choose} label="State" />
      <ItemPages key={state} run={run} state={state} lookEveryMs={lookEveryMs} />
    </>
  )
}
