import { createHash } from 'node:crypto'
import { readFile, readdir, utimes } from 'node:fs/promises'
import { basename, join } from 'node:path'
import { sql } from 'kysely'
import type { Bill } from '../../api/sandbox/ledger.ts'
import { createLocalDisk } from '../../api/storage/local-disk.ts'
import { type Storm, caps } from './storm.ts'

/** What is left when all is over, and everything that is wrong with it. */
export interface Audit {
  problems: string[]
  /** For people: how much there was of what. */
  counts: Record<string, number>
}

interface CallRow {
  id: string
  generationId: number
  providerId: string
  step: string
  outcome: string | null
  costUsd: number
  chargedUsd: number
  sha256: string | null
  /** The file that its answer names, kept or not. */
  answerSha256: string | null
}

interface GenerationRow {
  id: number
  status: string
  errorCode: string | null
  errorMessage: string | null
  rescues: number
  resentBlind: boolean
  reservedFor: string | null
  sha256: string | null
  format: string
  costUsd: number
}

/** Six decimals are kept. */
const isSameUsd = (one: number, other: number): boolean => Math.abs(one - other) < 1e-6

const grouped = <T, K>(items: readonly T[], keyOf: (item: T) => K): Map<K, T[]> => {
  const groups = new Map<K, T[]>()
  for (const item of items) groups.set(keyOf(item), [...(groups.get(keyOf(item)) ?? []), item])
  return groups
}

/** What the provider knows the call of a bill by, which is the id of its row. */
const callIdOf = (bill: Bill): string => bill.clientRequestId ?? bill.taskId

const wasParked = ({ errorCode }: GenerationRow): boolean => errorCode === 'outcome_unknown'

function endProblems(generations: GenerationRow[], calls: CallRow[]): string[] {
  return [
    ...generations
      .filter(({ status }) => status === 'queued' || status === 'running')
      .map(({ id, status }) => `Generation ${id} is still ${status}.`),
    ...generations
      .filter(({ reservedFor }) => reservedFor !== null)
      .map(({ id }) => `Generation ${id} still holds a reservation.`),
    ...calls.filter(({ step }) => step !== 'settled').map(({ id, step }) => `Call ${id} is still ${step}.`),
  ]
}

/** Every bill is a call on record, and every call says what it was billed. */
function billProblems(bills: Bill[], calls: CallRow[]): string[] {
  const billsByCall = grouped(bills, callIdOf)
  const known = new Set(calls.map(({ id }) => id))
  const strays = [...billsByCall.keys()].filter((id) => !known.has(id))
  return [
    ...strays.map((id) => `Call ${id} was billed and is not on record.`),
    ...calls.flatMap((call) => {
      const billed = billsByCall.get(call.id) ?? []
      const billedUsd = billed.reduce((sum, { costUsd }) => sum + costUsd, 0)
      const told = `Call ${call.id} of generation ${call.generationId} to ${call.providerId}, ${call.outcome},`
      if (billed.length > 1) return [`${told} was billed ${billed.length} times.`]
      if (!isSameUsd(call.costUsd, call.chargedUsd))
        return [`${told} cost ${call.costUsd}, ${call.chargedUsd} is booked.`]
      // Nobody could say: it counts as spent, billed or not.
      if (call.outcome === 'unknown') return call.chargedUsd > 0 ? [] : [`${told} is not counted as spent.`]
      return isSameUsd(call.chargedUsd, billedUsd)
        ? []
        : [`${told} was billed ${billedUsd}, ${call.chargedUsd} is booked.`]
    }),
  ]
}

/** No picture is paid for twice, but where a policy takes that risk once and says so. */
function doubleProblems(
  bills: Bill[],
  calls: CallRow[],
  generations: GenerationRow[],
  retried: ReadonlySet<number>,
): string[] {
  const callsById = new Map(calls.map((call) => [call.id, call]))
  const unknownByGeneration = grouped(
    calls.filter(({ outcome }) => outcome === 'unknown'),
    ({ generationId }) => generationId,
  )
  const billsByGeneration = grouped(bills, (bill) => callsById.get(callIdOf(bill))?.generationId)
  return generations.flatMap((generation) => {
    const billed = billsByGeneration.get(generation.id) ?? []
    const isBlind = (unknownByGeneration.get(generation.id) ?? []).some(({ providerId }) => providerId === 'openai')
    // Called again although nobody knew what became of the call before: by the provider's policy, and by a person.
    const byPolicy = isBlind && generation.resentBlind ? 1 : 0
    const byPerson = isBlind && retried.has(generation.id) ? 1 : 0
    const allowed = 1 + byPolicy + byPerson
    return billed.length > allowed
      ? [`Generation ${generation.id}, ${generation.status}, was billed ${billed.length} times; ${allowed} may be.`]
      : []
  })
}

async function filesIn(folder: string): Promise<string[]> {
  const entries = await readdir(folder, { withFileTypes: true, recursive: true }).catch(() => [])
  return entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name))
}

