import { createHash } from 'node:crypto'
import type { Operation } from './operation.ts'
import { operations } from './operations.ts'
import { schemas } from './schemas.ts'

const escapeHtml = (text: string): string =>
  text.replaceAll(
    /[&<>"]/g,
    (character) => ({ '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' })[character] ?? character,
  )

const style = `
:root { color-scheme: light dark; --ink: light-dark(#1d2125, #e6e8ea); --quiet: light-dark(#5a636d, #9aa4ae); --line: light-dark(#dfe3e7, #343a40); --paper: light-dark(#fff, #16191c); --card: light-dark(#f6f7f9, #1f2327); --accent: light-dark(#2b5fb8, #8ab4f8) }
body { margin: 0 auto; max-width: 60rem; padding: 2rem 1.25rem 6rem; background: var(--paper); color: var(--ink); font: 16px/1.55 system-ui, sans-serif }
h1 { font-size: 1.8rem; margin: 0 0 .25rem } h2 { font-size: 1.25rem; margin: 2.5rem 0 .75rem } p { margin: .25rem 0 }
a { color: var(--accent) } nav a { margin-right: 1rem } code, .path { font: .9em/1.4 ui-monospace, monospace; overflow-wrap: anywhere }
details { border: 1px solid var(--line); border-radius: 6px; margin: .4rem 0; background: var(--card) } summary { padding: .5rem .75rem; cursor: pointer }
summary:focus-visible, a:focus-visible { outline: 2px solid var(--accent); outline-offset: 2px } .body { padding: 0 .75rem .75rem }
.method { display: inline-block; min-width: 4.2rem; font-weight: 650; text-transform: uppercase; font-size: .8rem; color: var(--accent) } .quiet { color: var(--quiet) }
table { border-collapse: collapse; width: 100%; font-size: .92rem } th, td { text-align: left; vertical-align: top; padding: .3rem .75rem .3rem 0; border-top: 1px solid var(--line) } th { font-weight: 600 }
`

/** What the page's own Content-Security-Policy must allow: its style and nothing else. */
export const docsStyleHash = `sha256-${createHash('sha256').update(style).digest('base64')}`

interface Property {
  description?: string
  type?: string | string[]
  enum?: unknown[]
  items?: Property
  $ref?: string
  allOf?: Property[]
  oneOf?: Property[]
}

const linkTo = (name: string): string => {
  const title = schemas.get(name)?.title ?? name
  return `<a href="#${title}">${title}</a>`
}

/** What a value may be, as HTML. */
function typeOf(property: Property): string {
  if (property.$ref) return linkTo(property.$ref.replace('.schema.json', ''))
  const alternatives = property.oneOf ?? property.allOf
  if (alternatives) return alternatives.map(typeOf).join(' or ')
  if (property.enum) return property.enum.map((value) => `<code>${escapeHtml(String(value))}</code>`).join(' ')
  if (property.items) return `list of ${typeOf(property.items)}`
  return escapeHtml([property.type ?? 'anything'].flat().join(' or '))
}

function fieldTable(properties: Record<string, Property>, required: string[]): string {
  const rows = Object.entries(properties).map(
    ([name, property]) =>
      `<tr><td><code>${escapeHtml(name)}</code>${required.includes(name) ? '' : ' <span class="quiet">optional</span>'}</td><td>${typeOf(property)}</td><td>${escapeHtml(property.description ?? '')}</td></tr>`,
  )
  return rows.length === 0
    ? '<p class="quiet">No fields.</p>'
    : `<table><thead><tr><th>Field</th><th>Value</th><th>Meaning</th></tr></thead><tbody>${rows.join('')}</tbody></table>`
}

function answerLine({ answer, status }: Operation): string {
  if (answer === 'nothing') return `<p>${status}, no content.</p>`
  if ('mediaType' in answer)
    return `<p>${status} <code>${answer.mediaType}</code>: ${escapeHtml(answer.description)}</p>`
  if ('listOf' in answer) return `<p>${status} <code>{data, total}</code> of ${linkTo(answer.listOf)}.</p>`
  if ('openListOf' in answer) return `<p>${status} <code>{data, pageInfo}</code> of ${linkTo(answer.openListOf)}.</p>`
  return `<p>${status} ${linkTo(answer.schema)}.</p>`
}

function operationCard(operation: Operation): string {
  const lines = [
    operation.isPublic ? '<p class="quiet">Needs no session.</p>' : '',
    operation.scope
      ? `<p class="quiet">For an access token with <code>${operation.scope}</code>${operation.isForPeopleToo ? ', or a session' : ''}.</p>`
      : '',
    operation.isSpending
      ? '<p>Takes the header <code>Idempotency-Key</code>: the same key and body are done once.</p>'
      : '',
    operation.query ? `<p>Query: ${linkTo(operation.query)}.</p>` : '',
    operation.filters ? `<p>Filters: ${operation.filters.map((name) => `<code>${name}</code>`).join(' ')}</p>` : '',
    operation.sorts ? `<p>Sorts: ${operation.sorts.map((name) => `<code>${name}</code>`).join(' ')}</p>` : '',
    operation.body ? `<p>Body: ${linkTo(operation.body)}.</p>` : '',
    `<p>Answer:</p>${answerLine(operation)}`,
  ]
  return `<details><summary><span class="method">${operation.method}</span> <span class="path">${escapeHtml(operation.path)}</span> <span class="quiet">${escapeHtml(operation.summary)}</span></summary><div class="body">${lines.join('')}</div></details>`
}

function schemaCard(name: string): string {
  const schema = schemas.get(name)
  const properties = (schema?.['properties'] ?? {}) as Record<string, Property>
  const required = (schema?.['required'] ?? []) as string[]
  return `<details><summary><strong>${schema?.title}</strong> <span class="quiet">${escapeHtml(schema?.description ?? '')}</span></summary><div class="body" id="${schema?.title}">${fieldTable(properties, required)}</div></details>`
}

/** The API's description as one page without scripts. */
export function docsPage(): string {
  const tags = [...new Set(operations.map((operation) => operation.tag))]
  const sections = tags.map(
    (tag) =>
      `<section><h2 id="tag-${tag}">${tag}</h2>${operations
        .filter((operation) => operation.tag === tag)
        .map(operationCard)
        .join('')}</section>`,
  )
  const records = [...schemas.keys()].toSorted().map(schemaCard).join('')
  return `<!doctype html><html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>Atelier API</title><style>${style}</style></head><body><header><h1>Atelier API</h1><p class="quiet">Made of the schemas that requests are checked with. For programs: <a href="/api/openapi.json">openapi.json</a>.</p><nav>${tags.map((tag) => `<a href="#tag-${tag}">${tag}</a>`).join(' ')} <a href="#records">Records</a></nav></header><main>${sections.join('')}<section><h2 id="records">Records and bodies</h2>${records}</section></main></body></html>`
}
