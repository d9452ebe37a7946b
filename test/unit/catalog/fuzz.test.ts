import { describe, expect, it } from 'vitest'
import { checkCatalog } from '../../../api/catalog/check-catalog.ts'
import { formatPretty } from '../../../api/catalog/format/pretty.ts'
import { isFixable, mendText } from '../../../api/catalog/mend-text.ts'
import { reportOf } from '../../../api/catalog/report.ts'
import { decodeText } from '../../../api/catalog/source-text.ts'
import { shipped, today, withFiles } from './catalog-fixture.ts'

/** ATELIER_FUZZ_FILES=10000 with several seeds is what a release is tested with. */
const runs = Number(process.env['ATELIER_FUZZ_FILES'] ?? 600)
const seed = Number(process.env['ATELIER_FUZZ_SEED'] ?? 20_261_122)
const msMax = 1000

/** Numbers from 0 to 1, the same ones every time (mulberry32). */
function randomNumbers(start: number): () => number {
  let state = start
  return () => {
    state = (state + 0x6d_2b_79_f5) | 0
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32
  }
}

/** Bytes that mean something to YAML, or to nobody. */
const telling = Buffer.from('\0\t\n\r !"#%&\'*,-.0:>?@[]`{|}~\u007F\u0085\u00A0\uFEFF\u2028×', 'utf8')

function mutated(bytes: Uint8Array, random: () => number): Buffer {
  const upTo = (limit: number) => Math.floor(random() * limit)
  let result = Buffer.from(bytes)
  for (let edits = 1 + upTo(4); edits > 0; edits--) {
    const at = upTo(result.length)
    const [before, after] = [result.subarray(0, at), result.subarray(at)]
    const some = 1 + upTo(20)
    const edit = [
      () => [before, Buffer.from([upTo(256)]), after.subarray(1)],
      () => [before, telling.subarray(upTo(telling.length)).subarray(0, 1 + upTo(3)), after],
      () => [before, after.subarray(some)],
      () => [before, after.subarray(0, some), after],
      () => [before, result.subarray(upTo(result.length)).subarray(0, some), after],
      () => [before],
    ][upTo(6)]
    result = Buffer.concat(edit?.() ?? [])
  }
  return result
}

describe('random bytes in the shipped files', () => {
  it(`never stop the check, ${runs} times`, { timeout: 1_200_000 }, () => {
    const random = randomNumbers(seed)
    let slowest = { ms: 0, path: '' }
    let unsound = 0
    let mended = 0
    for (let run = 0; run < runs; run++) {
      const file = shipped.files[Math.floor(random() * shipped.files.length)]
      if (!file) throw new Error('The catalog has no files.')
      const bytes = mutated(file.bytes, random)
      const began = performance.now()
      try {
        const checked = checkCatalog(withFiles({ [file.path]: bytes }), today)
        formatPretty(reportOf(checked), { failOn: 'error', colours: false })
        if (checked.findings.length > 0) unsound++
        for (const finding of checked.findings) expect(finding.line).toBeGreaterThan(0)
        const fixable = checked.findings.filter(isFixable).filter(({ file: label }) => label === file.label)
        if (fixable.length > 0) mended += mendText(decodeText(bytes).source.text, fixable).mended.length
      } catch (error) {
        throw new Error(`Run ${run} of seed ${seed}, ${file.path}: ${JSON.stringify(bytes.toString('latin1'))}`, {
          cause: error,
        })
      }
      const ms = performance.now() - began
      if (ms > slowest.ms) slowest = { ms, path: file.path }
    }
    console.info(
      `${runs} mutated files of seed ${seed}, ${unsound} with findings, ${mended} of them mended; slowest ${slowest.ms.toFixed(0)} ms, ${slowest.path}`,
    )
    expect(slowest.ms).toBeLessThan(msMax)
    expect(unsound).toBeGreaterThan(runs / 2)
  })
})
