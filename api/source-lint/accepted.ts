import type { Finding } from '../catalog/finding.ts'

const directive = /(?:\/\/|#|\/\*|\{\/\*)\s*atelier-disable-next-line\s+([\w/,-]+(?:\s*,\s*[\w/-]+)*)\s+--\s*\S/

/**
 * Whether the line above a finding accepts it: `// atelier-disable-next-line RULE -- reason`, with # in Python.
 * Without a reason it accepts nothing.
 */
export function isAccepted(finding: Finding, line: (number: number) => string): boolean {
  const rules = directive.exec(line(finding.line - 1))?.[1]?.split(/\s*,\s*/)
  return rules?.includes(finding.rule) ?? false
}
