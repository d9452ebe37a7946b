import { chinese } from './chinese.ts'
import { dutch } from './dutch.ts'
import { english } from './english.ts'
import { french } from './french.ts'
import { german } from './german.ts'
import { italian } from './italian.ts'
import { japanese } from './japanese.ts'
import type { PictureLanguage } from './picture-language.ts'
import { polish } from './polish.ts'
import { portuguese } from './portuguese.ts'
import { spanish } from './spanish.ts'
import { swedish } from './swedish.ts'

const languages = new Map<string | null, PictureLanguage>(
  Object.entries({
    de: german,
    en: english,
    es: spanish,
    fr: french,
    it: italian,
    ja: japanese,
    nl: dutch,
    pl: polish,
    pt: portuguese,
    sv: swedish,
    zh: chinese,
  }),
)

/** How pictures are put in a language, by its two letters; in English where it is not known or not one of these. */
export const pictureLanguage = (language: string | null): PictureLanguage => languages.get(language) ?? english

/** Whether prompts can be in a language altogether, English aside: frame, things and thoughts. */
export const hasOwnFrame = (language: string | null): boolean => pictureLanguage(language) !== english
