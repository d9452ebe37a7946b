import { type Context, Hono } from 'hono'
import type { Empty, KillModel, ListQuery } from '../contract/types.gen.ts'
import { body, query } from '../contract/validate.ts'
import type { CatalogRow } from '../db/catalog-list-store.ts'
import { AppError } from '../domain/error.ts'
import { utcDate } from '../domain/tier.ts'
import { type Surroundings, modelRecord, planRecord, providerRecord, tierRecord } from './catalog-records.ts'
import type { ApiDeps, ApiEnv } from './deps.ts'
import { providerRoutes } from './providers.ts'
import { requireRole } from './middleware/session.ts'
import { found, listQueryFrom, textIdIn } from './request.ts'

const tableOfPath = {
  tiers: 'tiers',
  plans: 'plans',
  styles: 'styles',
  providers: 'providers',
  'parameter-sets': 'parameterSets',
  settings: 'settings',
} as const

type PlainPath = keyof typeof tableOfPath
const plainPaths = Object.keys(tableOfPath) as PlainPath[]

const refuseWrite = (row: CatalogRow): AppError =>
  new AppError('conflict', `${row.id} is managed by ${row.sourceFile}:${row.sourceLine}. Change it there.`)

/** Working out what a list's records say about the present. */
function recorder({ stores, catalog, modes, now }: ApiDeps) {
  const surroundings = async (): Promise<Surroundings> => {
    const current = await catalog()
    return { catalog: current, modes: modes(current), today: utcDate(now()) }
  }
  return {
    async models() {
      const around = await surroundings()
      return (row: Parameters<typeof modelRecord>[0]) => modelRecord(row, around)
    },
    async plain(path: PlainPath): Promise<(row: CatalogRow) => CatalogRow> {
      switch (path) {
        case 'tiers': {
          const around = await surroundings()
          return (row) => tierRecord(row, around)
        }
        case 'providers': {
          const around = await surroundings()
          const standings = await stores.standings.providers()
          return (row) => providerRecord(row, around, standings)
        }
        case 'plans': {
          const counts = await stores.catalogLists.accountCounts()
          return (row) => planRecord(row, counts)
        }
        case 'styles':
        case 'parameter-sets':
        case 'settings':
          return (row) => row
      }
    },
  }
}

function modelRoutes(deps: ApiDeps): Hono<ApiEnv> {
  const { catalogLists } = deps.stores
  const record = recorder(deps)
  const maySwitch = requireRole('admin', 'operator')
  const modelOf = async (c: Context) => {
    const id = textIdIn(c, 'model')
    return found(await catalogLists.getModel(id), 'model', id)
  }
  const answer = async (c: Context) => c.json((await record.models())(await modelOf(c)))

  return new Hono<ApiEnv>()
    .get('/models', query<ListQuery>('list-query'), async (c) => {
      const { data, total } = await catalogLists.listModels(listQueryFrom(c.req.valid('query')))
      return c.json({ data: data.map(await record.models()), total })
    })
    .get('/models/:id', answer)
    .post('/models/:id/actions/kill', maySwitch, body<KillModel>('kill-model'), async (c) => {
      const { id } = await modelOf(c)
      await deps.actions.killModel(id, c.req.valid('json').reason, c.get('user').name)
      return answer(c)
    })
    .post('/models/:id/actions/restore', maySwitch, body<Empty>('empty'), async (c) => {
      const { id } = await modelOf(c)
      await deps.actions.restoreModel(id)
      return answer(c)
    })
    .all('/models/:id', async (c) => {
      throw refuseWrite(await modelOf(c))
    })
}

/** What config/ declares, for reading. Git is where it changes. */
export function catalogRoutes(deps: ApiDeps): Hono<ApiEnv> {
  const { catalogLists } = deps.stores
  const record = recorder(deps)
  const providerOf = async (id: string) => {
    const row = found(await catalogLists.get('providers', id), 'provider', id)
    return (await record.plain('providers'))(row)
  }
  const routes = new Hono<ApiEnv>().route('/', modelRoutes(deps)).route('/', providerRoutes(deps, providerOf))
  for (const path of plainPaths) {
    const what = path.replace('-', ' ').replace(/s$/, '')
    const rowOf = async (c: Context) => {
      const id = textIdIn(c, what)
      return found(await catalogLists.get(tableOfPath[path], id), what, id)
    }
    routes
      .get(`/${path}`, query<ListQuery>('list-query'), async (c) => {
        const { data, total } = await catalogLists.list(tableOfPath[path], listQueryFrom(c.req.valid('query')))
        return c.json({ data: data.map(await record.plain(path)), total })
      })
      .get(`/${path}/:id`, async (c) => c.json((await record.plain(path))(await rowOf(c))))
      .all(`/${path}/:id`, async (c) => {
        throw refuseWrite(await rowOf(c))
      })
  }
  for (const path of ['models', ...plainPaths]) {
    routes.all(`/${path}`, () => {
      throw new AppError(
        'conflict',
        `New ${path.replace('-', ' ')} are made in config/. Add a file or an entry there and apply it.`,
      )
    })
  }
  return routes
}
