import { expect, it } from 'vitest'
import { nounReader } from '../../../api/prompts/nouns/noun-reader.ts'

/** The things that a sentence names, read with nothing but itself to learn from unless there is more. */
const things = (language: string, sentence: string, { title = '', more = '' } = {}): string[] =>
  (nounReader(language, title, [`${more} ${sentence}`])?.read(sentence) ?? [])
    .filter(({ weight }) => weight >= 0.5)
    .map(({ text }) => text)

it.each([
  ['a dative plural', 'Um vier gehört die Halle den Gabelstaplern.', ['Halle', 'Gabelstapler']],
  ['a dative plural after an adjective', 'Er kommt mit alten Händlern.', ['Händler']],
  ['a genitive', 'Hier steht die Tür eines alten Leuchtturms.', ['Tür', 'Leuchtturm']],
  ['plurals in "n" as they are', 'Dort liegen Tomaten vor dem Brunnen.', ['Tomaten', 'Brunnen']],
])('German nouns come in their plain form: %s', (_, sentence, expected) => {
  expect(things('de', sentence)).toEqual(expected)
})

it('German nouns come in the form that the title or the text has, not in a bent one', () => {
  expect(things('de', 'Er bellt mit den Hunden.', { more: 'Dort sitzen zwei Hunde.' })).toEqual(['Hunde'])
  expect(things('de', 'Er fegt zwischen den Ständen.', { title: 'Der Stand' })).toEqual(['Stand'])
  expect(things('de', 'Er bellt mit den Hunden.')).toEqual([])
})

it('German words that say when and how much are no things, nor is what only begins a sentence', () => {
  expect(things('de', 'Frischer Fisch kommt im November jede Woche für zehn Euro.')).toEqual(['Fisch'])
  expect(things('de', 'Kinder rufen.', { more: 'Dort stehen Kinder.' })).toEqual(['Kinder'])
})

it('Japanese nouns end at a particle, and stems of verbs are none', () => {
  expect(things('ja', '太い指には細かい傷があり、塩が白く残っている。')).toEqual(['指', '傷', '塩'])
  expect(things('ja', '端末を二台使っている人は、サーバーを公開しました。')).toEqual(['端末', 'サーバー'])
  expect(things('ja', '焼き魚とご飯を今日の朝に食べる。')).toEqual(['焼き魚', 'ご飯'])
})

it.each([
  [
    'fr',
    'Une institutrice a apporté des graines dans une boîte de biscuits pour les voir.',
    ['institutrice', 'graines', 'boîte', 'biscuits'],
  ],
  ['es', 'Los vecinos los conocían y abrían las ventanas de la calle.', ['vecinos', 'ventanas', 'calle']],
  ['it', 'La nonna frigge le sarde con la cipolla e l’aceto.', ['nonna', 'sarde', 'cipolla', 'aceto']],
  ['pt', 'O artesão começa a bater nas tábuas com os dedos.', ['artesão', 'tábuas', 'dedos']],
  ['nl', 'Een meisje brengt haar fiets met een lekke band.', ['meisje', 'fiets', 'band']],
  ['sv', 'På bordet ligger en randig katt.', ['bordet']],
  ['pl', 'Gołębie siedzą na belkach, a dzwon jest zimny.', ['gołębie', 'dzwon']],
  ['zh', '炉子里的木炭烧得很红。', ['炉子', '木炭']],
])('things are told from other words in %s', (language, sentence, expected) => {
  expect(things(language, sentence)).toEqual(expected)
})
