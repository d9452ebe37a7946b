import type { Article } from '../domain/article.ts'
import type { ImagePrompt } from '../domain/prompt-writer.ts'
import { lengthOf } from '../domain/prompt-text.ts'
import { detectLanguage } from './stopwords.ts'
import { wordSimilarity } from './word-similarity.ts'

const picture = {
  type: 'object',
  properties: { section: { type: 'integer' }, prompt: { type: 'string' }, alt: { type: 'string' } },
  required: ['section', 'prompt', 'alt'],
  additionalProperties: false,
}

/** Shape of a model's answer. Plain, because servers that enforce schemas refuse bounds; the rest is checked here. */
export const answerSchema = {
  name: 'image_prompts',
  schema: {
    type: 'object',
    properties: { featured: picture, in_article: { type: 'array', items: picture } },
    required: ['featured', 'in_article'],
    additionalProperties: false,
  },
}

const altTextCharsMax = 160
const promptCharsMin = 20
/** Prompts that share more than this of their words would become the same picture. */
const similarityMax = 0.7
const askForLettering =
  /\b(?:with|showing|reading|saying|featuring|displaying|add|include|including|contains?)\b[^.,;]{0,40}\b(?:text|words|letters|lettering|captions?|logos?|slogans?|headlines?|typography|watermarks?)\b|\b(?:text|words|letters) (?:reads?|reading|saying|that says?|overlay)\b|\b(?:logo|watermark|typography|infographic|screenshot) of\b/i
const negated =
  /\b(?:no|without|free of|avoid|not?)\b[^.]{0,40}\b(?:text|words|letters|lettering|captions?|logos?|slogans?|headlines?|typography|watermarks?)\b/gi

export type AnswerReading = { ok: true; prompts: ImagePrompt[] } | { ok: false; problems: string[] }

/** Reads a model's answer and checks what its schema cannot say. Problems are worded for the model to mend. */
export function readAnswer(
  text: string,
  wanted: { article: Article; imagesPerArticle: number; promptCharsMax: number },
): AnswerReading {
  const value = answerObject(text)
  if (value === null)
    return { ok: false, problems: ['the answer holds no whole JSON object with "featured" and "in_article"'] }
  const problems: string[] = []
  const featured = readPicture(value['featured'], 'featured', wanted, problems)
  const list = value['in_article']
  if (!Array.isArray(list)) problems.push('in_article is not a list')
  const entries: unknown[] = Array.isArray(list) ? list : []
  if (Array.isArray(list) && list.length !== wanted.imagesPerArticle)
    problems.push(`in_article has ${list.length} entries instead of ${wanted.imagesPerArticle}`)
  const inArticle = entries
    .slice(0, wanted.imagesPerArticle)
    .map((entry, index) => readPicture(entry, `in_article[${index}]`, wanted, problems))
  const read = [featured, ...inArticle].flatMap((it) => (it ? [it] : []))
  problems.push(...likeness(read), ...languageProblems(read, wanted.article))
  if (problems.length > 0) return { ok: false, problems }
  const [first, ...others] = read
  if (!first) return { ok: false, problems: ['featured is missing'] }
  // Reading order is ours to keep, not the model's.
  others.sort((a, b) => a.section - b.section)
  const prompts: ImagePrompt[] = [
    {
      type: 'featured',
      position: 0,
      prompt: first.prompt,
      altText: first.alt,
      heading: null,
      sectionIndex: first.section,
    },
  ]
  others.forEach((it, position) => {
    const heading = wanted.article.sections[it.section]?.heading ?? null
    prompts.push({
      type: 'in_article',
      position,
      prompt: it.prompt,
      altText: it.alt,
      heading: heading === wanted.article.title ? null : heading,
      sectionIndex: it.section,
    })
  })
  return { ok: true, prompts }
}

interface PictureRead {
  name: string
  section: number
  prompt: string
  alt: string
}

