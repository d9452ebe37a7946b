import { describe, expect, it } from 'vitest'
import { findingsOf, shipped, withFiles } from './catalog-fixture.ts'
import { mutantsOf } from './mutation/corpus.ts'
import type { Mutant } from './mutation/schema-mutants.ts'

/** What is wrong with how a mutant was judged; undefined where it was judged as it should be. */
function misjudgement(mutant: Mutant): string | undefined {
  const findings = findingsOf(withFiles({ [mutant.file]: mutant.text }))
  const places = findings.map(
    (found) => `${found.file.replace('config/', '')}:${found.line}:${found.column} ${found.rule}`,
  )
  const said = `${mutant.file} ${mutant.what}: ${places.join(', ') || 'nothing'}; expected`
  if (mutant.rule === undefined) return places.length === 0 ? undefined : `${said} nothing`
  const hit = findings.some(
    (found) =>
      found.rule === mutant.rule &&
      (mutant.isElsewhere ||
        (found.file === `config/${mutant.file}` &&
          found.line === mutant.line &&
          (mutant.column === undefined || found.column === mutant.column))),
  )
  // What the schema refuses is one mistake, and one finding.
  const isAlone = mutant.column === undefined || findings.length === 1
  return hit && isAlone ? undefined : `${said} ${mutant.line}:${mutant.column ?? '*'} ${mutant.rule}`
}

const files = shipped.files.map((file) => file.path)
let checked = 0
let legal = 0

describe('single edits of the shipped catalog', () => {
  it('has no finding without one', () => {
    expect(findingsOf(shipped)).toEqual([])
  })

  it.each(files)('in %s are each found, at the right line, by the rule meant for them', (path) => {
    const mutants = [...mutantsOf(path)]
    expect(mutants.length).toBeGreaterThan(50)
    checked += mutants.length
    legal += mutants.filter((mutant) => mutant.rule === undefined).length
    expect(mutants.flatMap((mutant) => misjudgement(mutant) ?? [])).toEqual([])
  })

  it('are several hundred', () => {
    console.info(
      `${checked} single edits in ${files.length} files: ${checked - legal} mistakes found, ${legal} legal ones left alone`,
    )
    expect(checked - legal).toBeGreaterThan(500)
  })
})