/** Every finished picture has its file, and every file belongs to a picture. */
async function fileProblems(
  folder: string,
  generations: GenerationRow[],
  calls: CallRow[],
  pictures: string[],
): Promise<string[]> {
  const others = [join(folder, 'tmp'), join(folder, 'databases')]
  const files = (await filesIn(folder)).filter((path) => !others.some((other) => path.startsWith(other)))
  const names = new Set(files.map((path) => basename(path)))
  const wanted = generations.filter(({ status }) => status === 'succeeded')
  const referred = new Set([...generations, ...calls].map(({ sha256 }) => sha256))
  const named = new Set([...pictures, ...calls.map(({ answerSha256 }) => answerSha256)])
  const spoilt: string[] = []
  for (const path of files) {
    const sha256 = createHash('sha256')
      .update(await readFile(path))
      .digest('hex')
    if (!basename(path).startsWith(sha256)) spoilt.push(`${basename(path)} has another content than its name says.`)
  }
  return [
    ...wanted
      .filter(({ sha256, format }) => !names.has(`${sha256}.${format}`))
      .map(({ id }) => `Generation ${id} succeeded and has no file.`),
    ...[...names]
      .filter((name) => !named.has(name.split('.')[0] ?? ''))
      .map((name) => `${name} is an orphan: nothing on record is this file.`),
    ...pictures.filter((sha256) => !referred.has(sha256)).map((sha256) => `Nothing refers to picture ${sha256}.`),
    ...spoilt,
  ]
}

/** What killed writers left is swept once it is old, and nothing else is left. */
async function leftoverProblems(folder: string, mayBeLeft: boolean): Promise<string[]> {
  const leftovers = await filesIn(join(folder, 'tmp'))
  const longAgo = new Date(Date.now() - 2 * 60 * 60_000)
  for (const path of leftovers) await utimes(path, longAgo, longAgo)
  await createLocalDisk(folder).get('0'.repeat(64), 'webp')
  const still = await filesIn(join(folder, 'tmp'))
  return [
    ...(leftovers.length > 0 && !mayBeLeft ? [`${leftovers.length} temporary files, and no writer was cut off.`] : []),
    ...still.map((path) => `${basename(path)} was not swept.`),
  ]
}

/**
 * Looks at everything there is after all workers stopped.
 * @param mayBeLeft whether writers were cut off in the middle of a file
 */
export async function auditStorm(storm: Storm, { mayBeLeft }: { mayBeLeft: boolean }): Promise<Audit> {
  const { atelier, sandbox, filesFolder } = storm
  const { db } = atelier.database
  const generations: GenerationRow[] = await db
    .selectFrom('generations')
    .select([
      'id',
      'status',
      'errorCode',
      'errorMessage',
      'rescues',
      'resentBlind',
      'reservedFor',
      'sha256',
      'format',
      'costUsd',
    ])
    .execute()
  const calls: CallRow[] = await db
    .selectFrom('generationAttempts')
    .select(['id', 'generationId', 'providerId', 'step', 'outcome', 'costUsd', 'chargedUsd', 'sha256'])
    .select(sql<string | null>`answer -> 'source' ->> 'sha256'`.as('answerSha256'))
    .execute()
  const pictures = (await db.selectFrom('pictures').select('sha256').execute()).map(({ sha256 }) => sha256)
  const { rows: reserved } = await sql<{ place: string }>`
    select 'account ' || account_id as place from account_months where reserved_usd <> 0 or reserved_credits <> 0
    union all select 'provider ' || provider_id from provider_days where reserved_usd <> 0`.execute(db)
  const bills = sandbox.bills()
  const most = sandbox.mostAtOnce()
  const countBy = (rows: { status: string }[]) =>
    Object.fromEntries([...grouped(rows, (row) => row.status)].map(([key, all]) => [key, all.length]))
  const problems = [
    ...endProblems(generations, calls),
    ...billProblems(bills, calls),
    ...doubleProblems(bills, calls, generations, storm.retried()),
    ...(await atelier.stores.spending.imbalances()).map((place) => `Out of balance: ${place}.`),
    ...reserved.map(({ place }) => `${place} still has something reserved.`),
    ...(await fileProblems(filesFolder, generations, calls, pictures)),
    ...(await leftoverProblems(filesFolder, mayBeLeft)),
    ...storm.overCaps().map((told) => `Over the cap: ${told}.`),
    ...(most.runware > caps.runware ? [`${most.runware} requests to Runware at once; ${caps.runware} may be.`] : []),
    ...(most['openai-images'] > caps.openai
      ? [`${most['openai-images']} requests to OpenAI at once; ${caps.openai} may be.`]
      : []),
  ]
  return {
    problems,
    counts: {
      ...countBy(generations),
      parked: generations.filter(wasParked).length,
      givenUp: generations.filter(({ errorMessage }) => errorMessage?.startsWith('Given up')).length,
      rescues: generations.reduce((sum, { rescues }) => sum + rescues, 0),
      lost: generations.filter(({ errorCode }) => errorCode === 'picture_lost').length,
      calls: calls.length,
      bills: bills.length,
      unknown: calls.filter(({ outcome }) => outcome === 'unknown').length,
      looks: storm.looks(),
      mostAtRunware: most.runware,
      mostAtOpenAi: most['openai-images'],
    },
  }
}
