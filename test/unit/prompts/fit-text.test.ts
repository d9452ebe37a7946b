import { describe, expect, it } from 'vitest'
import { cutAtWord, fitParts } from '../../../api/prompts/fit-text.ts'

describe('fitting text', () => {
  it('cuts at the end of a word that can end a text, and never leaves a comma there', () => {
    expect(cutAtWord('The old lighthouse, at night', 28)).toBe('The old lighthouse, at night')
    expect(cutAtWord('The old lighthouse, at night', 25)).toBe('The old lighthouse')
    expect(cutAtWord('The old lighthouse, at night', 19)).toBe('The old lighthouse')
    expect(cutAtWord('The old lighthouse, at night', 12)).toBe('The old')
  })

  it('cuts scripts without spaces at a character, and never inside one', () => {
    expect(cutAtWord('朝の市場を歩く', 4)).toBe('朝の市場')
    expect(cutAtWord('🚲🚲🚲', 2)).toBe('🚲🚲')
  })

  it('leaves out the parts that do not fit, and keeps later ones that do', () => {
    expect(fitParts(['A harbour.', 'With a very long description of it.', 'At dawn.'], 20)).toBe('A harbour. At dawn.')
    expect(fitParts(['A harbour at dawn with boats.'], 12)).toBe('A harbour.')
  })
})
