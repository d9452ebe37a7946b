import type { Article } from '../domain/article.ts'
import type { Spot } from './article-spots.ts'
import { cutAtWord, fitParts } from './fit-text.ts'
import { contentWords, keyPhrases } from './key-phrases.ts'
import { isVerbStem } from './verbs.ts'
import { SceneChoice } from './scene-choice.ts'
import { splitSentences } from './sentences.ts'
import { NameSense } from './name-sense.ts'
import { detectLanguage } from './stopwords.ts'
import { isInstruction, rankIdeas, type Idea } from './telling-sentence.ts'
import { topicOf, upperFirst } from './topic.ts'

/** An idea that scores less is worse than none. */
const scoreMin = -3
/** Longest description for people who cannot see the picture, in characters. */
const altTextCharsMax = 160

/** How a picture is framed, and what its light and order are, by position. Two lists of unlike length never fall in step. */
const framings = [
  'Close-up',
  'Wide view',
  'View from above',
  'Low-angle view',
  'Eye-level view',
  'View through a doorway',
  'Quiet detail',
  'Side view',
  'Distant view',
]
/** How a likeness is tied to its subject, and to what is said about it. */
const likens = ['standing for', 'as a likeness of', 'as a picture of']
const thoughts = [
  'Its point is that',
  'The scene suggests that',
  'It carries the thought that',
  'Behind it is the idea that',
]
const endings = [
  'Soft side light, shallow depth.',
  'Long morning shadows, open space on one side.',
  'Everything in clear order under even daylight.',
  'Warm light against a blue dusk.',
  'Strong diagonals in crisp midday light.',
  'Muted surroundings with one bright accent.',
  'Reflections on a wet surface after rain.',
]

interface Picture {
  prompt: string
  altText: string
}

/** Composes the pictures of one article, each from another passage, scene, framing and idea. */
export class PictureComposer {
  readonly #article: Article
  readonly #charsMax: number
  readonly #language: string | null
  readonly #scenes: SceneChoice
  readonly #title: string
  readonly #phrases: string[]
  readonly #names: NameSense
  readonly #usedIdeas = new Set<string>()

  constructor(article: Article, sample: string[], charsMax: number) {
    this.#article = article
    this.#charsMax = charsMax
    this.#language = detectLanguage(sample.join(' ')) ?? article.language?.toLowerCase().split(/[-_]/)[0] ?? null
    this.#scenes = new SceneChoice(article.title, sample)
    this.#names = new NameSense(sample)
    this.#phrases = this.#phrasesOf(sample, article.title, 4)
    this.#title =
      this.#topic(article.title) ??
      (this.#joined(this.#phrases.slice(0, 2)) || cutAtWord(article.title, altTextCharsMax))
  }

  /** The picture of the whole article. */
  composeFeatured(sample: string[]): Picture {
    const { title } = this.#article
    const texts = this.#article.summary ? [this.#article.summary] : sample.slice(0, 12)
    const idea = this.#nextIdea(texts, title, this.#phrases)
    const scene = this.#scenes.choose({
      heading: title,
      idea: `${this.#article.summary ?? ''} ${idea}`,
      text: sample.join(' ').slice(0, 6_000),
    })
    const shown = scene ?? (idea === '' ? this.#scenes.chooseAny() : null)
    const opening = `Wide establishing view of ${shown ?? this.#things(this.#phrases)}, opening ${this.#about}.`
    const thought = this.#isLikeness ? this.#thought('The whole picture suggests that', idea) : this.#sentence(idea)
    const detail = shown === null ? '' : this.#inView(this.#phrases)
    return {
      prompt: fitParts([opening, thought, detail], this.#charsMax),
      altText: this.#altText(shown, this.#title, title, idea),
    }
  }

  /** The picture of one passage. */
  composeSpot(spot: Spot, position: number): Picture {
    const heading = spot.heading === this.#article.title ? null : spot.heading
    const phrases = this.#phrasesOf(spot.texts, heading ?? this.#article.title, 3)
    const idea = this.#nextIdea(spot.texts, heading ?? this.#article.title, phrases)
    const scene = this.#sceneFor(spot, heading ?? '', idea, phrases)
    const topic = heading === null ? this.#title : (this.#topic(heading) ?? this.#topicFrom(phrases))
    const origin = heading === null ? `from ${this.#about}` : this.#subject(topic, position)
    const opening = `${pick(framings, position)} of ${scene ?? this.#things(phrases)}, ${origin}.`
    const thought = this.#isLikeness ? this.#thought(pick(thoughts, position), idea) : this.#sentence(idea)
    const needsDetail = this.#isLikeness ? idea === '' : scene !== null
    const detail = needsDetail ? this.#inView(phrases) : ''
    return {
      prompt: fitParts([opening, thought, detail, pick(endings, position)], this.#charsMax),
      altText: this.#altText(scene, topic, spot.heading ?? this.#article.title, idea || this.#joined(phrases)),
    }
  }

  /** Null: the passage's own things are the scene. */
  #sceneFor(spot: Spot, heading: string, idea: string, phrases: string[]): string | null {
    const saysNothing = idea === '' && (this.#isEnglish || phrases.length === 0)
    if (saysNothing && this.#scenes.isConcrete) return this.#scenes.chooseAny()
    if (idea === '' && this.#scenes.isConcrete) return null
    return this.#scenes.choose({ heading, idea, text: spot.texts.join(' ') })
  }

  #subject(topic: string, position: number): string {
    if (!this.#isEnglish) return topic
    return this.#isLikeness ? `${pick(likens, position)} ${topic}` : `on the subject of ${topic}`
  }

  #topicFrom(phrases: string[]): string {
    return phrases.length === 0 ? this.#title : this.#joined(fullest(phrases))
  }

  get #about(): string {
    return this.#isEnglish ? `${this.#scenes.label} about ${this.#title}` : `${this.#scenes.label}: ${this.#title}`
  }

  /** Whether pictures stand for their subject, which has no looks of its own, and say so in English. */
  get #isLikeness(): boolean {
    return this.#isEnglish && !this.#scenes.isConcrete
  }

  get #isEnglish(): boolean {
    return this.#language === 'en'
  }

