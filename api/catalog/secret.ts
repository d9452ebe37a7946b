/**
 * Forms of keys and tokens, each with something that it cannot be without. Loose on purpose: a false alarm costs a
 * minute, a published key costs an account. What looks back has an end: without one, the time for a long run of blanks
 * grows with the square of its length.
 */
const secretForms: readonly (readonly [sign: string | RegExp, form: RegExp])[] = [
  ['PRIVATE KEY', /-----BEGIN [A-Z ]*PRIVATE KEY-----/g],
  ['sk-', /\bsk-[A-Za-z0-9_-]{16,}/g],
  [/rw[-_]/, /\brw[-_][A-Za-z0-9]{16,}/g],
  [/A[KS]IA/, /\b(?:AKIA|ASIA)[0-9A-Z]{16}\b/g],
  [/gh[a-z]_/, /\bgh[a-z]_[A-Za-z0-9]{30,}/g],
  ['github_pat_', /\bgithub_pat_[A-Za-z0-9_]{20,}/g],
  ['xox', /\bxox[a-z]-[A-Za-z0-9-]{10,}/g],
  ['AIza', /\bAIza[0-9A-Za-z_-]{30,}/g],
  ['eyJ', /\beyJ[A-Za-z0-9_-]{8,}\.[A-Za-z0-9_-]{8,}\.[A-Za-z0-9_-]*/g],
  ['Bearer', /(?<=\bBearer\s{1,8})[A-Za-z0-9._~+/-]{16,}=*/g],
  [/:\/\/\S{1,700}@/, /(?<=:\/\/[^\s/@:]{0,200}:)[^\s/@]{1,500}(?=@)/g],
  [
    /key|secret|passw|token/i,
    /(?<=\b(?:api[_-]?key|secret|password|passwd|token)["']?\s{0,8}[:=]\s{0,8}["']?)[^\s"'{}#,]{8,}/gi,
  ],
]

/** Long runs of letters and digits without a word in them, as providers make keys. */
const longRun = /(?<![A-Za-z0-9_/.-])[A-Za-z0-9]{32,}(?![A-Za-z0-9_/.-])/g
const longRunChars = 32

const isAlphanumeric = (code: number): boolean =>
  (code >= 48 && code <= 57) || (code >= 65 && code <= 90) || (code >= 97 && code <= 122)

/** Whether a text has a long run at all. Looks only at every 32nd character and what is before it. */
function hasLongRun(text: string): boolean {
  let at = longRunChars - 1
  while (at < text.length) {
    let start = at
    while (start > at - longRunChars && isAlphanumeric(text.charCodeAt(start))) start--
    if (start === at - longRunChars) return true
    at = start + longRunChars
  }
  return false
}

const looksRandom = (run: string): boolean =>
  /\d/.test(run) && /[A-Za-z]/.test(run) && new Set(run).size >= 12 && (run.match(/\d/g)?.length ?? 0) >= 4

export interface SecretSpan {
  start: number
  end: number
  text: string
}

/** Everything in a text that looks like a key, in order. What overlaps is one. */
function secretsIn(text: string): SecretSpan[] {
  const ofForms = secretForms.flatMap(([sign, form]) => {
    const isLikely = typeof sign === 'string' ? text.includes(sign) : sign.test(text)
    return isLikely ? [...text.matchAll(form)] : []
  })
  const random = hasLongRun(text) ? [...text.matchAll(longRun)].filter(([run]) => looksRandom(run)) : []
  const found = [...ofForms, ...random].map((match) => ({ start: match.index, end: match.index + match[0].length }))
  const merged: { start: number; end: number }[] = []
  for (const span of found.toSorted((one, other) => one.start - other.start)) {
    const last = merged.at(-1)
    if (last && span.start < last.end) last.end = Math.max(last.end, span.end)
    else merged.push(span)
  }
  return merged.map(({ start, end }) => ({ start, end, text: text.slice(start, end) }))
}

const none: SecretSpan[] = []

/** Two look for them, and the forms cost more than all rules together. */
const known = new WeakMap<object, SecretSpan[]>()

/** Everything in a document that looks like a key. */
export function secretsOf(document: { source: { text: string } }): SecretSpan[] {
  const found = known.get(document)
  if (found) return found
  const spans = secretsIn(document.source.text)
  known.set(document, spans.length > 0 ? spans : none)
  return spans
}

/** Ways to show a text without the secrets in it. */
export interface SecretCover {
  /** For messages: says that something was left out. */
  redact: (text: string) => string
  /** For lines with a caret below them: keeps the length. */
  blot: (text: string) => string
}

export function secretCover(secrets: readonly string[]): SecretCover {
  const longestFirst = [...new Set(secrets)].toSorted((one, other) => other.length - one.length)
  const replace = (text: string, by: (secret: string) => string) =>
    longestFirst.reduce((shown, secret) => shown.replaceAll(secret, () => by(secret)), text)
  return {
    redact: (text) => replace(text, () => '[hidden]'),
    blot: (text) => replace(text, (secret) => '*'.repeat(secret.length)),
  }
}
