import { sql } from 'kysely'
import type { QueuedGroup, Usage, UsageGroup } from '../catalog/usage.ts'
import type { Db } from './database.ts'

/**
 * Who uses what, with every level's own choice resolved: a site without a tier counts under its account's. One look at
 * every article, so this is asked for only when something changes.
 */
export async function readUsage(db: Db): Promise<Usage> {
  const groups = await sql<UsageGroup>`
    select a.id as account_id, a.name as account_name, a.plan_id, u.tier_id, u.style_id,
      sum(u.sites)::integer as sites, sum(u.contents)::integer as contents
    from (
      select id as account_id, tier_id, style_id, 0 as sites, 0 as contents from accounts
      union all
      select s.account_id, coalesce(s.tier_id, a.tier_id), coalesce(s.style_id, a.style_id), 1, 0
      from sites s join accounts a on a.id = s.account_id
      union all
      select s.account_id, coalesce(k.tier_id, s.tier_id, a.tier_id), coalesce(k.style_id, s.style_id, a.style_id), 0, 0
      from keywords k join sites s on s.id = k.site_id join accounts a on a.id = s.account_id
      union all
      select c.account_id, coalesce(c.tier_id, k.tier_id, s.tier_id, a.tier_id),
        coalesce(c.style_id, k.style_id, s.style_id, a.style_id), 0, 1
      from contents c join sites s on s.id = c.site_id join accounts a on a.id = c.account_id
        left join keywords k on k.id = c.keyword_id
    ) u join accounts a on a.id = u.account_id
    group by a.id, u.tier_id, u.style_id
    order by a.id, u.tier_id, u.style_id`.execute(db)
  const queued = await sql<QueuedGroup>`
    select account_id, tier_id, model_id, style_id, count(*)::integer as count from generations
    where status in ('queued', 'running') group by account_id, tier_id, model_id, style_id`.execute(db)
  return { groups: groups.rows, queued: queued.rows }
}
