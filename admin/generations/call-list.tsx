import { Box, Chip } from '@mui/material'
import type { TimelineCall } from '../records.ts'
import { monospace } from '../theme.ts'
import { CatalogName } from '../ui/catalog-name.tsx'
import { CopyButton } from '../ui/copy-button.tsx'
import { Fact, Facts } from '../ui/facts.tsx'
import { ModeBadge } from '../ui/mode-badge.tsx'
import { RecordLink } from '../ui/record-link.tsx'
import { rowList } from '../ui/row-list.ts'
import { costText, errorText, latencyText } from '../ui/wording.ts'

const steps: Record<TimelineCall['step'], string> = {
  sending: 'waiting for the answer',
  answered: 'paid, fetching the file',
  stored: 'file kept',
  settled: 'settled',
}

const outcomes = {
  succeeded: { words: 'done', colour: 'success' },
  failed: { words: 'failed', colour: 'error' },
  unsent: { words: 'never arrived', colour: 'default' },
  unknown: { words: 'unknown outcome', colour: 'warning' },
} as const

function StateChip({ call }: { call: TimelineCall }) {
  if (!call.outcome) return <Chip size="small" variant="outlined" color="info" label={steps[call.step]} />
  const { words, colour } = outcomes[call.outcome]
  return <Chip size="small" variant="outlined" color={colour} label={words} />
}

function Code({ text, copyLabel }: { text: string; copyLabel?: string }) {
  return (
    <Box component="span" sx={{ fontFamily: monospace, fontSize: '0.8rem', overflowWrap: 'anywhere' }}>
      {text}
      {copyLabel ? <CopyButton text={text} label={copyLabel} /> : null}
    </Box>
  )
}

function durations(call: TimelineCall): string {
  const parts = [
    call.answerMs === null ? '' : `answer ${latencyText(call.answerMs)}`,
    call.fileMs === null ? '' : `file ${latencyText(call.fileMs)}`,
    call.totalMs === null ? '' : `${latencyText(call.totalMs)} in all`,
  ]
  return parts.filter(Boolean).join(', ')
}

function CallFacts({ call }: { call: TimelineCall }) {
  const took = durations(call)
  return (
    <Facts>
      <Fact name="Cost">
        {costText(call.costUsd)}
        {call.costSource ? ` (as told by the ${call.costSource})` : ''}
        {call.chargedUsd === call.costUsd ? '' : `, ${costText(call.chargedUsd)} booked`}
      </Fact>
      {took ? <Fact name="Took">{took}</Fact> : null}
      {call.errorClass ? (
        <Fact name="Failure">
          {errorText(call.errorClass)}. {call.errorMessage} {call.errorCode ? `(${call.errorCode})` : ''}
        </Fact>
      ) : null}
      <Fact name="Task id">
        <Code text={call.id} copyLabel="Copy the task id" />
      </Fact>
      {call.requestId ? (
        <Fact name="Provider’s request">
          <Code text={call.requestId} copyLabel="Copy the provider’s request id" />
        </Fact>
      ) : null}
      {call.requestSha256 ? (
        <Fact name="Request hash">
          <Code text={call.requestSha256.slice(0, 16)} />
        </Fact>
      ) : null}
      {call.workerId ? (
        <Fact name="Worker">
          <Code text={call.workerId} />
        </Fact>
      ) : null}
      {call.releaseId ? (
        <Fact name="Sent under">
          <RecordLink resource="releases" id={call.releaseId}>
            release #{call.releaseId}
          </RecordLink>
        </Fact>
      ) : null}
    </Facts>
  )
}

/** Every call to a provider, each with what its support will ask for. The last one is open. */
export function CallList({ calls }: { calls: readonly TimelineCall[] }) {
  return (
    <Box component="ol" sx={rowList}>
      {calls.map((call, index) => (
        <li key={call.id}>
          <Box component="details" open={index === calls.length - 1}>
            <Box component="summary" sx={{ cursor: 'pointer', mb: 1 }}>
              <CatalogName resource="models" id={call.modelId} plain /> <StateChip call={call} />{' '}
              <ModeBadge mode={call.providerMode} />
            </Box>
            <CallFacts call={call} />
          </Box>
        </li>
      ))}
    </Box>
  )
}
