import type { ReactNode } from 'react'
import type { TimelineCall, TimelineEntry } from '../records.ts'
import { CatalogName } from '../ui/catalog-name.tsx'
import { ModeBadge } from '../ui/mode-badge.tsx'
import { When } from '../ui/when.tsx'
import { costText, countOf, errorText, latencyText, statusWords } from '../ui/wording.ts'

/** How a moment looks: what a person did or has to know, a step of the work, or money beside it. */
export type Tone = 'plain' | 'good' | 'bad' | 'waiting' | 'money'

export interface Told {
  title: ReactNode
  detail?: ReactNode
  tone: Tone
}

const settledWords: Record<NonNullable<TimelineCall['outcome']>, { title: string; tone: Tone }> = {
  succeeded: { title: 'The call is done', tone: 'plain' },
  failed: { title: 'The call failed', tone: 'bad' },
  unsent: { title: 'The provider knows nothing of the call', tone: 'bad' },
  unknown: { title: 'Nobody knows whether the call was billed', tone: 'bad' },
}

/** Money and credits together; credits alone where a picture costs no money. */
const amountText = (usd: number, credits: number): string => `${costText(usd)}, ${countOf(credits, 'credit')}`

const isNothing = (usd: number, credits: number): boolean => usd === 0 && credits === 0

function tellBooking(entry: Extract<TimelineEntry, { kind: 'booked' }>): Told {
  const { entryKind, reservedUsd, reservedCredits, spentUsd, spentCredits } = entry
  const tone = 'money'
  switch (entryKind) {
    case 'reserve':
      return { title: `Held ${amountText(reservedUsd, reservedCredits)}`, tone }
    case 'release':
      return { title: `Gave back ${amountText(-reservedUsd, -reservedCredits)}`, tone }
    case 'settle':
      return {
        title: isNothing(spentUsd, spentCredits)
          ? `Charged nothing, gave back ${amountText(-reservedUsd, -reservedCredits)}`
          : `Charged ${amountText(spentUsd, spentCredits)}`,
        tone,
      }
    case 'correct':
      return { title: `Corrected by ${amountText(spentUsd, spentCredits)}`, tone }
  }
}

/** The class of a failure and its own words; undefined where there was none. */
const failureText = (errorClass: string | null, message: string | null): string | undefined =>
  message === null ? undefined : `${errorText(errorClass)}. ${message}`

function tellSettled(entry: Extract<TimelineEntry, { kind: 'call_settled' }>): Told {
  const { title, tone } = settledWords[entry.outcome]
  const failure = failureText(entry.errorClass, entry.errorMessage)
  const detail =
    entry.outcome === 'unknown' ? `${failure ?? ''} Counted as spent: ${costText(entry.costUsd)}.` : failure
  return { title, detail, tone }
}

function tellFinished(entry: Extract<TimelineEntry, { kind: 'finished' }>): Told {
  const { status, costUsd, credits, errorClass, errorMessage } = entry
  if (status === 'succeeded')
    return { title: statusWords[status], detail: `${amountText(costUsd, credits)} in all`, tone: 'good' }
  return {
    title: statusWords[status],
    detail: failureText(errorClass, errorMessage),
    tone: status === 'failed' ? 'bad' : 'plain',
  }
}

/** An entry of the timeline in words. */
export function tell(entry: TimelineEntry): Told {
  switch (entry.kind) {
    case 'asked':
      return {
        title: `Asked for by ${entry.by}`,
        detail: (
          <>
            <CatalogName resource="models" id={entry.modelId} />
            {entry.estimateUsd === null || entry.estimateCredits === null
              ? ''
              : `, up to ${amountText(entry.estimateUsd, entry.estimateCredits)}`}
          </>
        ),
        tone: 'plain',
      }
    case 'claimed':
      return { title: 'Taken by a worker', tone: 'plain' }
    case 'call_sent':
      return {
        title: (
          <>
            Sent to <CatalogName resource="providers" id={entry.providerId} /> <ModeBadge mode={entry.providerMode} />
          </>
        ),
        detail: <CatalogName resource="models" id={entry.modelId} />,
        tone: 'plain',
      }
    case 'call_answered':
      return {
        title: 'Answered',
        detail: `after ${latencyText(entry.afterMs)}, for ${costText(entry.costUsd)}`,
        tone: 'plain',
      }
    case 'call_stored':
      return { title: 'File kept', tone: 'plain' }
    case 'call_settled':
      return tellSettled(entry)
    case 'booked':
      return tellBooking(entry)
    case 'fell_back':
      return {
        title: (
          <>
            <CatalogName resource="models" id={entry.toModelId} /> takes the place of{' '}
            <CatalogName resource="models" id={entry.fromModelId} />
          </>
        ),
        detail: failureText(entry.errorClass, entry.errorMessage),
        tone: 'waiting',
      }
    case 'finished':
      return tellFinished(entry)
    case 'waits':
      return {
        title: 'Waits',
        detail: (
          <>
            {entry.message}{' '}
            {entry.until ? (
              <>
                Looked at again <When at={entry.until} />.
              </>
            ) : null}
          </>
        ),
        tone: 'waiting',
      }
  }
}
