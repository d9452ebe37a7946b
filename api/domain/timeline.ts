import type { Fallback } from './claimed-generation.ts'
import type { GenerationStatus } from './generation.ts'
import type { Wait } from './wait-reason.ts'

export type CallStep = 'sending' | 'answered' | 'stored' | 'settled'
export type CallOutcome = 'succeeded' | 'failed' | 'unsent' | 'unknown'

export interface TimelineGeneration {
  id: number
  accountId: number
  status: GenerationStatus
  requestedBy: string
  correlationId: string | null
  modelId: string
  providerId: string
  releaseId: number
  estimateUsd: number
  estimateCredits: number
  /** YYYY-MM-DD; null where nothing is reserved. */
  reservedFor: string | null
  fallbacks: Fallback[]
  /** The open call; null where there is none. */
  taskId: string | null
  answeredAt: Date | null
  runAt: Date
  costUsd: number
  credits: number
  errorClass: string | null
  errorCode: string | null
  errorMessage: string | null
  createdAt: Date
  startedAt: Date | null
  finishedAt: Date | null
  /** When this was read, by the clock of the database, which sets all times here. */
  readAt: Date
}

/** One provider call, as it is kept. */
export interface TimelineCall {
  id: string
  providerId: string
  modelId: string
  providerMode: 'live' | 'sandbox'
  releaseId: number | null
  workerId: string | null
  requestSha256: string | null
  step: CallStep
  outcome: CallOutcome | null
  sentAt: Date
  answeredAt: Date | null
  storedAt: Date | null
  settledAt: Date | null
  costUsd: number
  costSource: string | null
  chargedUsd: number
  sha256: string | null
  requestId: string | null
  errorClass: string | null
  errorCode: string | null
  errorMessage: string | null
}

interface TimelineBooking {
  id: number
  createdAt: Date
  kind: 'reserve' | 'settle' | 'release' | 'correct'
  providerId: string
  callId: string | null
  reservedUsd: number
  spentUsd: number
  reservedCredits: number
  spentCredits: number
  bookedFor: string
}

export interface TimelineFacts {
  generation: TimelineGeneration
  /** In the order they were sent. */
  calls: TimelineCall[]
  /** Oldest first. */
  ledgerEntries: TimelineBooking[]
}

interface Entry {
  kind: string
  at: Date
  [field: string]: unknown
}

const msBetween = (from: Date | null, to: Date | null): number | null =>
  from === null || to === null ? null : Math.max(0, to.getTime() - from.getTime())

const callRecord = (call: TimelineCall) => ({
  ...call,
  answerMs: msBetween(call.sentAt, call.answeredAt),
  fileMs: msBetween(call.answeredAt, call.storedAt),
  totalMs: msBetween(call.sentAt, call.settledAt),
})

function callEntries(call: TimelineCall): Entry[] {
  const { id: callId, sentAt, answeredAt, storedAt, settledAt } = call
  const { providerId, modelId, providerMode, costUsd, costSource, outcome, errorClass, errorMessage, sha256 } = call
  const since = (at: Date) => ({ at, callId, afterMs: msBetween(sentAt, at) })
  return [
    { kind: 'call_sent', at: sentAt, callId, providerId, modelId, providerMode },
    ...(answeredAt ? [{ kind: 'call_answered', ...since(answeredAt), costUsd }] : []),
    ...(storedAt ? [{ kind: 'call_stored', ...since(storedAt), sha256 }] : []),
    ...(settledAt
      ? [{ kind: 'call_settled', ...since(settledAt), outcome, costUsd, costSource, errorClass, errorMessage }]
      : []),
  ]
}

/**
 * Where the time was not written down: a model is given up in the transaction that settles its last call, so that is when.
 * Each model is tried once: the calls of one that failed are all its calls.
 */
function fallbackEntries({ generation, calls }: TimelineFacts): Entry[] {
  const { fallbacks } = generation
  return fallbacks.map(({ modelId, errorClass, message, at }, index) => ({
    kind: 'fell_back',
    at:
      (at === undefined ? undefined : new Date(at)) ??
      calls.findLast((call) => call.modelId === modelId && call.settledAt !== null)?.settledAt ??
      generation.startedAt ??
      generation.createdAt,
    fromModelId: modelId,
    toModelId: fallbacks[index + 1]?.modelId ?? generation.modelId,
    errorClass,
    errorMessage: message,
  }))
}

function bookingEntry({ id, kind, createdAt, callId, providerId, bookedFor, ...amounts }: TimelineBooking): Entry {
  const { reservedUsd, spentUsd, reservedCredits, spentCredits } = amounts
  return {
    kind: 'booked',
    at: createdAt,
    id,
    entryKind: kind,
    callId,
    providerId,
    bookedFor,
    reservedUsd,
    spentUsd,
    reservedCredits,
    spentCredits,
  }
}

/**
 * What a call of the model that was asked for may cost. The generation itself knows only of the model it is made with now;
 * of one that was given up since, the first reservation tells. Nulls: it was given up before anything was reserved for it.
 */
function askedEstimate({ generation, calls, ledgerEntries }: TimelineFacts) {
  const [given] = generation.fallbacks
  if (!given) return { estimateUsd: generation.estimateUsd, estimateCredits: generation.estimateCredits }
  const first = calls[0]?.modelId === given.modelId ? ledgerEntries.find(({ kind }) => kind === 'reserve') : undefined
  return { estimateUsd: first?.reservedUsd ?? null, estimateCredits: first?.reservedCredits ?? null }
}

/** What is written in one transaction has one time; this is the order in which it is told. */
const toldInOrder = [
  'asked',
  'claimed',
  'call_sent',
  'call_answered',
  'call_stored',
  'call_settled',
  'booked',
  'fell_back',
  'finished',
]

const inOrder = (one: Entry, other: Entry): number =>
  one.at.getTime() - other.at.getTime() || toldInOrder.indexOf(one.kind) - toldInOrder.indexOf(other.kind)

/** What happened to a generation, oldest first; and what it waits for, last. */
export function timelineOf(facts: TimelineFacts, wait: Wait | undefined) {
  const { generation, calls, ledgerEntries } = facts
  const { requestedBy, correlationId, fallbacks, modelId, releaseId } = generation
  const { startedAt, finishedAt, status, costUsd, credits, errorClass, errorCode, errorMessage } = generation
  const happened: Entry[] = [
    {
      kind: 'asked',
      at: generation.createdAt,
      by: requestedBy,
      correlationId,
      modelId: fallbacks[0]?.modelId ?? modelId,
      releaseId,
      ...askedEstimate(facts),
    },
    ...(startedAt ? [{ kind: 'claimed', at: startedAt }] : []),
    ...ledgerEntries.map(bookingEntry),
    ...calls.flatMap(callEntries),
    ...fallbackEntries(facts),
    ...(finishedAt
      ? [{ kind: 'finished', at: finishedAt, status, costUsd, credits, errorClass, errorCode, errorMessage }]
      : []),
  ]
  return {
    generationId: generation.id,
    entries: [...happened.toSorted(inOrder), ...(wait ? [{ kind: 'waits', at: generation.readAt, ...wait }] : [])],
    calls: calls.map(callRecord),
  }
}
