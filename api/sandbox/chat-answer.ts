import { type Chance, chanceOf } from './chance.ts'
import { isObject } from './reply.ts'

type Schema = Record<string, unknown>

/** What an answer is made of: the words of the question. */
interface Material {
  sentences: string[]
  /** How many entries a list gets. */
  count: number
  /** Where a list begins, so that its first entry does not tell what stands before it. */
  offset: number
  chance: Chance
}

const wordCounts: Record<string, number> = {
  one: 1,
  two: 2,
  three: 3,
  four: 4,
  five: 5,
  six: 6,
  seven: 7,
  eight: 8,
  nine: 9,
  ten: 10,
}
const countPattern =
  /\b(\d{1,2}|one|two|three|four|five|six|seven|eight|nine|ten)\s+(?:\w+\s+){0,2}?(?:prompts|images|pictures|entries|items|slots|illustrations)\b/i
const defaultCount = 3

/** How many entries a text asks for: "exactly 5 prompts". The first number named. */
function countIn(text: string): number {
  const asked = countPattern.exec(text)?.[1]?.toLowerCase()
  return asked === undefined ? defaultCount : (wordCounts[asked] ?? Number(asked))
}

/** Words of the question that tell what to do, not what to draw. */
const instructionPattern = /\b(prompts?|json|schema|alt[ -]?texts?|slots?)\b/i

/** Sentences that could be about something: long enough to say it, and neither instructions, markup nor JSON. */
function sentencesIn(text: string): string[] {
  return text
    .split(/(?<=[.!?])\s+|\n+/)
    .map((line) => line.replace(/^[#>*\-\d.)\s]+/, '').trim())
    .filter((line) => line.length >= 12 && /^[\p{L}\p{N}"'“]/u.test(line))
    .filter((line) => !/["{}[\]]\s*[:,]/.test(line) && !instructionPattern.test(line))
}

/** A schema written into a prompt, as it is where the server cannot be given one. */
function schemaIn(text: string): Schema | undefined {
  for (let start = text.indexOf('{'); start !== -1; start = text.indexOf('{', start + 1)) {
    for (let end = text.lastIndexOf('}'); end > start; end = text.lastIndexOf('}', end - 1)) {
      try {
        const value: unknown = JSON.parse(text.slice(start, end + 1))
        if (isObject(value) && isObject(value['properties'])) return value
        break
      } catch {
        // Not the closing brace of this opening one; try the one before.
      }
    }
  }
  return undefined
}

const clip = (text: string, lengthMax: number): string => {
  if (text.length <= lengthMax) return text
  const cut = text.slice(0, lengthMax)
  return cut.slice(0, Math.max(cut.lastIndexOf(' '), Math.floor(lengthMax / 2))).replace(/[\s,;:.]+$/, '')
}

const views = [
  'A wide view',
  'A close-up',
  'A still life',
  'A quiet scene',
  'A view from above',
  'A detailed study',
] as const
const lights = [
  'in soft morning light',
  'under a bright sky',
  'in warm evening light',
  'in clear studio light',
] as const

function textFor(name: string, index: number, schema: Schema, { sentences, offset, chance }: Material): string {
  const sentence = (
    sentences[(index + offset) % Math.max(1, sentences.length)] ?? 'the subject of the article'
  ).replace(/[.!?]+$/, '')
  const longest = typeof schema['maxLength'] === 'number' ? schema['maxLength'] : Infinity
  if (/prompt|description|scene|subject/i.test(name)) {
    return clip(`${chance.pick(views)} that shows ${clip(sentence, 160)}, ${chance.pick(lights)}`, longest)
  }
  if (/heading|title/i.test(name)) return clip(sentence, Math.min(60, longest))
  return clip(sentence, Math.min(120, longest))
}

/** A value that keeps a schema. `index` is the place in the list it belongs to. */
function valueFor(schema: Schema, name: string, index: number, material: Material): unknown {
  const options = Array.isArray(schema['enum']) ? schema['enum'] : undefined
  if (schema['const'] !== undefined) return schema['const']
  if (options) return options[Math.min(index, options.length - 1)]
  const type = Array.isArray(schema['type']) ? schema['type'].find((one) => one !== 'null') : schema['type']
  if (isObject(schema['properties'])) {
    return Object.fromEntries(
      Object.entries(schema['properties']).map(([key, property], place) => {
        const own = isObject(property) ? property : {}
        // What stands before a list told the first sentence already.
        const offset = own['type'] === 'array' && place > 0 ? 1 : material.offset
        return [key, valueFor(own, key, index, { ...material, offset })]
      }),
    )
  }
  if (type === 'array') {
    const [least, most] = [schema['minItems'], schema['maxItems']]
    const count = Math.min(
      Math.max(material.count, typeof least === 'number' ? least : 0),
      typeof most === 'number' ? most : Infinity,
    )
    const items = isObject(schema['items']) ? schema['items'] : {}
    return Array.from({ length: count }, (_, place) => valueFor(items, name, place, material))
  }
  if (type === 'integer' || type === 'number') return index
  return type === 'boolean' ? true : textFor(name, index, schema, material)
}

export interface ChatQuestion {
  /** All messages' texts, one after another. */
  text: string
  /** What the answer is about: the longest thing the user said. A shorter one after it only asks for another answer. */
  material: string
  /** The schema sent beside the messages; without one it is looked for in them. */
  schema: Schema | undefined
  /** Another number than was asked for. */
  wrongCount: boolean
}

/** A plausible answer: JSON that keeps the schema, about the words of the question. The same question, the same answer. */
export function answerChat({ text, material, schema, wrongCount }: ChatQuestion): unknown {
  const count = countIn(material) === defaultCount ? countIn(text) : countIn(material)
  return valueFor(schema ?? schemaIn(text) ?? { properties: { answer: { type: 'string' } } }, 'answer', 0, {
    sentences: sentencesIn(material),
    count: wrongCount ? Math.max(1, count - 1) : count,
    offset: 0,
    chance: chanceOf(text),
  })
}
