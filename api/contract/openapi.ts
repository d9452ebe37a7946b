import { externalIdCharsMax } from '../domain/external-id.ts'
import type { Answer, Operation, OtherAnswer } from './operation.ts'
import { operations } from './operations.ts'
import { schemas } from './schemas.ts'

type Json = Record<string, unknown>

const refTo = (name: string): Json => ({ $ref: `#/components/schemas/${schemas.get(name)?.title}` })

/** What only we read in a schema. */
const ours: ReadonlySet<string> = new Set(['tsType', 'patternWords', 'rangeWords', '$schema', '$id'])

/** A schema as OpenAPI has it: references point into the document, and what is meant for our generator is left out. */
function portable(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(portable)
  if (typeof value !== 'object' || value === null) return value
  const entries = Object.entries(value).filter(([key]) => !ours.has(key))
  return Object.fromEntries(
    entries.map(([key, inner]) =>
      key === '$ref' && typeof inner === 'string'
        ? ['$ref', refTo(inner.replace('.schema.json', ''))['$ref']]
        : [key, portable(inner)],
    ),
  )
}

const listShape = (name: string, rest: Json): Json => ({
  type: 'object',
  required: ['data', ...Object.keys(rest)],
  properties: { data: { type: 'array', items: refTo(name) }, ...rest },
})

const pageInfo: Json = {
  type: 'object',
  required: ['hasNextPage', 'hasPreviousPage'],
  properties: { hasNextPage: { type: 'boolean' }, hasPreviousPage: { type: 'boolean' } },
}

function answerOf(answer: Answer): Json {
  if (answer === 'nothing') return { description: 'Done.' }
  if ('mediaType' in answer) return { description: answer.description, content: { [answer.mediaType]: {} } }
  if ('listOf' in answer) {
    const total = { type: 'integer', description: 'Records that match, on all pages.' }
    return { description: 'A page.', content: { 'application/json': { schema: listShape(answer.listOf, { total }) } } }
  }
  if ('openListOf' in answer)
    return {
      description: 'A page.',
      content: { 'application/json': { schema: listShape(answer.openListOf, { pageInfo }) } },
    }
  return {
    description: schemas.get(answer.schema)?.description ?? '',
    content: { 'application/json': { schema: refTo(answer.schema) } },
  }
}

/** Path parameters. Catalog ids are text; the others are numbers. */
function pathParameters(operation: Operation): Json[] {
  const names = [...operation.path.matchAll(/\{(\w+)\}/g)].flatMap((match) => match[1] ?? [])
  const isTextId = operation.tag === 'Catalog' && !operation.path.startsWith('/api/releases')
  const schemaOf = (name: string): Json => {
    if (name === 'id') return isTextId ? { type: 'string' } : { type: 'integer', minimum: 1 }
    if (name === 'siteId') return { type: 'integer', minimum: 1 }
    if (name === 'externalId')
      return { type: 'string', minLength: 1, maxLength: externalIdCharsMax, not: { enum: ['.', '..'] } }
    return name === 'width'
      ? { type: 'integer', enum: [160, 320, 640, 1280] }
      : { type: 'string', pattern: String.raw`^[0-9a-f]{64}\.(webp|png|jpeg)$` }
  }
  return names.map((name) => ({ name, in: 'path', required: true, schema: schemaOf(name) }))
}

function queryParameters(operation: Operation): Json[] {
  if (!operation.query) return []
  const schema = portable(schemas.get(operation.query)) as {
    properties: Record<string, Json>
    required?: string[]
  }
  const extra: Record<string, string> = {
    sort: operation.sorts ? ` One of: ${operation.sorts.join(', ')}.` : '',
    filter: operation.filters ? ` Fields: ${operation.filters.join(', ')}.` : '',
  }
  return Object.entries(schema.properties).map(([name, { description, ...property }]) => ({
    name,
    in: 'query',
    ...(schema.required?.includes(name) ? { required: true } : {}),
    description: `${String(description)}${extra[name] ?? ''}`,
    schema: property,
  }))
}

const idempotencyKey: Json = {
  name: 'Idempotency-Key',
  in: 'header',
  required: true,
  description:
    'The same key with the same body is done once and answered alike; what was refused may be tried again. Any text that is new for every intention.',
  schema: { type: 'string', minLength: 1, maxLength: 200 },
}

/** What a request signs in with; undefined where it is a session, as said for the whole document. */
function securityOf({ isPublic, scope, isForPeopleToo }: Operation): Json[] | undefined {
  if (isPublic) return []
  if (!scope) return undefined
  return [...(isForPeopleToo ? [{ session: [] }] : []), { accessToken: [scope] }]
}

const otherAnswer = ({ status, description, mediaType, schema }: OtherAnswer): [string, Json] => [
  String(status),
  {
    description,
    ...(mediaType === undefined ? {} : { content: { [mediaType]: {} } }),
    ...(schema === undefined ? {} : { content: { 'application/json': { schema: refTo(schema) } } }),
  },
]

function describe(operation: Operation): Json {
  const security = securityOf(operation)
  const parameters = [
    ...pathParameters(operation),
    ...queryParameters(operation),
    ...(operation.headers ?? []).map((header) => ({ ...header, in: 'header', schema: { type: 'string' } })),
    ...(operation.isSpending ? [idempotencyKey] : []),
  ]
  return {
    operationId: operation.id,
    tags: [operation.tag],
    summary: operation.summary,
    ...(parameters.length > 0 ? { parameters } : {}),
    ...(operation.body
      ? { requestBody: { required: true, content: { 'application/json': { schema: refTo(operation.body) } } } }
      : {}),
    responses: {
      [operation.status]: answerOf(operation.answer),
      ...Object.fromEntries((operation.others ?? []).map(otherAnswer)),
      default: { $ref: '#/components/responses/Problem' },
    },
    ...(security ? { security } : {}),
  }
}

/** The OpenAPI 3.1 document, made of the same schemas that requests are checked with. */
export function openApiDocument(version: string, sessionCookie: string): Json {
  const paths: Record<string, Record<string, Json>> = {}
  for (const operation of operations) {
    paths[operation.path] = { ...paths[operation.path], [operation.method]: describe(operation) }
  }
  return {
    openapi: '3.1.0',
    info: {
      title: 'Atelier',
      version,
      description:
        'Turns articles into images. Every unsafe request is `application/json` and comes from the same origin; errors are RFC 9457 problems.',
    },
    security: [{ session: [] }],
    paths,
    components: {
      securitySchemes: {
        session: { type: 'apiKey', in: 'cookie', name: sessionCookie },
        accessToken: {
          type: 'http',
          scheme: 'bearer',
          description:
            'For programs: a token of one account, made in the console. It opens only what names one of its scopes.',
        },
      },
      responses: {
        Problem: {
          description: 'What went wrong.',
          headers: {
            'Retry-After': {
              description: 'Seconds after which the same request may do better, where time helps.',
              schema: { type: 'integer', minimum: 1 },
            },
          },
          content: { 'application/problem+json': { schema: refTo('problem') } },
        },
      },
      schemas: Object.fromEntries([...schemas.values()].map((schema) => [schema.title, portable(schema)])),
    },
  }
}