  #thought(lead: string, idea: string): string {
    if (idea === '') return ''
    const end = idea.includes(' ') ? idea.indexOf(' ') : idea.length
    const first = idea.slice(0, end)
    // "Upgrade your system" does not go on after "that".
    const tie =
      isVerbStem(first.toLowerCase()) || /^(?:how|why|what|who)$/i.test(first) ? lead.replace(/ that$/, ':') : lead
    // "Project Goals help" starts with a name, whatever its first word is elsewhere.
    const startsName =
      /^ \p{Lu}/u.test(idea.slice(end)) && !/^(?:the|a|an|in|on|at|for|with|this|these|our|all|some)$/i.test(first)
    return `${tie} ${startsName ? first : this.#names.inSentence(first)}${idea.slice(end)}.`
  }

  /** An idea as a sentence of its own, with the full stop of its script. */
  #sentence(idea: string): string {
    return idea === '' ? '' : `${upperFirst(idea)}${this.#isUnspaced ? '。' : '.'}`
  }

  /** The passage's own things, for a passage that is its own best scene. */
  #things(phrases: string[]): string {
    if (phrases.length === 0) return 'this moment'
    if (!this.#isEnglish) return phrases.join(', ')
    const things = phrases
      .map((phrase) => this.#names.inSentence(phrase, { isHeading: true }))
      .map((thing) => (/^\p{Ll}/u.test(thing) ? `the ${thing}` : thing))
    return things.length === 1 ? (things[0] ?? '') : `${things.slice(0, -1).join(', ')} and ${things.at(-1) ?? ''}`
  }

  #inView(phrases: string[]): string {
    const names = this.#isEnglish
      ? phrases.map((phrase) => this.#names.inSentence(phrase, { isHeading: true }))
      : phrases
    return names.length === 0 ? '' : `${this.#scenes.isConcrete ? 'In view' : 'Themes'}: ${names.join(', ')}.`
  }

  #joined(phrases: string[]): string {
    return phrases.join(this.#isEnglish ? ' and ' : this.#isUnspaced ? '、' : ', ')
  }

  get #isUnspaced(): boolean {
    return this.#language === 'ja' || this.#language === 'zh'
  }

  /** The best idea of a passage that no other picture of the article has; empty where none is left. */
  #nextIdea(texts: string[], subject: string, phrases: string[]): string {
    const ideas: Idea[] = rankIdeas(texts, {
      language: this.#language,
      subject: contentWords(subject, this.#language),
      phrases: phrases.map((phrase) => phrase.toLowerCase()),
      isVisible: this.#scenes.isVisible,
    })
    const idea = ideas.find((it) => it.score > scoreMin && !this.#usedIdeas.has(it.text))
    if (idea) this.#usedIdeas.add(idea.text)
    return idea?.text ?? ''
  }

  #phrasesOf(texts: string[], subject: string, count: number): string[] {
    const sentences = texts.flatMap(splitSentences).filter((sentence) => !isInstruction(sentence))
    return keyPhrases(sentences, this.#language, contentWords(subject, this.#language), count)
  }

  #topic(heading: string): string | null {
    const topic = topicOf(heading, this.#language)
    return topic !== null && this.#isEnglish ? this.#names.inSentence(topic, { isHeading: true }) : topic
  }

  /** In the article's language only: scenes are in English, so that other articles are described by their own words. */
  #altText(scene: string | null, topic: string, heading: string, idea: string): string {
    if (this.#isEnglish)
      return cutAtWord(scene === null ? upperFirst(idea) : `${upperFirst(scene)}, picturing ${topic}`, altTextCharsMax)
    return cutAtWord(idea === '' || heading.includes(idea) ? heading : `${heading}: ${idea}`, altTextCharsMax)
  }
}

/** The first phrase of several words, else the first two of one: single words say little alone. */
function fullest(phrases: string[]): string[] {
  const long = phrases.find((phrase) => phrase.includes(' '))
  return long === undefined ? phrases.slice(0, 2) : [long]
}

/** The entry of a list whose turn it is. */
const pick = (list: string[], position: number): string => list[position % list.length] ?? ''
