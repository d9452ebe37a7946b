import { mkdir, readFile, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { seedContent } from '../support/records.ts'
import { type SyncFolder, openSyncFolder } from '../support/sync-folder.ts'

let at: SyncFolder
beforeAll(async () => {
  at = await openSyncFolder()
  // A model that is protected, and a tier, a style and a plan that accounts have chosen.
  await at.edit('models/runware/seedream-4.5.yaml', 'is_active:', 'protected: true\nis_active:')
  expect(await at.sync()).toMatchObject({ code: 0 })
  await at.inDatabase(async (db) => {
    const { accountId } = await seedContent(db, { name: 'Northwind', planId: 'studio' })
    await db
      .updateTable('accounts')
      .set({ tierId: 'premium', styleId: 'watercolour' })
      .where('id', '=', accountId)
      .execute()
    await seedContent(db, { name: 'Contoso', planId: 'studio' })
  })
  await at.restore()
})
afterEach(() => at.restore())
afterAll(() => at.close())

/** The releases there are: a refusal makes none. */
const releases = () => at.inDatabase((db) => db.selectFrom('releases').select('id').execute())

async function expectRefused(args: string[], told: RegExp): Promise<string> {
  const before = await releases()
  const { code, stdout, stderr } = await at.sync(...args)
  expect({ code, text: stdout + stderr }).toEqual({ code: 4, text: expect.stringMatching(told) })
  expect(await releases()).toEqual(before)
  return stdout + stderr
}

describe('sync-config refuses', { timeout: 120_000 }, () => {
  it('an empty folder, and one that holds no catalog', async () => {
    await mkdir(join(at.folder, 'empty'), { recursive: true })
    await expectRefused(
      ['--config', 'empty'],
      /^Refused\. Nothing was changed\.\n {2}There is no catalog in empty\. Applying nothing would take everything out\.\n$/,
    )
  })

  it('to take out what is protected, although the files no longer say so', async () => {
    await at.remove('models/runware/seedream-4.5.yaml')
    await at
      .edit('models/runware/nano-banana-pro.yaml', /replaced_by: .*/, 'replaced_by: google:4@1')
      .catch(() => undefined)
    await expectRefused(
      [],
      /1 deletion refused: models bytedance:seedream@4\.5\. It is protected\. Apply `protected: false` first, then take it out\. --skip-deletes applies the rest without\./,
    )
    await expectRefused(['--dry-run'], /1 change, not applied \(--dry-run\)\. It would be refused\./)
  })

  it('more deletions than a fifth, or than --allow-delete says', async () => {
    for (const model of ['openai/dall-e-2', 'openai/dall-e-3', 'openai/gpt-image-2.5-flare', 'runware/nano-banana'])
      await at.remove(`models/${model}.yaml`)
    for (const set of ['openai-dall-e-2', 'openai-dall-e-3', 'openai-gpt-image-1', 'runware-native'])
      await at.remove(`schema/params/${set}.schema.json`)
    const { stdout } = await at.sync('--dry-run', '--format', 'json')
    const plan = JSON.parse(stdout) as { changes: { action: string }[]; refusals: string[] }
    const count = plan.changes.filter(({ action }) => action === 'archive').length
    expect(count).toBeGreaterThan(7)
    await expectRefused(
      [],
      new RegExp(
        `${count} of 35 entries would be taken out, which is more than a fifth\\. If that is meant: --allow-delete ${count}\\.`,
      ),
    )
    await expectRefused(
      ['--allow-delete', '2'],
      new RegExp(`${count} of 35 entries would be taken out, and --allow-delete allows 2\\.`),
    )
  })

  it('to take out a tier that people have chosen', async () => {
    await at.edit('tiers.yaml', /\n {2}- id: premium[\s\S]*$/, '\n')
    await at.edit('plans.yaml', ', premium]', ']')
    await at.edit(
      'models/runware/nano-banana-pro.yaml',
      /quality_tier: premium\npriority: \d+/,
      'quality_tier: quality\npriority: 90',
    )
    await at.edit(
      'models/openai/gpt-image-2.6-sunburst.yaml',
      /quality_tier: premium\npriority: \d+/,
      'quality_tier: quality\npriority: 91',
    )
    await expectRefused(
      [],
      /tier\/premium would leave 1 account \(Northwind\), 1 site, 1 article without pictures\. There is no tier "premium"\. Tiers: basic, quality, quality_option2\./,
    )
  })

  it('to take a tier from a plan whose accounts have chosen it, until its plan file approves it by name', async () => {
    await at.edit('plans.yaml', ', premium]', ']')
    // A tier that no plan allows would be a mistake of its own.
    await at.edit('plans.yaml', 'tiers: [basic]', 'tiers: [basic, premium]')
    const told =
      /plan\/studio\/premium would leave 1 account \(Northwind\), 1 site, 1 article without pictures\. Plan "studio" does not allow tier "premium"\. It allows: basic, quality, quality_option2\. If that is meant: --plan-out FILE --approve plan\/studio\/premium, then --apply FILE\./
    await expectRefused([], told)
    await expectRefused(['--skip-deletes'], told)
    await expectRefused(['--plan-out', 'plan.json'], told)
    await expectRefused(['--apply', 'plan.json'], told)

    expect(await at.sync('--plan-out', 'plan.json', '--approve', 'plan/studio/premium')).toMatchObject({ code: 0 })
    const applied = await at.sync('--apply', 'plan.json')
    expect(applied).toMatchObject({ code: 0, stdout: expect.stringContaining('(approved)') })
    const release = await at.inDatabase((db) =>
      db
        .selectFrom('releases')
        .select(['approvals', 'impact'])
        .orderBy('id', 'desc')
        .limit(1)
        .executeTakeFirstOrThrow(),
    )
    expect(release.approvals).toEqual(['plan/studio/premium'])
    expect(release.impact).toContainEqual(
      expect.objectContaining({ name: 'plan/studio/premium', stranded: true, accounts: 1, names: ['Northwind'] }),
    )
    await at.restore()
    await at.sync()
  })

  it('to approve what is not there', async () => {
    expect(await at.sync('--plan-out', 'plan.json', '--approve', 'tier/premium')).toEqual({
      code: 2,
      stdout: '',
      stderr: 'There is nothing called "tier/premium" to approve. This plan leaves nobody without pictures.\n',
    })
  })

  it('a plan that strands somebody who came after it was made', async () => {
    await at.edit('styles.yaml', /(\n {2}- id: watercolour[\s\S]*?)(?=\n {2}- id:|\n*$)/, '')
    await at.inDatabase((db) =>
      db.updateTable('accounts').set({ styleId: null }).where('name', '=', 'Northwind').execute(),
    )
    expect(await at.sync('--plan-out', 'plan.json')).toMatchObject({ code: 0 })
    await at.inDatabase((db) =>
      db.updateTable('accounts').set({ styleId: 'watercolour' }).where('name', '=', 'Northwind').execute(),
    )
    await expectRefused(
      ['--apply', 'plan.json'],
      /style\/watercolour would leave 1 account \(Northwind\), 1 site, 1 article without pictures\. There is no style "watercolour"\./,
    )
  })
})

describe('sync-config --skip-deletes', { timeout: 120_000 }, () => {
  beforeEach(async () => {
    await at.edit('models/runware/seedream-4.5.yaml', 'is_active:', 'protected: true\nis_active:')
    await at.sync()
    await at.restore()
  })

  it('leaves out refused deletions, says so, and applies the rest', async () => {
    await at.remove('models/runware/seedream-4.5.yaml')
    await at.edit('models/runware/bria-3.2.yaml', 'usd_per_image: 0.04', 'usd_per_image: 0.05')
    const { code, stdout } = await at.sync('--skip-deletes')
    expect({ code, stdout }).toEqual({
      code: 0,
      stdout: expect.stringMatching(
        /price\.usd_per_image: 0\.04 -> 0\.05[\s\S]*Left out\n {2}- models bytedance:seedream@4\.5: It is protected\.[\s\S]*1 change applied as release \d+\./,
      ),
    })
    const kept = await at.inDatabase((db) =>
      db.selectFrom('models').select('archivedAt').where('id', '=', 'bytedance:seedream@4.5').executeTakeFirst(),
    )
    expect(kept).toEqual({ archivedAt: null })
    const release = await at.inDatabase((db) =>
      db.selectFrom('releases').select('skipped').orderBy('id', 'desc').limit(1).executeTakeFirstOrThrow(),
    )
    expect(release.skipped).toEqual([expect.objectContaining({ kind: 'models', id: 'bytedance:seedream@4.5' })])
    // The rest is done; what was left out is still wanted, and still refused.
    expect(await at.sync('--skip-deletes')).toMatchObject({
      code: 0,
      stdout: expect.stringContaining('Nothing to do.'),
    })
    expect(await at.sync()).toMatchObject({ code: 4 })
  })

  it('keeps a style that people have chosen, and takes out one that nobody has', async () => {
    const styles = await readFile(join(at.folder, 'config/styles.yaml'), 'utf8')
    const ids = [...styles.matchAll(/- id: (\S+)/g)].map(([, id]) => id)
    const other = ids.find((id) => !['watercolour', 'photorealistic'].includes(id ?? '')) ?? ''
    for (const id of ['watercolour', other])
      await at.edit('styles.yaml', new RegExp(`(\\n {2}- id: ${id}\\b[\\s\\S]*?)(?=\\n {2}- id:|\\n*$)`), '')
    const { code, stdout } = await at.sync('--skip-deletes')
    expect(code).toBe(0)
    expect(stdout).toContain(`- styles ${other}  (archive)`)
    expect(stdout).toContain('  - styles watercolour: There is no style "watercolour".')
    await rm(join(at.folder, 'plan.json'), { force: true })
  })

  it('refuses where what stays would not go together with the rest, and says how', async () => {
    // The protected model would be a second one with its priority in the tier.
    await at.edit('models/runware/nano-banana.yaml', /priority: \d+/, 'priority: 1')
    await at.remove('models/runware/seedream-4.5.yaml')
    await expectRefused(
      ['--skip-deletes'],
      /With what was left out the catalog would not be sound: \S+ tier\/ambiguous-priority: /,
    )
  })
})
