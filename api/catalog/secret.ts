/** Forms of keys and tokens. Loose on purpose: a false alarm costs a minute, a published key costs an account. */
const secretForms: readonly RegExp[] = [
  /-----BEGIN [A-Z ]*PRIVATE KEY-----/g,
  /\bsk-[A-Za-z0-9_-]{16,}/g,
  /\brw[-_][A-Za-z0-9]{16,}/g,
  /\b(?:AKIA|ASIA)[0-9A-Z]{16}\b/g,
  /\bgh[a-z]_[A-Za-z0-9]{30,}/g,
  /\bgithub_pat_[A-Za-z0-9_]{20,}/g,
  /\bxox[a-z]-[A-Za-z0-9-]{10,}/g,
  /\bAIza[0-9A-Za-z_-]{30,}/g,
  /\beyJ[A-Za-z0-9_-]{8,}\.[A-Za-z0-9_-]{8,}\.[A-Za-z0-9_-]*/g,
  /(?<=\bBearer\s+)[A-Za-z0-9._~+/-]{16,}=*/g,
  /(?<=:\/\/[^\s/@:]*:)[^\s/@]+(?=@)/g,
  /(?<=\b(?:api[_-]?key|secret|password|passwd|token)["']?\s*[:=]\s*["']?)[^\s"'{}#,]{8,}/gi,
]

/** Long runs of letters and digits without a word in them, as providers make keys. */
const longRun = /(?<![A-Za-z0-9_/.-])[A-Za-z0-9]{32,}(?![A-Za-z0-9_/.-])/g

const looksRandom = (run: string): boolean =>
  /\d/.test(run) && /[A-Za-z]/.test(run) && new Set(run).size >= 12 && (run.match(/\d/g)?.length ?? 0) >= 4

export interface SecretSpan {
  start: number
  end: number
  text: string
}

/** Everything in a text that looks like a key, in order, without overlaps. */
function secretsIn(text: string): SecretSpan[] {
  const spans: SecretSpan[] = []
  const add = (match: RegExpMatchArray) => {
    const start = match.index ?? 0
    const end = start + match[0].length
    if (!spans.some((span) => start < span.end && span.start < end)) spans.push({ start, end, text: match[0] })
  }
  for (const form of secretForms) for (const match of text.matchAll(form)) add(match)
  for (const match of text.matchAll(longRun)) if (looksRandom(match[0])) add(match)
  return spans.toSorted((one, other) => one.start - other.start)
}

/** Two look for them, and the forms cost more than all rules together. */
const known = new WeakMap<object, SecretSpan[]>()

/** Everything in a document that looks like a key. */
export function secretsOf(document: { source: { text: string } }): SecretSpan[] {
  const spans = known.get(document) ?? secretsIn(document.source.text)
  known.set(document, spans)
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
