import { QueryClient } from '@tanstack/react-query'
import { Admin, HttpError, Resource, localStorageStore } from 'react-admin'
import { accessTokens } from './access-tokens/access-tokens.ts'
import { accounts } from './accounts/accounts.ts'
import { authProvider } from './auth-provider.ts'
import { contents } from './contents/contents.ts'
import { dataProvider } from './data-provider.ts'
import { generations } from './generations/generations.ts'
import { images } from './images/images.ts'
import { keywords } from './keywords/keywords.ts'
import { ConsoleLayout } from './layout/layout.tsx'
import { LoginPage } from './login/login-page.tsx'
import { i18nProvider } from './messages.ts'
import { models } from './models/models.ts'
import { Overview } from './overview/overview.tsx'
import { plans } from './plans/plans.ts'
import { providers } from './providers/providers.ts'
import { releases } from './releases/releases.ts'
import { runs } from './runs/runs.ts'
import { schedules } from './schedules/schedules.ts'
import { sites } from './sites/sites.ts'
import { styles } from './styles/styles.ts'
import { darkTheme, lightTheme } from './theme.ts'
import { tiers } from './tiers/tiers.ts'
import { webhooks } from './webhooks/webhooks.ts'
import { workers } from './workers/workers.ts'

/** A refusal stays one; only what never arrived, or broke on the way, is worth asking again. */
const isWorthAsking = (failures: number, error: Error): boolean =>
  failures < 2 && !(error instanceof HttpError && error.status >= 400 && error.status < 500)

const queryClient = new QueryClient({
  defaultOptions: { queries: { staleTime: 5_000, refetchOnWindowFocus: false, retry: isWorthAsking } },
})

/** Bump the version when what is stored (columns, filters, theme) changes its meaning. */
const store = localStorageStore('1', 'atelier')

const resources = [
  contents,
  images,
  generations,
  runs,
  schedules,
  keywords,
  sites,
  accounts,
  models,
  tiers,
  providers,
  plans,
  styles,
  releases,
  workers,
  accessTokens,
  webhooks,
]

export function Console() {
  return (
    <Admin
      authProvider={authProvider}
      dashboard={Overview}
      dataProvider={dataProvider}
      disableTelemetry
      i18nProvider={i18nProvider}
      layout={ConsoleLayout}
      loginPage={LoginPage}
      queryClient={queryClient}
      requireAuth
      store={store}
      theme={lightTheme}
      darkTheme={darkTheme}
      title="Atelier"
    >
      {resources.map((resource) => (
        <Resource key={resource.name} {...resource} />
      ))}
    </Admin>
  )
}
