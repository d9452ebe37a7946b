import { likenesses } from './likenesses.ts'
import type { Motif } from './motif.ts'
import { pictureLanguage } from './picture-languages/known-languages.ts'
import { stemHits, wordCounts } from './stem-hits.ts'
import { themes, type Theme } from './themes.ts'
import { isMeasure, visibleNoun } from './visible-words.ts'

/** How much of its best theme another needs for its scenes to be used too. */
const secondThemeShare = 0.4
/** Fewer hits than this, or of fewer different words, say nothing about an article's field. */
const themeHitsMin = 4
const themeStemsMin = 3
/** So much of a scene's things must be in the passage. */
const supportMin = 0.6
/** An article of no known field with fewer things to see than this, of all its words, is about ideas. */
const visibleShareMin = 0.035

/** A passage by how near its words are to the picture. */
export interface Passage {
  heading: string
  idea: string
  text: string
}

/** Chooses scenes for the passages of one article and never the same twice while there are others. */
export class SceneChoice {
  /** How an article of this field is called; null where the field is not known. */
  readonly label: string | null
  /** Whether the article's subjects can be shown as they are. */
  readonly isConcrete: boolean
  readonly #language: string | null
  readonly #motifs: Motif[]
  /** Motifs of the article's own field, which go before those of a neighbouring one. */
  readonly #own: ReadonlySet<Motif>
  readonly #articleNouns: ReadonlyMap<string, number>
  readonly #used = new Set<string>()

  constructor(title: string, texts: string[], language: string | null) {
    const words = wordCounts([title, title, ...texts])
    const scored = themes.map((theme) => ({ theme, hits: stemHits(theme.stems, words) }))
    const best = scored.reduce((a, b) => (b.hits.words > a.hits.words ? b : a))
    const known = best.hits.words >= themeHitsMin && best.hits.stems >= themeStemsMin ? best.theme : null
    this.#language = language
    this.#articleNouns = nounCounts(words)
    this.label = known?.label ?? null
    this.isConcrete =
      known?.concrete ?? (language !== 'en' || visibleShare(words, this.#articleNouns) > visibleShareMin)
    this.#own = new Set(known?.motifs)
    this.#motifs = this.isConcrete
      ? motifsOf(
          known,
          scored.filter(({ theme, hits }) => theme !== known && hits.words >= best.hits.words * secondThemeShare),
        )
      : likenesses
  }

  /** The scene that a passage's words call for; null where none is sure to fit. */
  choose(passage: Passage): string | null {
    const scene = this.isConcrete ? this.#concreteScene(passage) : this.#likeness(passage)
    return scene === null ? null : this.#use(scene)
  }

  /** A scene that goes with anything. */
  chooseAny(): string {
    const { everyday } = pictureLanguage(this.#language)
    return this.#use(
      everyday.find((scene) => !this.#used.has(scene)) ?? everyday[this.#used.size % everyday.length] ?? '',
    )
  }

  /** A likeness for what the heading and the thought name; words further off must be many to count. */
  #likeness({ heading, idea, text }: Passage): string | null {
    const headingWords = wordCounts([heading])
    const ideaWords = wordCounts([idea])
    const far = wordCounts([text])
    // A passage without a thought of its own is known by its words alone.
    const aroundMin = idea === '' ? 2 : 3
    return this.#best((stems) => {
      const near = 3 * stemHits(stems, headingWords).stems + 2 * stemHits(stems, ideaWords).stems
      const around = stemHits(stems, far).stems
      return near > 0 || around >= aroundMin ? near + 0.5 * Math.min(3, around) : 0
    })
  }

  /** Only a scene whose own things are in the passage, and matter to the article. */
  #concreteScene({ heading, idea, text }: Passage): string | null {
    const near = wordCounts([heading, idea])
    if (this.#language !== 'en') {
      return this.#best((stems) => {
        const hits = stemHits(stems, near).stems + stemHits(stems, wordCounts([heading])).stems
        return hits > 1 ? hits : 0
      })
    }
    const nearNouns = nounCounts(near)
    const farNouns = nounCounts(wordCounts([heading, idea, text]))
    return this.#best(
      (stems) => Math.min(3, stemHits(stems, near).stems),
      (scene) => this.#support(scene, nearNouns, farNouns),
    )
  }

  /** How well a passage bears out a scene; 0 where it does not. */
  #support(scene: string, near: ReadonlyMap<string, number>, far: ReadonlyMap<string, number>): number {
    const nouns = [...nounCounts(wordCounts([scene])).keys()]
    const there = nouns.filter((noun) => far.has(noun))
    // A thing said once may be an aside; three of them together are the scene itself.
    const matters = there.some(
      (noun) => near.has(noun) && (there.length > 2 || (this.#articleNouns.get(noun) ?? 0) > 1),
    )
    const share = there.length / Math.max(1, nouns.length)
    return matters && there.length > 1 && share >= supportMin ? share : 0
  }

  /** The unused scene with the best score; a score of 0 is no match. */
  #best(scoreOf: (stems: string[]) => number, supportOf: (scene: string) => number = () => 1): string | null {
    let best: { scene: string; score: number } | null = null
    for (const motif of this.#motifs) {
      const base = scoreOf(motif.stems) * (this.#own.has(motif) ? 1.5 : 1)
      if (base === 0) continue
      for (const scene of motif.scenes) {
        if (this.#used.has(scene)) continue
        const score = base * supportOf(scene)
        if (score > (best?.score ?? 0)) best = { scene, score }
      }
    }
    return best?.scene ?? null
  }

  #use(scene: string): string {
    this.#used.add(scene)
    return scene
  }
}

/** Things to be seen among some words, in their plain form. */
function nounCounts(words: ReadonlyMap<string, number>): Map<string, number> {
  const counts = new Map<string, number>()
  for (const [word, count] of words) {
    for (const part of word.split('-')) {
      const noun = visibleNoun(part.replace(/['’]s$/, ''))
      if (noun !== null && !isMeasure(noun)) counts.set(noun, (counts.get(noun) ?? 0) + count)
    }
  }
  return counts
}

function visibleShare(words: ReadonlyMap<string, number>, nouns: ReadonlyMap<string, number>): number {
  const sum = (counts: ReadonlyMap<string, number>): number => [...counts.values()].reduce((a, b) => a + b, 0)
  return sum(nouns) / Math.max(1, sum(words))
}

const motifsOf = (known: Theme | null, others: { theme: Theme }[]): Motif[] => [
  ...(known?.motifs ?? []),
  ...others.filter(({ theme }) => theme.concrete).flatMap(({ theme }) => theme.motifs),
]
