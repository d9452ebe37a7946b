import { describe, expect, it } from 'vitest'
import { rankIdeas } from '../../../api/prompts/telling-sentence.ts'

const ideasOf = (text: string, language: string | null = 'en'): string[] =>
  rankIdeas([text], { language, subject: new Set(), phrases: [], countVisible: () => 0 }).map((idea) => idea.text)

describe('the ideas of a passage', () => {
  it.each([
    'Check out everything that changed in the last five releases of Quill.',
    'You can read on for the highlights, or see the detailed release notes for more.',
    'Release notes can be found here.',
    'A list of supported printers and their settings can be found on the hardware page.',
    'Note: This is a cross-post of the official security advisory.',
    'The remaining library changes are available in the detailed release notes.',
    'To find out more about sourdough and rye, read the post of a baker from Bern.',
    'For information on other ovens, see the table at the end of the book.',
    'The slides of the talk are available online, and a recording follows.',
    'If you have not written one yet, read the first announcement.',
    'The new cache is faster, as illustrated by the snippet of code below.',
    'Subscribe to the newsletter to get a recipe on every Sunday of the year.',
    'Thanks to everyone who sent us a picture of a bridge last summer!',
  ])('hold no pointer: %s', (sentence) => {
    expect(ideasOf(sentence)).toEqual([])
  })

  it.each([
    'In terms of versions, this affects Parcelbox up through Parcelbox 0.26.0.',
    'The format of the cache is still very similar to Quill 1.0.',
    'The next edition itself is planned for Quill v1.85 at the earliest.',
    'Parcelbox can be configured through `a_b.toml` and the `[sources]` section of it.'.replaceAll('`', ''),
    'The builder will fall back to /tmp/quill temporarily to avoid blocking.',
    'A pointer says something like "the word token comes from the file bar.rs in line four" to its reader.',
    'Nothing at all was lost despite the .handle_error() occurring late.',
    'Documents now build on a new kind of file, .quillmeta, on every platform.',
    'It is the cache that keeps every one of the chapters apart.',
    'Which could be used to write files outside the folder of the package.',
    'The idea behind a build cache for all of the chapters of a book',
    'Quill targets documents that prioritize',
    'Uses mixed spice for a special flavour, and is a great dinner.',
    'Since you have chosen the new edition of Quill, we can.',
    'A new blog where the gardeners can post updates on the latest plants.',
    'A short walk into the language of the hive.',
    'The issue is this: what happens when a chapter calls another chapter?',
  ])('hold no broken, dangling or unfinished sentence: %s', (sentence) => {
    expect(ideasOf(sentence)).toEqual([])
  })

  it.each([
    [
      'Now that some time has passed, the gardeners want to share what they have learnt.',
      'Now that some time has passed, the gardeners want to share what they have learnt',
    ],
    [
      'In addition to the main goals, the roadmap defines twelve smaller ones.',
      'In addition to the main goals, the roadmap defines twelve smaller ones',
    ],
    ['However, the bridge was never opened to lorries.', 'The bridge was never opened to lorries'],
    ['And the baker opens an hour earlier in the summer.', 'The baker opens an hour earlier in the summer'],
    [
      'Starting with Quill 2.7.1, the parts of core that depend on a clock, e.g. `Timer<T>`, are optional.',
      'The parts of core that depend on a clock are optional',
    ],
    [
      'In Quill 2.7.1 the long awaited sorted index has been finished.',
      'The long awaited sorted index has been finished',
    ],
    [
      'With the merging of #4711, the project has chosen twenty goals for the year.',
      'The project has chosen twenty goals for the year',
    ],
    [
      'The minimum requirements will rise with the Quill 1.64.0 release.',
      'The minimum requirements will rise with the Quill release',
    ],
    [
      'Crates.io passed a billion downloads and has more than enough packages.',
      'Crates.io passed a billion downloads and has more than enough packages',
    ],
    ['Tip them into the pot with 1.5 litres of water.', 'Tip them into the pot with 1.5 litres of water'],
    ['The parser stops when a panic! happens, and the baker goes home early.', null],
  ])('keep what a sentence needs: %s', (sentence, idea) => {
    expect(ideasOf(sentence.replaceAll('`', ''))).toEqual(idea === null ? [] : [idea])
  })

  it('are shortened at clauses, and never in the middle of a list', () => {
    const long =
      'The gardeners planted roses, tulips, a fig tree, two rows of beans and a hedge of lavender along the wall behind the station, and the children of the quarter watered all of it every evening of that long dry summer.'
    expect(ideasOf(long)).toEqual([
      'The gardeners planted roses, tulips, a fig tree, two rows of beans and a hedge of lavender along the wall behind the station',
    ])
    const list =
      'The garden has beds for roses, for tulips, for beans, for peas, for lettuce, for carrots, for onions, for leeks, for mint, for sage, for thyme, for dill, and the long wall behind the station of the old railway line to the coast.'
    expect(ideasOf(list)).toEqual([])
  })

  it('are judged by their outside in other languages', () => {
    expect(ideasOf('Der alte Bäcker öffnet um fünf Uhr die schwere Tür der Backstube.', 'de')).toHaveLength(1)
    expect(ideasOf('Mehr dazu finden Sie auf der Seite der Bäckerei im Hafen.', 'de')).toEqual([])
    expect(ideasOf('Pour en savoir plus, cliquez sur le lien du jardin.', 'fr')).toEqual([])
  })
})
