import { absoluteUrl } from '../article/relative-links.ts'
import type { ContentStatus } from '../domain/content-status.ts'
import type { FeedItem } from './feed.ts'
import { contentNamespace } from './rss.ts'
import { wordpressHtml } from './wordpress-html.ts'
import { type XmlElement, childText, childrenNamed, textIn } from './xml-items.ts'

const wordpress = /^http:\/\/wordpress\.org\/export\//

/** What a post's status means here. A post that waits for its day, or is shown to some, is not finished for us. */
const statuses: Record<string, ContentStatus> = {
  publish: 'ready',
  draft: 'draft',
  pending: 'draft',
  private: 'draft',
  future: 'draft',
}

/** The words that an SEO plug-in was told the post is about, else its first category or tag that says anything. */
function keywordOf(item: XmlElement): string | null {
  const metas = childrenNamed(item, 'postmeta', wordpress)
  for (const key of ['_yoast_wpseo_focuskw', 'rank_math_focus_keyword']) {
    const meta = metas.find((one) => childText(one, 'meta_key', wordpress) === key)
    const [focus] = (meta ? childText(meta, 'meta_value', wordpress) : '').split(',')
    if (focus?.trim()) return focus.trim()
  }
  const terms = childrenNamed(item, 'category').toSorted(
    (one, other) =>
      Number(one.attributes.get('domain') === 'post_tag') - Number(other.attributes.get('domain') === 'post_tag'),
  )
  const term = terms.find(
    (one) =>
      ['category', 'post_tag'].includes(one.attributes.get('domain') ?? '') &&
      one.attributes.get('nicename') !== 'uncategorized',
  )
  return term ? textIn(term).trim() : null
}

/** One item of a WordPress export. Only posts and pages are articles. */
export function wordpressItem(item: XmlElement, address: string | null): FeedItem {
  const own = (name: string): string => childText(item, name, wordpress)
  const id = own('post_id') || own('post_name')
  const externalId = id === '' ? '' : `wp:${id}`
  const title = childText(item, 'title')
  const leave = (reason: string) => ({ title, externalId: externalId || null, reason, isProblem: false })
  const type = own('post_type')
  if (type !== 'post' && type !== 'page') return leave(`It is of the type "${type}"; posts and pages are imported.`)
  const status = own('status')
  const known = Object.hasOwn(statuses, status) ? statuses[status] : undefined
  if (known === undefined)
    return leave(status === 'trash' ? 'It is in the trash.' : `Its status is "${status}", which is not imported.`)
  return {
    externalId,
    title,
    html: wordpressHtml(childText(item, 'encoded', contentNamespace)),
    base: absoluteUrl(childText(item, 'link'), address) ?? address,
    status: known,
    keyword: keywordOf(item),
  }
}
