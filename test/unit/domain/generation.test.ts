import { describe, expect, it } from 'vitest'
import { backoffMs } from '../../../api/domain/generation.ts'
import { shapeOf, slotsOf } from '../../../api/domain/image-slot.ts'
import { composePrompt } from '../../../api/domain/prompt-text.ts'

describe('the wait before another attempt', () => {
  it('doubles with every attempt, up to a minute', () => {
    expect([1, 2, 3, 10].map((attempts) => backoffMs(attempts, null, () => 1))).toEqual([2000, 4000, 8000, 60_000])
  })

  it('is spread over its whole range, so that workers do not return all at once', () => {
    expect(backoffMs(3, null, () => 0)).toBe(0)
    expect(backoffMs(3, null, () => 0.5)).toBe(4000)
  })

  it('is never shorter than what the provider asks for', () => {
    expect(backoffMs(1, 30_000, () => 0)).toBe(30_000)
  })

  it('is never longer than an hour, whatever the provider asks for', () => {
    expect(backoffMs(1, 1e15, () => 0)).toBe(3_600_000)
  })
})

describe('the slots of an article', () => {
  it('are one featured and the in-article ones from position 0', () => {
    expect(slotsOf(2)).toEqual([
      { type: 'featured', position: 0 },
      { type: 'in_article', position: 0 },
      { type: 'in_article', position: 1 },
    ])
  })

  it('are landscape when featured or odd, square when even', () => {
    expect(shapeOf('featured', 0)).toBe('landscape')
    expect([0, 1, 2, 3].map((position) => shapeOf('in_article', position))).toEqual([
      'square',
      'landscape',
      'square',
      'landscape',
    ])
  })
})

describe('a prompt in its template', () => {
  it('takes the place of the placeholder', () => {
    const parts = { prompt: 'A fox', style: 'ink', title: 'Foxes' }
    expect(composePrompt('{prompt}, for "{title}". Style: {style}.', parts)).toBe('A fox, for "Foxes". Style: ink.')
  })

  it('is never read as a template itself', () => {
    expect(composePrompt('{prompt} {style}', { prompt: 'Say {style} and $& twice', style: 'ink', title: '' })).toBe(
      'Say {style} and $& twice ink',
    )
  })
})
