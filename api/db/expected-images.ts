import { type RawBuilder, sql } from 'kysely'

/** Slots the effective settings ask for, the featured image included. The same order and bound as `effectiveSettings` in the domain. */
export const expectedImages: RawBuilder<number> = sql<number>`least((
  select (p.spec ->> 'images_per_article_max')::integer from plans p join accounts a on a.plan_id = p.id
  where a.id = contents.account_id and p.archived_at is null), coalesce(
  contents.images_per_article,
  (select k.images_per_article from keywords k where k.id = contents.keyword_id),
  (select s.images_per_article from sites s where s.id = contents.site_id),
  (select a.images_per_article from accounts a where a.id = contents.account_id),
  (select (spec ->> 'images_per_article')::integer from settings where archived_at is null limit 1))) + 1`

/** Whether the article asks for a slot by these settings: what is beyond them counts for nothing, and is kept. */
export const isAskedFor = (images: 'images' | 'i'): RawBuilder<boolean> =>
  sql<boolean>`(${sql.ref(`${images}.type`)} = 'featured' or ${sql.ref(`${images}.position`)} < ${expectedImages} - 1)`
