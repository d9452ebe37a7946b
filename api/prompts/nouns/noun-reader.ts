import { AnnouncedNouns } from './announced-nouns.ts'
import { AnyWords } from './any-words.ts'
import { ChineseNouns } from './chinese-nouns.ts'
import { DutchNouns } from './dutch-nouns.ts'
import { GermanNouns } from './german-nouns.ts'
import { JapaneseNouns } from './japanese-nouns.ts'
import { PolishNouns } from './polish-nouns.ts'
import { SwedishNouns } from './swedish-nouns.ts'

/** A thing that a sentence names. */
export interface Noun {
  /** In the form it can stand alone in. */
  text: string
  /** How sure it is that this is a thing one can see, from 0 to 1. */
  weight: number
}

/** Reads things out of sentences in one language. */
export interface NounReader {
  read(sentence: string): Noun[]
  /** The same for every form of a word. */
  keyOf(word: string): string
}

/** A reader for an article in a language, which may learn from its title and texts; null where the language is not known. */
export function nounReader(language: string | null, title: string, texts: string[]): NounReader | null {
  switch (language) {
    case null:
      return null
    case 'de':
      return new GermanNouns(title, texts)
    case 'ja':
      return new JapaneseNouns(texts)
    case 'zh':
      return new ChineseNouns()
    case 'nl':
      return new DutchNouns()
    case 'sv':
      return new SwedishNouns()
    case 'pl':
      return new PolishNouns(title, texts)
    case 'fr':
    case 'es':
    case 'it':
    case 'pt':
      return new AnnouncedNouns(language)
    default:
      return new AnyWords(language)
  }
}
