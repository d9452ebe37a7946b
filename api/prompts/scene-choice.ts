import { everydayScenes, likenesses } from './likenesses.ts'
import type { Motif } from './motif.ts'
import { themes, type Theme } from './themes.ts'

/** How much of its best theme another needs for its scenes to be used too. */
const secondThemeShare = 0.4
/** Fewer hits than this say nothing about an article's field. */
const themeHitsMin = 3

/** Chooses scenes for the passages of one article and never the same twice while there are others. */
export class SceneChoice {
  /** How an article of this field is called. */
  readonly label: string
  /** Whether the article's subjects can be shown as they are. */
  readonly isConcrete: boolean
  readonly #motifs: Motif[]
  /** Motifs of the article's own field, which go before those of a neighbouring one. */
  readonly #own: ReadonlySet<Motif>
  readonly #used = new Set<string>()

  constructor(title: string, texts: string[]) {
    const words = wordCounts([title, title, ...texts])
    const scored = themes.map((theme) => ({ theme, hits: hitsOf(theme.stems, words) }))
    const best = scored.reduce((a, b) => (b.hits > a.hits ? b : a))
    const known = best.hits >= themeHitsMin ? best.theme : null
    this.label = known?.label ?? 'an article'
    this.isConcrete = known?.concrete ?? true
    this.#own = new Set(known?.motifs)
    this.#motifs = known
      ? motifsOf(
          known,
          scored.filter(({ theme, hits }) => theme !== known && hits >= best.hits * secondThemeShare),
        )
      : neutralMotifs()
  }

  /** Whether a word, in lower case, names something that the article's scenes show. */
  readonly isVisible = (word: string): boolean =>
    this.isConcrete && this.#motifs.some((motif) => motif.stems.some((stem) => matches(stem, word)))

  /**
   * The scene that a passage's words call for. Where subjects can be shown as they are, only a scene that the passage's own
   * words are in will do: null says that the passage is its own best scene. Elsewhere some likeness is always found.
   */
  choose({ heading, idea, text }: { heading: string; idea: string; text: string }): string | null {
    const near = wordCounts([heading, idea])
    const far = wordCounts([text])
    const headingWords = wordCounts([heading])
    const ranked = this.#motifs.flatMap((motif) => {
      const nearHits = distinctHits(motif.stems, near) + distinctHits(motif.stems, headingWords)
      if (this.isConcrete && nearHits === 0) return []
      const score =
        (3 * Math.min(3, nearHits) + Math.min(3, distinctHits(motif.stems, far))) * (this.#own.has(motif) ? 1.5 : 1)
      if (score === 0) return []
      return motif.scenes
        .filter((scene) => !this.#used.has(scene))
        .map((scene) => ({ scene, score, shared: 2 * sharedWords(scene, near) + sharedWords(scene, far) }))
    })
    const isUnspacedText = isUnspaced(idea)
    const fitting = this.isConcrete && !isUnspacedText ? ranked.filter(({ shared }) => shared > 1) : ranked
    fitting.sort((a, b) => b.score - a.score || b.shared - a.shared)
    const [best] = fitting
    if (best) return this.#use(best.scene)
    return this.isConcrete ? null : this.chooseAny()
  }

  /** Some scene of the article's field, for a passage that says nothing one could show. */
  chooseAny(): string {
    const spare = [...this.#motifs.map((motif) => motif.scenes[0] ?? ''), ...everydayScenes]
    const likely = this.isConcrete ? spare : everydayScenes
    return this.#use(
      likely.find((scene) => !this.#used.has(scene)) ?? everydayScenes[this.#used.size % everydayScenes.length] ?? '',
    )
  }

  #use(scene: string): string {
    this.#used.add(scene)
    return scene
  }
}

/** How many of a scene's own words a passage has, by their first letters: "loaves" and "loaf" count as one. */
function sharedWords(scene: string, words: Map<string, number>): number {
  const known = new Set(
    [...words.keys()].filter((word) => word.length > 3).map((word) => word.slice(0, 5).replace(/s$/, '')),
  )
  const own = scene.toLowerCase().match(/\p{L}{4,}/gu) ?? []
  return own.filter((word) => !plainWords.has(word) && known.has(word.slice(0, 5).replace(/s$/, ''))).length
}

/** Words of the scenes that say nothing about what is in them. */
const plainWords = new Set(
  'with from over into under through beside behind above along between their that them onto across around against light small large dark open warm long white single'.split(
    ' ',
  ),
)

function motifsOf(best: Theme, others: { theme: Theme }[]): Motif[] {
  if (!best.concrete) return likenesses
  return [...best.motifs, ...others.filter(({ theme }) => theme.concrete).flatMap(({ theme }) => theme.motifs)]
}

/** An article of no known field is shown through everyday life. */
const neutralMotifs = (): Motif[] => themes.filter((theme) => theme.id === 'life').flatMap((theme) => theme.motifs)

const isUnspaced = (text: string): boolean => /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}]/u.test(text)

function matches(stem: string, word: string): boolean {
  return stem.endsWith('$')
    ? word === stem.slice(0, -1)
    : isUnspaced(stem)
      ? word.includes(stem)
      : word.startsWith(stem)
}

function hitsOf(stems: string[], words: Map<string, number>): number {
  let hits = 0
  // One word said often tells less than many words of one field.
  for (const [word, count] of words) if (stems.some((stem) => matches(stem, word))) hits += Math.min(count, 6)
  return hits
}

function distinctHits(stems: string[], words: Map<string, number>): number {
  let hits = 0
  for (const stem of stems) {
    for (const word of words.keys()) {
      if (!matches(stem, word)) continue
      hits++
      break
    }
  }
  return hits
}

function wordCounts(texts: string[]): Map<string, number> {
  const counts = new Map<string, number>()
  for (const text of texts) {
    for (const word of text.toLowerCase().match(/[\p{L}\p{M}’'-]+/gu) ?? [])
      counts.set(word, (counts.get(word) ?? 0) + 1)
  }
  return counts
}
