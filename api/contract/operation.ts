import type { Scope } from '../domain/access-token.ts'

/** What answers a request well. */
export type Answer =
  | { schema: string }
  /** Counted: `{data, total}`. */
  | { listOf: string }
  /** Not counted: `{data, pageInfo}`. */
  | { openListOf: string }
  | { mediaType: string; description: string }
  | 'nothing'

/** Another answer that is no problem. */
export interface OtherAnswer {
  status: number
  description: string
  /** None: it has no body. */
  mediaType?: string
  /** Of JSON. */
  schema?: string
}

interface RequestHeader {
  name: string
  description: string
}

/** One operation of the API. Paths are written as OpenAPI writes them. */
export interface Operation {
  /** Its name in generated clients. */
  id: string
  method: 'get' | 'post' | 'put' | 'patch' | 'delete'
  path: string
  tag: string
  summary: string
  /** Name of the body's schema. */
  body?: string
  /** Name of the query's schema. Lists have `list-query` and say what they filter and sort by. */
  query?: string
  filters?: readonly string[]
  sorts?: readonly string[]
  status: number
  answer: Answer
  others?: readonly OtherAnswer[]
  /** Headers that are read and may be left out. */
  headers?: readonly RequestHeader[]
  /** Spends money or work: takes an Idempotency-Key. */
  isSpending?: boolean
  /** Needs no session. */
  isPublic?: boolean
  /** What an access token must be allowed to do. It opens nothing else. */
  scope?: Scope
  /** Opens to a session too, where a token does. */
  isForPeopleToo?: boolean
}

interface Resource {
  path: string
  tag: string
  /** As in "an account". */
  one: string
  many: string
  schema: string
  filters: readonly string[]
  sorts: readonly string[]
  isOpen?: boolean
  create?: string
  update?: string
}

/** `parameter-sets` as it stands in the name of an operation. */
const pascal = (name: string): string => name.replaceAll(/(?:^|-)(\w)/g, (_, letter: string) => letter.toUpperCase())

/** Lists, reads and where they are given makes and changes records of one kind. */
export const resource = ({
  path,
  tag,
  one,
  many,
  schema,
  filters,
  sorts,
  isOpen,
  create,
  update,
}: Resource): Operation[] => [
  {
    id: `list${pascal(path.slice('/api/'.length))}`,
    method: 'get',
    path,
    tag,
    summary: `List ${many}`,
    query: 'list-query',
    filters,
    sorts,
    status: 200,
    answer: isOpen ? { openListOf: schema } : { listOf: schema },
  },
  {
    id: `get${pascal(schema)}`,
    method: 'get',
    path: `${path}/{id}`,
    tag,
    summary: `Get ${one}`,
    status: 200,
    answer: { schema },
  },
  ...(create
    ? [
        {
          id: `create${pascal(schema)}`,
          method: 'post',
          path,
          tag,
          summary: `Make ${one}`,
          body: create,
          status: 201,
          answer: { schema },
        } as const,
      ]
    : []),
  ...(update
    ? [
        {
          id: `update${pascal(schema)}`,
          method: 'patch',
          path: `${path}/{id}`,
          tag,
          summary: `Change ${one}`,
          body: update,
          status: 200,
          answer: { schema },
        } as const,
      ]
    : []),
]
