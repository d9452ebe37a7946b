import type { Article } from '../domain/article.ts'
import type { Spot } from './article-spots.ts'
import { contentWords } from './content-words.ts'
import { cutAtWord, fitParts } from './fit-text.ts'
import { PhraseChoice } from './phrase-choice.ts'
import { hasOwnFrame, pictureLanguage } from './picture-languages/known-languages.ts'
import type { PictureLanguage } from './picture-languages/picture-language.ts'
import { SceneChoice } from './scene-choice.ts'
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

/** How a thought is tied to a likeness. A colon takes any sentence as it is. */
const thoughts = ['The thought behind it', 'What it stands for', 'The idea it carries', 'Its point']

interface Picture {
  prompt: string
  altText: string
}

/** Composes the pictures of one article, each from another passage, scene, framing and idea. */
export class PictureComposer {
  readonly #article: Article
  readonly #charsMax: number
  readonly #language: string | null
  readonly #words: PictureLanguage
  readonly #scenes: SceneChoice
  readonly #things: ThingChoice
  readonly #phrases: PhraseChoice
  readonly #title: string
  readonly #usedIdeas: string[] = []

  constructor(article: Article, sample: string[], charsMax: number) {
    this.#article = article
    this.#charsMax = charsMax
    this.#language = detectLanguage(sample.join(' ')) ?? article.language?.toLowerCase().split(/[-_]/)[0] ?? null
    this.#words = pictureLanguage(this.#language)
    this.#scenes = new SceneChoice(article.title, sample, this.#language)
    this.#things = new ThingChoice(sample)
    this.#phrases = new PhraseChoice(article.title, sample, this.#language)
    this.#title = titleTopic(article.title, this.#language)
  }

  /** The picture of the whole article. */
  composeFeatured(sample: string[]): Picture {
    const { title, summary } = this.#article
    const idea = this.#nextIdea(summary === null ? [] : [summary], title) || this.#nextIdea(sample.slice(0, 12), title)
    const text = sample.join(' ').slice(0, 6_000)
    const shown = this.#shown({ heading: title, idea: `${summary ?? ''} ${idea}`, texts: [text] }, idea)
    const label = hasOwnFrame(this.#language) ? null : this.#scenes.label
    return this.#picture({
      framing: this.#words.establishing,
      shown: label === null ? shown : `${shown}, opening ${label}`,
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
    const shown = this.#shown({ heading: heading ?? '', idea, texts: spot.texts }, idea)
    return this.#picture({
      framing: pick(this.#words.framings, position),
      shown,
      topic,
      thought: this.#thought(pick(thoughts, position), idea),
      ending: pick(this.#words.endings, position),
      altText: this.#altText(shown, topic, spot.texts),
    })
  }

  #picture({ framing, shown, topic, thought, ending, altText }: Record<PartName, string>): Picture {
    const { of, stop, subject } = this.#words
    const opening = `${framing}${of}${shown}${stop}`
    const about = `${subject}${topic}${/[.?!。？！]$/u.test(topic) ? '' : stop}`
    return { prompt: fitParts([opening, thought, about, ending], this.#charsMax, this.#words), altText }
  }

  /** What the picture shows: a scene that the passage calls for, its own things, or something that goes with anything. */
  #shown({ heading, idea, texts }: { heading: string; idea: string; texts: string[] }, thought: string): string {
    // Scenes are in English. Another language is not mixed with them, and can name what is in its pictures.
    if (hasOwnFrame(this.#language)) return this.#ownThings(texts, thought) || this.#scenes.chooseAny()
    const text = texts.join(' ')
    const scene = this.#scenes.choose({ heading, idea, text })
    if (scene !== null) return scene
    if (!this.#scenes.isConcrete) return this.#scenes.chooseAny()
    const things = this.#isEnglish ? this.#things.choose(thought, text) : this.#ownThings(texts, thought)
    return things || this.#scenes.chooseAny()
  }

  #ownThings(texts: string[], idea: string): string {
    return this.#phrases.choose(texts, idea).join(this.#words.comma)
  }

  /** Pictures that stand for their subject need to be told how. The others show it. */
  #thought(lead: string, idea: string): string {
    if (idea === '') return ''
    const isLikeness = this.#isEnglish && !this.#scenes.isConcrete
    return `${isLikeness ? `${lead}: ` : ''}${idea}${this.#words.stop}`
  }

  get #isEnglish(): boolean {
    return this.#language === 'en'
  }

  /** The best idea of a passage that no other picture of the article has; empty where none is left. */
  #nextIdea(texts: string[], subject: string): string {
    const ideas: Idea[] = rankIdeas(texts, {
      language: this.#language,
      subject: contentWords(subject, this.#language),
      phrases: this.#isEnglish ? [] : this.#phrases.rank(texts).map((phrase) => phrase.toLowerCase()),
      countVisible: (sentence) => (this.#isEnglish && this.#scenes.isConcrete ? visibleThings(sentence).length : 0),
    })
    const idea = ideas.find(
      ({ text, score }) =>
        score > scoreMin && !this.#usedIdeas.some((used) => wordSimilarity(used, text) > sameIdeaMin),
    )
    if (idea) this.#usedIdeas.push(idea.text)
    return idea?.text ?? ''
  }

  /** What can be seen, not what the article says; of a language that is not known, its own words for what it is about. */
  #altText(shown: string, topic: string, texts: string[]): string {
    const { inPicture, comma } = this.#words
    const isDescribed = this.#isEnglish || hasOwnFrame(this.#language)
    const text = isDescribed ? `${inPicture}${shown}` : this.#phrases.rank(texts).join(comma) || topic
    return cutAtWord(upperFirst(text), altTextCharsMax).replace(/[\s.!?。！？]+$/u, '')
  }
}

type PartName = 'framing' | 'shown' | 'topic' | 'thought' | 'ending' | 'altText'

/** The entry of a list whose turn it is. */
const pick = (list: readonly string[], position: number): string => list[position % list.length] ?? ''
