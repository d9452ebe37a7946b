import { execFile } from 'node:child_process'
import { readFile, rm, writeFile } from 'node:fs/promises'
import { join, resolve } from 'node:path'
import { parse } from 'yaml'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { type GitCatalog, createGitCatalog } from './git-catalog.ts'

interface Step {
  name?: string
  uses?: string
  if?: string
  run?: string
  env?: Record<string, string>
}

const workflow = parse(await readFile('.github/workflows/review-config.yml', 'utf8')) as {
  permissions: object
  jobs: { review: { permissions: object; steps: Step[] } }
}
const { steps } = workflow.jobs.review
const step = (name: string): Step => {
  const found = steps.find((candidate) => candidate.name === name)
  if (!found) throw new Error(`The workflow has no step "${name}".`)
  return found
}

let catalog: GitCatalog
beforeAll(async () => {
  catalog = await createGitCatalog('workflow')
  const command = `node ${resolve('scripts/launch.mjs')} scripts/review-config --today 2026-11-22`
  await writeFile(join(catalog.folder, 'package.json'), JSON.stringify({ scripts: { 'review-config': command } }))
})
beforeEach(() => {
  catalog.git('checkout', '-qf', 'main')
})
afterAll(() => rm(catalog.folder, { recursive: true, force: true }))

/** Runs a step's script as the runner does, and answers its exit code. */
const run = (name: string, env: Record<string, string>): Promise<number> =>
  new Promise((settle) => {
    const options = { cwd: catalog.folder, env: { ...process.env, ATELIER_CONFIG: '', ...env } }
    execFile('bash', ['-eo', 'pipefail', '-c', step(name).run ?? ''], options, (error) =>
      settle(typeof error?.code === 'number' ? error.code : error ? -1 : 0),
    )
  })

/** Writes the comment for what lies in the folder now; the status is what the next steps are told. */
async function writeComment(base: string): Promise<{ comment: string; status: string; summary: string }> {
  const [output, summary] = ['output', 'summary'].map((name) => join(catalog.folder, name)) as [string, string]
  await writeFile(output, '')
  await writeFile(summary, '')
  const link = 'https://forge.example/o/r/blob/abc'
  expect(
    await run('Write the comment', { BASE: base, LINK: link, GITHUB_OUTPUT: output, GITHUB_STEP_SUMMARY: summary }),
  ).toBe(0)
  return {
    comment: await readFile(join(catalog.folder, 'comment.md'), 'utf8'),
    status: /^status=(\d)\n$/.exec(await readFile(output, 'utf8'))?.[1] ?? '',
    summary: await readFile(summary, 'utf8'),
  }
}

describe('the workflow that reviews a pull request', { timeout: 60_000 }, () => {
  it('writes the comment, into the summary too, and goes on to fail on errors only', async () => {
    await catalog.edit('plans.yaml', 'usd_per_month: 50', 'usd_per_month: 60')
    const fine = await writeComment('main')
    expect(fine).toMatchObject({ status: '0', comment: expect.stringContaining('## Catalog: fine') })
    expect(fine.summary).toBe(fine.comment)
    await catalog.edit('plans.yaml', 'usd_per_month: 60', 'usd_per_month: 40')
    expect(await writeComment('main')).toMatchObject({
      status: '1',
      comment: expect.stringContaining('](https://forge.example/o/r/blob/abc/config/plans.yaml#L14)'),
    })
    expect(await run('Fail on errors', { STATUS: '0' })).toBe(0)
    expect(await run('Fail on errors', { STATUS: '1' })).toBe(1)
  })

  it('fails without a comment where there is nothing to compare with', async () => {
    expect(await writeComment('nowhere')).toMatchObject({ status: '2', comment: '' })
    expect(step('Post it').if).toContain(`fromJSON('["0", "1"]')`)
    expect(await run('Fail on errors', { STATUS: '2' })).toBe(2)
  })

  it('writes no comment that is too long to be posted', async () => {
    const styles = Array.from(
      { length: 400 },
      (_, index) => `  - id: ${'x'.repeat(40)}${index}\n    display_name: ${'y'.repeat(90)}\n    prompt_word: z\n`,
    )
    await catalog.edit('styles.yaml', 'styles:\n', `styles:\n${styles.join('')}`)
    const { comment, status } = await writeComment('main')
    expect(status).toBe('1')
    expect(comment.length).toBeLessThan(65_536)
    expect(comment).toContain('There is more than a comment can hold.')
  })

  it('hands what a pull request is called to no shell, and may do no more than comment', () => {
    for (const { run: script = '' } of steps) expect(script).not.toContain('${{')
    for (const { uses } of steps) if (uses !== undefined) expect(uses).toMatch(/@[0-9a-f]{40}$/)
    expect(workflow.permissions).toEqual({ contents: 'read' })
    expect(workflow.jobs.review.permissions).toEqual({ contents: 'read', 'pull-requests': 'write' })
  })
})
