/** Verbs that are seldom nouns, as stems; they end or break a noun phrase in English. */
const verbStems = new Set(
  (
    'accept add aim allow appear apply arrive ask avoid become begin believe belong bring call carry catch choose collect come compare consider contain continue count create decide deliver depend ' +
    'describe develop discover draw drink drop eat emerge enable ensure enter exist expect explain explore fall feel fill find finish fit follow forget give go grow happen hear help hold hope ' +
    'imagine implement improve include increase introduce invite involve join keep know lead learn leave listen live look lose maintain make mean meet mix move need offer open pass pay plan ' +
    'prefer prepare prevent produce provide pull push put raise reach read realise realize receive reduce remain remember remove replace require return rise run say see seem sell send serve set ' +
    'show sit sleep speak spend stand start stay stop suggest support take talk teach tell tend think throw tie travel try turn understand use visit wait walk want watch wear win wonder work write ' +
    'be get let do have made gave took came went kept left held brought built found began became told saw got thought knew grew ran sat stood fell spent sent meant met lost paid felt heard drew rose ' +
    'pour stir bake boil chop slice fold knead wash cut fix land merge abort invoke convert pioneer emit prepare revert stabilize flew lit shone swept blew froze woke drove rode sang hung lay slept struck wore tore bent dug swung wound shook ' +
    'upgrade update install download climb smell taste wait repeat settle sweep swing glow shine drift'
  ).split(' '),
)

/** Whether a word, in lower case, is the plain form of a common verb. */
export const isVerbStem = (word: string): boolean => verbStems.has(word)

/** Whether a word, in lower case, is any form of a common verb. */
export function isVerb(word: string): boolean {
  return [
    word,
    word.replace(/s$/, ''),
    word.replace(/es$/, ''),
    word.replace(/ed$/, ''),
    word.replace(/d$/, ''),
    word.replace(/ing$/, ''),
    word.replace(/ing$/, 'e'),
    word.replace(/ies$/, 'y'),
  ].some((stem) => verbStems.has(stem))
}
