import type { Article } from '../domain/article.ts'
import type { Spot } from './article-spots.ts'
import { cutAtWord, fitParts } from './fit-text.ts'
import { contentWords, keyPhrases } from './key-phrases.ts'
import { describeThings } from './picture-language.ts'
import { isPointer } from './pointers.ts'
import { SceneChoice } from './scene-choice.ts'
import { splitSentences } from './sentences.ts'
import { detectLanguage } from './stopwords.ts'
import { rankIdeas, upperFirst, type Idea } from './telling-sentence.ts'
import { ThingChoice } from './thing-choice.ts'
import { titleTopic, topicOf } from './topic.ts'
import { visibleThings } from './visible-things.ts'
import { wordSimilarity } from './word-similarity.ts'

/** An idea that scores less is worse than none. */
const scoreMin = -1.8
/** Ideas that share more of their words say the same. */
const sameIdeaMin = 0.4
/** Longest description for people who cannot see the picture, in characters. */
const altTextCharsMax = 160

/** How a picture is framed, and what its light and order are, by position. Two lists of unlike length never fall in step. */
const framings = [
  'Close-up',
  'Wide view',
  'View from above',
  'Low-angle view',
  'Eye-level view',
  'Framed view',
  'Quiet detail',
  'Side view',
  'Distant view',
]
/** How a thought is tied to a likeness. A colon takes any sentence as it is. */
const thoughts = ['The thought behind it', 'What it stands for', 'The idea it carries', 'Its point']
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
  readonly #things: ThingChoice
  readonly #title: string
  readonly #usedIdeas: string[] = []

  constructor(article: Article, sample: string[], charsMax: number) {
    this.#article = article
    this.#charsMax = charsMax
    this.#language = detectLanguage(sample.join(' ')) ?? article.language?.toLowerCase().split(/[-_]/)[0] ?? null
    this.#scenes = new SceneChoice(article.title, sample, this.#language)
    this.#things = new ThingChoice(sample)
    this.#title = titleTopic(article.title, this.#language)
  }

  /** The picture of the whole article. */
  composeFeatured(sample: string[]): Picture {
    const { title, summary } = this.#article
    const idea = this.#nextIdea(summary === null ? [] : [summary], title) || this.#nextIdea(sample.slice(0, 12), title)
    const text = sample.join(' ').slice(0, 6_000)
    const shown = this.#shown({ heading: title, idea: `${summary ?? ''} ${idea}`, text }, idea)
    const { label } = this.#scenes
    return this.#picture({
      opening: `Wide establishing view of ${shown}${label === null ? '' : `, opening ${label}`}.`,
      topic: this.#title,
      thought: this.#thought('The thought of the whole', idea),
      ending: '',
      altText: this.#altText(shown, this.#title, sample),
    })
  }

  /** The picture of one passage. */
  composeSpot(spot: Spot, position: number): Picture {
    const heading = spot.heading === this.#article.title ? null : spot.heading
    const topic = (heading === null ? null : topicOf(heading, this.#language)) ?? this.#title
    const idea = this.#nextIdea(spot.texts, heading ?? this.#article.title)
    const shown = this.#shown({ heading: heading ?? '', idea, text: spot.texts.join(' ') }, idea)
    return this.#picture({
      opening: `${pick(framings, position)} of ${shown}.`,
      topic,
      thought: this.#thought(pick(thoughts, position), idea),
      ending: pick(endings, position),
      altText: this.#altText(shown, topic, spot.texts),
    })
  }

  #picture({ opening, topic, thought, ending, altText }: Record<PartName, string>): Picture {
    const subject = `Subject: ${topic}${/[.?!。？！]$/u.test(topic) ? '' : this.#fullStop}`
    return { prompt: fitParts([opening, thought, subject, ending], this.#charsMax), altText }
  }

  /** What the picture shows: a scene that the passage calls for, its own things, or something that goes with anything. */
  #shown(passage: { heading: string; idea: string; text: string }, idea: string): string {
    const scene = this.#scenes.choose(passage)
    if (scene !== null) return scene
    if (!this.#scenes.isConcrete) return this.#scenes.chooseAny()
    if (!this.#isEnglish) return this.#phrases([passage.text]).join(', ') || this.#scenes.chooseAny()
    return this.#things.choose(idea, passage.text) ?? this.#scenes.chooseAny()
  }

  /** Pictures that stand for their subject need to be told how. The others show it. */
  #thought(lead: string, idea: string): string {
    if (idea === '') return ''
    const isLikeness = this.#isEnglish && !this.#scenes.isConcrete
    return `${isLikeness ? `${lead}: ` : ''}${idea}${this.#fullStop}`
  }

  get #isEnglish(): boolean {
    return this.#language === 'en'
  }

  get #fullStop(): string {
    return this.#language === 'ja' || this.#language === 'zh' ? '。' : '.'
  }

  /** The best idea of a passage that no other picture of the article has; empty where none is left. */
  #nextIdea(texts: string[], subject: string): string {
    const ideas: Idea[] = rankIdeas(texts, {
      language: this.#language,
      subject: contentWords(subject, this.#language),
      phrases: this.#isEnglish ? [] : this.#phrases(texts).map((phrase) => phrase.toLowerCase()),
      countVisible: (sentence) => (this.#isEnglish && this.#scenes.isConcrete ? visibleThings(sentence).length : 0),
    })
    const idea = ideas.find(
      ({ text, score }) =>
        score > scoreMin && !this.#usedIdeas.some((used) => wordSimilarity(used, text) > sameIdeaMin),
    )
    if (idea) this.#usedIdeas.push(idea.text)
    return idea?.text ?? ''
  }

  /** What a passage in another language than English is about, in its own words. */
  #phrases(texts: string[]): string[] {
    const subject = contentWords(this.#article.title, this.#language)
    const sentences = texts.flatMap(splitSentences).filter((sentence) => !isPointer(sentence))
    return keyPhrases(sentences, this.#language, subject, 3)
  }

  /** What can be seen, not what the article says. In the article's language: scenes are in English, so that others are described by their own words. */
  #altText(shown: string, topic: string, texts: string[]): string {
    const text = this.#isEnglish ? upperFirst(shown) : describeThings(this.#phrases(texts), topic, this.#language)
    return cutAtWord(text, altTextCharsMax).replace(/[\s.!?。！？]+$/u, '')
  }
}

type PartName = 'opening' | 'topic' | 'thought' | 'ending' | 'altText'

/** The entry of a list whose turn it is. */
const pick = (list: string[], position: number): string => list[position % list.length] ?? ''
