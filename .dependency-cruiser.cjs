// Types flow everywhere, code flows one way. Rules are about value imports: `import type` is free.
const onlyFrom = (folder, allowed, comment) => ({
  name: `${folder}-imports`,
  severity: 'error',
  comment,
  from: { path: `^api/${folder}/` },
  to: {
    path: '^(api|admin|scripts|test|config)/',
    pathNot: [`^api/(${[folder, ...allowed].join('|')})/`, '^config/types[.]gen[.]ts$'],
    dependencyTypesNot: ['type-only'],
  },
})

/** @type {import('dependency-cruiser').IConfiguration} */
module.exports = {
  forbidden: [
    onlyFrom('domain', [], 'The domain is words and decisions. It imports nobody.'),
    onlyFrom('catalog', ['domain'], 'The catalog is pure: it is handed what it judges.'),
    onlyFrom('source-lint', ['domain', 'catalog'], 'The source lint compares code with a catalog that it is handed.'),
    onlyFrom('article', ['domain'], 'Articles know nothing of prompts, providers or the database.'),
    onlyFrom('imports', ['domain', 'article'], 'Imports are read from text; who fetches and who stores is elsewhere.'),
    onlyFrom('prompts', ['domain'], 'Prompt writers are handed an article and a chat.'),
    onlyFrom('contract', ['domain'], 'The wire is described by schemas, not by the code behind it.'),
    onlyFrom(
      'db',
      ['domain', 'catalog'],
      'Stores know SQL, the domain, and how a catalog is planned; nothing of HTTP, providers or files.',
    ),
    onlyFrom('net', ['domain'], 'Which addresses may be reached. It knows nothing of who asks.'),
    onlyFrom('providers', ['domain', 'net'], 'Adapters rename fields. They never reach for stores or settings.'),
    onlyFrom('webhooks', ['domain', 'net'], 'Sending webhooks: the outbox is handed in.'),
    onlyFrom('storage', ['domain'], 'Storage keeps pictures and knows nothing else.'),
    onlyFrom('worker', ['domain'], 'The worker gets its queue, adapters and storage handed in.'),
    onlyFrom('actions', ['domain'], 'Actions get stores and writers handed in.'),
    onlyFrom('automation', ['domain'], 'A conductor is handed the steps that it takes, and who keeps its leases.'),
    onlyFrom('metrics', ['domain'], 'Metrics are told what happens, and handed what the database says.'),
    onlyFrom('sandbox', ['domain'], 'The sandbox plays a provider: it must not share code with the adapters it tests.'),
    onlyFrom('routes', ['domain', 'contract'], 'Routes get stores and actions handed in; they never reach for them.'),
    {
      name: 'domain-has-no-packages',
      severity: 'error',
      comment: 'The domain does no IO and needs no library.',
      from: { path: '^api/domain/' },
      to: { dependencyTypes: ['npm', 'npm-dev', 'core'] },
    },
    {
      name: 'console-is-a-client',
      severity: 'error',
      comment: 'The console is a client of the API with no powers of its own.',
      from: { path: '^admin/' },
      to: { path: '^(api|scripts|config|test)/', dependencyTypesNot: ['type-only'] },
    },
    {
      name: 'nobody-imports-tests',
      severity: 'error',
      comment: 'Tests see all; nobody sees them.',
      from: { pathNot: '^test/' },
      to: { path: '^test/' },
    },
    {
      name: 'nobody-imports-scripts',
      severity: 'error',
      comment: 'Scripts are command lines. What two of them need belongs in api/.',
      from: { path: '^(api|admin)/' },
      to: { path: '^scripts/' },
    },
    {
      name: 'no-cycles',
      severity: 'error',
      comment: 'A cycle is two files that are one.',
      from: {},
      to: { circular: true, viaOnly: { dependencyTypesNot: ['type-only'] } },
    },
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    exclude: { path: '^(dist|node_modules)/' },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.json' },
    enhancedResolveOptions: { exportsFields: ['exports'], conditionNames: ['import', 'node', 'default', 'types'] },
  },
}
