import { AnnouncedNouns } from './announced-nouns.ts'
import type { Noun, NounReader } from './noun-reader.ts'

/** Adjectives between an article and its noun: "een lekke band", "een houten bord". */
const adjective =
  /(?<=(?:^|\s)(?:de|het|een|mijn|zijn|haar|onze|deze|dit) )(?:\p{Ll}{2,}(?<!j)e|houten|gouden|stalen|stenen|koperen|glazen|ijzeren|zilveren|wollen|papieren|open|eigen) (?=\p{Ll}{3,})(?!(?:van|met|die|dat|voor|naar|door|over|onder|wordt|werd|heeft|staat|ligt|hangt|was|zijn|waren|aan|bij|uit)(?!\p{Ll}))/giu

/** Dutch nouns: as those of other languages with articles, once adjectives are out of the way. */
export class DutchNouns implements NounReader {
  readonly #nouns = new AnnouncedNouns('nl')

  read(sentence: string): Noun[] {
    return this.#nouns.read(sentence.replaceAll(adjective, ''))
  }

  keyOf(word: string): string {
    return this.#nouns.keyOf(word)
  }
}
