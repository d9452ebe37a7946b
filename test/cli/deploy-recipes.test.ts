import { execFile } from 'node:child_process'
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { parse } from 'yaml'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type GitCatalog, createGitCatalog } from './git-catalog.ts'

/** What docs/deploying.md tells people to run, run as it stands there. */
const guide = await readFile('docs/deploying.md', 'utf8')
const recipe = (name: string): string => {
  const found = new RegExp(`<!-- recipe:${name} -->\n\`\`\`\\w+\n([\\s\\S]*?)\`\`\``).exec(guide)?.[1]
  if (found === undefined) throw new Error(`docs/deploying.md has no recipe "${name}".`)
  return found
}

interface Step {
  name?: string
  uses?: string
  run?: string
}
const workflow = parse(recipe('actions')) as { jobs: Record<'plan' | 'apply', { steps: Step[] }> }
const script = (job: 'plan' | 'apply', name: string): string =>
  workflow.jobs[job].steps.find((step) => step.name === name)?.run ?? ''

let catalog: GitCatalog
let home: string
beforeAll(async () => {
  catalog = await createGitCatalog('deploy')
  home = await mkdtemp(join(tmpdir(), 'atelier-deploy-home-'))
  const command = (name: string) => `node ${resolve('scripts/launch.mjs')} scripts/${name}`
  const scripts = { 'validate-config': command('validate-config'), 'sync-config': command('sync-config') }
  await writeFile(join(catalog.folder, 'package.json'), JSON.stringify({ scripts }))
})
afterAll(() => Promise.all([catalog.folder, home].map((folder) => rm(folder, { recursive: true, force: true }))))

/** Runs a script as the runner does, and answers its exit code. */
const run = (text: string, env: Record<string, string> = {}): Promise<number> =>
  new Promise((settle) => {
    const variables = { ...process.env, ATELIER_CONFIG: '', ATELIER_HOME: home, DATABASE_URL: '', ...env }
    execFile('bash', ['-eo', 'pipefail', '-c', text], { cwd: catalog.folder, env: variables }, (error) =>
      settle(typeof error?.code === 'number' ? error.code : error ? -1 : 0),
    )
  })

async function runStep(
  job: 'plan' | 'apply',
  name: string,
): Promise<{ code: number; output: string; summary: string }> {
  const [output, summary] = ['output', 'summary'].map((file) => join(home, file)) as [string, string]
  await writeFile(output, '')
  await writeFile(summary, '')
  const env = { GITHUB_OUTPUT: output, GITHUB_STEP_SUMMARY: summary, GITHUB_ACTOR: 'ada', GITHUB_REF_NAME: 'main' }
  const code = await run(script(job, name), env)
  return { code, output: await readFile(output, 'utf8'), summary: await readFile(summary, 'utf8') }
}

describe('the recipes for a deploy', { timeout: 120_000 }, () => {
  it('in a shell plans and applies, and the nightly look finds nothing', async () => {
    expect(await run(recipe('shell'))).toBe(0)
    expect(await run(recipe('nightly'))).toBe(0)
    await catalog.edit('models/runware/bria-3.2.yaml', 'usd_per_image: 0.04', 'usd_per_image: 0.05')
    expect(await run(recipe('nightly'))).toBe(2)
    expect(await readFile(join(catalog.folder, 'drift.md'), 'utf8')).toContain('moved in the files')
  })

  it('in GitHub Actions shows the plan, applies what it showed, and has nothing to do the next time', async () => {
    const plan = await runStep('plan', 'Plan')
    expect(plan).toMatchObject({ code: 0, output: 'changed=true\n' })
    expect(plan.summary).toContain('## Catalog: 1 change')
    const apply = await runStep('apply', 'Apply')
    expect(apply).toMatchObject({ code: 0, summary: expect.stringMatching(/1 change applied as release 2\./) })
    expect(apply.summary).toMatch(/- Commit [0-9a-f]{10} on main, with uncommitted changes, by ada/)
    // The same plan once more, as a job that is run again would.
    expect(await runStep('apply', 'Apply')).toMatchObject({ code: 3 })
    expect(await runStep('plan', 'Plan')).toMatchObject({ code: 0, output: 'changed=false\n' })
  })

  it('in GitHub Actions stops where a guard refuses, and where the files are wrong', async () => {
    await catalog.edit('tiers.yaml', 'id: premium', 'id: platinum')
    expect(await runStep('plan', 'Plan')).toMatchObject({ code: 1, output: 'changed=false\n' })
  })
})
