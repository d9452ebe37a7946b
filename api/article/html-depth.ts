import { AppError } from '../domain/error.ts'

/** Far beyond any page. The cleaner's work for each element grows with how many are open around it. */
const mostOpen = 1000

/** Elements that have no end, or that the next of their kind ends. */
const neverNested = new Set(
  'area base br col embed hr img input link meta param source track wbr p li dt dd tr td th thead tbody tfoot option optgroup'.split(
    ' ',
  ),
)
/** What is in them is text. */
const rawText = new Set(['script', 'style', 'textarea', 'title'])

/**
 * Counts what is open, in one look at each character and without a tree, before anything slower is done with it.
 * @throws AppError `invalid` where more elements are left open than any page has
 */
export function assertShallow(html: string): void {
  const lower = html.toLowerCase()
  const tag = /<(\/?)([a-z][a-z\d-]*)(?=[\s/>])|<!--/g
  let open = 0
  for (let match = tag.exec(lower); match; match = tag.exec(lower)) {
    const [, slash, name] = match
    if (name === undefined || (slash === '' && rawText.has(name))) {
      const end = lower.indexOf(name === undefined ? '-->' : `</${name}`, tag.lastIndex)
      if (end === -1) return
      tag.lastIndex = end
    }
    if (name === undefined || neverNested.has(name)) continue
    open = Math.max(0, open + (slash === '' ? 1 : -1))
    if (open > mostOpen)
      throw new AppError(
        'invalid',
        `The HTML leaves more than ${mostOpen} elements open. Close them, or remove the wrappers around the article.`,
      )
  }
}
