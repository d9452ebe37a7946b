import { type Operation, resource } from './operation.ts'

const catalogFilters = ['id', 'q', 'archived']
const catalogSorts = ['id', 'position', 'sourceFile', 'version', 'releaseId']

const catalogKind = (path: string, one: string, many: string, schema: string): Operation[] =>
  resource({ path, tag: 'Catalog', one, many, schema, filters: catalogFilters, sorts: catalogSorts })

/** Tenants, and what config/ declares. */
export const catalogOperations: readonly Operation[] = [
  ...resource({
    path: '/api/accounts',
    tag: 'Accounts',
    one: 'an account',
    many: 'accounts',
    schema: 'account',
    create: 'account-create',
    update: 'account-update',
    filters: ['id', 'planId', 'q'],
    sorts: ['id', 'name', 'planId', 'createdAt', 'updatedAt'],
  }),
  ...resource({
    path: '/api/sites',
    tag: 'Accounts',
    one: 'a site',
    many: 'sites',
    schema: 'site',
    create: 'site-create',
    update: 'site-update',
    filters: ['id', 'accountId', 'q'],
    sorts: ['id', 'accountId', 'name', 'createdAt', 'updatedAt'],
  }),
  ...resource({
    path: '/api/keywords',
    tag: 'Accounts',
    one: 'a keyword',
    many: 'keywords',
    schema: 'keyword',
    create: 'keyword-create',
    update: 'keyword-update',
    filters: ['id', 'siteId', 'q'],
    sorts: ['id', 'siteId', 'term', 'createdAt', 'updatedAt'],
  }),

  ...resource({
    path: '/api/models',
    tag: 'Catalog',
    one: 'a model',
    many: 'models',
    schema: 'model',
    filters: [...catalogFilters, 'modelType', 'providerId', 'tierId', 'isActive'],
    sorts: [...catalogSorts, 'modelType', 'providerId', 'tierId', 'isActive'],
  }),
  {
    id: 'killModel',
    method: 'post',
    path: '/api/models/{id}/actions/kill',
    tag: 'Catalog',
    summary: 'Switch a model off at once',
    body: 'kill-model',
    status: 200,
    answer: { schema: 'model' },
  },
  {
    id: 'restoreModel',
    method: 'post',
    path: '/api/models/{id}/actions/restore',
    tag: 'Catalog',
    summary: 'Switch a model on again',
    body: 'empty',
    status: 200,
    answer: { schema: 'model' },
  },
  ...catalogKind('/api/tiers', 'a tier', 'tiers', 'tier'),
  ...catalogKind('/api/plans', 'a plan', 'plans', 'plan'),
  ...catalogKind('/api/styles', 'a style', 'styles', 'style'),
  ...catalogKind('/api/providers', 'a provider', 'providers', 'provider'),
  ...catalogKind('/api/parameter-sets', 'a parameter set', 'parameter sets', 'parameter-set'),
  ...catalogKind('/api/settings', 'the settings', 'settings', 'settings'),
  ...resource({
    path: '/api/releases',
    tag: 'Catalog',
    one: 'a release',
    many: 'releases',
    schema: 'release',
    filters: ['id', 'q'],
    sorts: ['id', 'createdAt', 'actor'],
  }),
  {
    id: 'getDrift',
    method: 'get',
    path: '/api/drift',
    tag: 'Catalog',
    summary: 'What the database says otherwise than the last release, and the kill switches',
    status: 200,
    answer: { schema: 'drift' },
  },
]