function readPicture(
  value: unknown,
  name: string,
  wanted: { article: Article; promptCharsMax: number },
  problems: string[],
): PictureRead | null {
  if (!isObject(value)) {
    problems.push(`${name} is not an object`)
    return null
  }
  const { section } = value
  const prompt = oneLine(value['prompt'])
  const alt = oneLine(value['alt'])
  const last = wanted.article.sections.length - 1
  if (typeof section !== 'number' || !Number.isInteger(section) || section < 0 || section > last) {
    const given = JSON.stringify(section) ?? 'missing'
    problems.push(`${name}.section is ${given}; it is the number of a section, 0 to ${last}`)
    return null
  }
  for (const problem of [promptProblem(prompt, wanted.promptCharsMax), altProblem(alt)]) {
    if (problem !== null) problems.push(`${name}.${problem}`)
  }
  return prompt === '' || alt === '' ? null : { name, section, prompt, alt }
}

function promptProblem(prompt: string, charsMax: number): string | null {
  const chars = lengthOf(prompt)
  if (chars === 0) return 'prompt is empty'
  if (chars < promptCharsMin) return 'prompt is too short to be a scene'
  if (chars > charsMax) return `prompt has ${chars} characters; at most ${charsMax}`
  return askForLettering.test(prompt.replaceAll(negated, '')) ? 'prompt asks for text or a logo in the picture' : null
}

function altProblem(alt: string): string | null {
  const chars = lengthOf(alt)
  if (chars === 0) return 'alt is empty'
  return chars > altTextCharsMax ? `alt has ${chars} characters; at most ${altTextCharsMax}` : null
}

/** Fewer words do not tell a language from another. */
const tellingWordsMin = 25

/** The language of some texts together; null where they are too short to tell. */
function languageOf(texts: string[]): string | null {
  const text = texts.join(' ')
  const isEnough =
    /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}]/u.test(text) || text.split(/\s+/).length >= tellingWordsMin
  return isEnough ? detectLanguage(text) : null
}

/** Image models read English best, and readers their own language. */
function languageProblems(pictures: PictureRead[], article: Article): string[] {
  const prompts = languageOf(pictures.map(({ prompt }) => prompt))
  const alts = languageOf(pictures.map(({ alt }) => alt))
  const own = languageOf(article.sections.flatMap(({ paragraphs }) => paragraphs))
  return [
    ...(prompts !== null && prompts !== 'en' ? [`the prompts are in "${prompts}"; write them in English`] : []),
    ...(alts !== null && own !== null && alts !== own
      ? [`the alt texts are in "${alts}"; write them in the language of the article, "${own}"`]
      : []),
  ]
}

function likeness(pictures: PictureRead[]): string[] {
  return pictures.flatMap((picture, index) => {
    const twin = pictures.slice(0, index).find((other) => wordSimilarity(other.prompt, picture.prompt) > similarityMax)
    return twin ? [`${picture.name}.prompt is nearly the same as ${twin.name}.prompt`] : []
  })
}

/** The first JSON object with a featured picture, in a text that may have prose, a wrapper or a code fence around it. Few tries, so that a long text stays cheap. */
function answerObject(text: string): Record<string, unknown> | null {
  let from = 0
  for (let tries = 0; tries < 20; tries++) {
    const start = text.indexOf('{', from)
    if (start === -1) return null
    const end = endOfObject(text, start)
    if (end !== -1) {
      const value = parse(text.slice(start, end))
      if (isObject(value) && 'featured' in value) return value
    }
    from = start + 1
  }
  return null
}

function endOfObject(text: string, start: number): number {
  let depth = 0
  let inString = false
  for (let at = start; at < text.length; at++) {
    const character = text[at]
    if (inString) {
      if (character === '\\') at++
      else if (character === '"') inString = false
    } else if (character === '"') inString = true
    else if (character === '{') depth++
    else if (character === '}' && --depth === 0) return at + 1
  }
  return -1
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return null
  }
}

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

/** A string on one line; empty for anything else. */
const oneLine = (value: unknown): string => (typeof value === 'string' ? value.replaceAll(/\s+/g, ' ').trim() : '')
