import { sql } from 'kysely'
import type { ClaimedGeneration, Pause } from '../domain/claimed-generation.ts'
import type { Db } from './database.ts'

/** What a worker holds already, and what it cannot work on. */
export interface Hand {
  ids: number[]
  /** It holds one whose workers died twice, and gets no second of that kind. */
  hasSuspect: boolean
  /** Ids of providers that this process has no key for. */
  unserved: string[]
}

const claimedColumns = sql.raw(
  `g.id, g.image_id, g.content_id, g.account_id, i.type as image_type, i.position as image_position, g.tier_id,
   g.model_id, g.provider_id, g.style_id, g.prompt, g.negative_prompt, g.width, g.height, g.format, g.seed,
   g.generation_params, g.is_model_fixed, g.fallbacks, g.attempts, g.max_attempts, g.worker_id, g.claims, g.rescues,
   g.task_id, (extract(epoch from now() - g.sent_at) * 1000)::float8 as sent_age_ms, g.sent_release_id, g.provider_mode, g.resent_blind, a.answer, a.sha256 as stored_sha256,
   g.estimate_usd, g.estimate_credits, g.error_class, g.requested_by, g.correlation_id`,
)

interface ProviderWithWork {
  id: string
  hasLost: boolean
  /** Nulls where it is not paused. */
  pausedClass: Pause['pausedClass'] | null
  pausedReason: string | null
}

/** Claims at one provider each. What may be claimed is decided in the migrations. */
export function createProviderClaims(db: Db) {
  /** Providers with something to do now, in no order: a worker must not always begin with the same one. */
  const providersWithWork = async (unserved: string[]): Promise<ProviderWithWork[]> => {
    const { rows } = await sql<ProviderWithWork>`
      select id, has_lost, paused_class, paused_reason from providers p
      left join provider_states s on s.provider_id = p.id and s.paused_at is not null
      cross join lateral (select exists (
        select from generations where provider_id = p.id and status = 'running' and lease_until < now()) as has_lost) lost
      where id <> all(${unserved}::text[]) and (has_lost or exists (
        select from generations where provider_id = p.id and status = 'queued' and run_at <= now()))
      order by random()`.execute(db)
    return rows
  }

  const claimFrom = async (
    providerId: string,
    workerId: string,
    slots: number,
    leaseSeconds: number,
    hand: Hand,
  ): Promise<ClaimedGeneration[]> => {
    const { rows } = await sql<ClaimedGeneration>`
      select ${claimedColumns}
      from claim_from_provider(${providerId}, ${workerId}, ${slots}, ${leaseSeconds}, ${hand.ids}::bigint[], ${hand.hasSuspect}) g
      join images i on i.id = g.image_id left join generation_attempts a on a.id = g.task_id`.execute(db)
    return rows.map((row) => ({ ...row, stranded: null }))
  }

  /** What waits at a paused provider and can be made elsewhere. */
  const claimStranded = async (
    { id, pausedClass, pausedReason }: ProviderWithWork,
    workerId: string,
    slots: number,
    leaseSeconds: number,
  ): Promise<ClaimedGeneration[]> => {
    if (slots <= 0 || pausedClass === null || pausedReason === null) return []
    const { rows } = await sql<ClaimedGeneration>`
      select ${claimedColumns}
      from claim_stranded(${id}, ${workerId}, ${slots}, ${leaseSeconds}) g
      join images i on i.id = g.image_id left join generation_attempts a on a.id = g.task_id`.execute(db)
    return rows.map((row) => ({ ...row, stranded: { pausedClass, pausedReason } }))
  }

  return { providersWithWork, claimFrom, claimStranded }
}
