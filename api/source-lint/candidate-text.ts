import type { CatalogFacts } from './catalog-facts.ts'
import { wordsOf } from './naming.ts'

const escaped = (text: string): string => text.replaceAll(/[.*+?^${}()|[\]\\]/g, String.raw`\$&`)

/** Digits as they may be grouped: 3686400, 3_686_400. */
const grouped = (value: number): string => [...String(value)].join('_?')

/** A number as a square of whole sides: 1920 * 1920. */
function productOf(value: number): string[] {
  const side = Math.sqrt(value)
  return Number.isInteger(side) ? [String.raw`${side}\s*\*\s*${side}`] : []
}

/** A cheap look at a file's text: whether it is worth parsing at all. */
export function candidateTest(facts: CatalogFacts): (text: string) => boolean {
  const families = [...facts.models.keys()].map((name) => /^[A-Za-z]{3,}[:@/_.-]/.exec(name)?.[0] ?? name)
  const names = [...facts.models.keys(), ...families].map(escaped)
  const numbers = [...facts.pixels.keys()].flatMap((value) => [grouped(value), ...productOf(value)])
  const sizes = String.raw`["'\x60]\d{2,5}\s?[xX×*]\s?\d{2,5}["'\x60]`
  const likely = new RegExp([...new Set(names), ...numbers, sizes].join('|'), 'u')
  const tierIds = [...facts.tiers.keys()].map((id) => new RegExp(String.raw`(?<![\w-])${escaped(id)}(?![\w-])`, 'u'))
  const providers = [...facts.providers.keys()].map((id) => new RegExp(String.raw`["'\x60]${escaped(id)}["'\x60]`, 'u'))
  const parameters = [...facts.parameters.values()].map(({ name }) => wordsOf(name).join('[_-]?'))
  const parameter = new RegExp(String.raw`(?<![\w-])(?:${parameters.join('|')})['"\]]{0,2}\s?[:=](?!=)`, 'iu')
  const side = /(?:width|height)['"\]]{0,2}\s?[:=]\s?\d{2,5}\b/i
  return (text) =>
    likely.test(text) ||
    tierIds.filter((id) => id.test(text)).length >= 2 ||
    (providers.some((provider) => provider.test(text)) && parameter.test(text)) ||
    side.test(text)
}
