// What a run of the tests came to, from vitest's JSON report: `counts FILE`, `failures FILE`, `files FILE`.
import { readFileSync } from 'node:fs'
import { relative } from 'node:path'

const [what, file] = process.argv.slice(2)
const report = JSON.parse(readFileSync(file, 'utf8'))
const failed = report.testResults.filter(({ status }) => status === 'failed')
const testsOf = (result) => result.assertionResults.filter(({ status }) => status === 'failed')

// A file that fails before its first test, or after its last, has none of its own to show for it.
const brokenFiles = failed.filter((result) => testsOf(result).length === 0)

const firstLine = (text = '') => text.split('\n')[0]

const answers = {
  counts: () => [`${report.numPassedTests} ${report.numFailedTests + brokenFiles.length} ${report.numPendingTests}`],
  failures: () =>
    failed.flatMap((result) => {
      const name = relative('.', result.name)
      const tests = testsOf(result)
      if (tests.length === 0) return [`${name}: ${firstLine(result.message)}`]
      return tests.map((test) => `${name} > ${test.fullName}: ${firstLine(test.failureMessages[0])}`)
    }),
  files: () => failed.map((result) => relative('.', result.name)),
}
for (const line of answers[what]()) console.log(line)
