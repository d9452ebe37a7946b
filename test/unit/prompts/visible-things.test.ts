import { describe, expect, it } from 'vitest'
import { visibleThings } from '../../../api/prompts/visible-things.ts'

const thingsOf = (sentence: string): string[] => visibleThings(sentence).map((thing) => thing.text)

describe('the visible things of a sentence', () => {
  it.each([
    ['When the foot sinks, the road feels soft.', ['the foot', 'the road']],
    ['The pair lasts longer when the ball is dry.', ['the ball']],
    ['The place matters as much as the knight does.', ['the knight']],
    ['A person who buys broken machines needs patience.', ['a person', 'broken machines']],
    ['The area and the pretty were sold together.', []],
    ['The support team hangs together from three groups.', []],
    ['The active members thanked the day phansch, and the lamp.', ['the lamp']],
    ['A sensor lights the lamp when dusk falls.', ['a sensor', 'the lamp']],
    ['A wall that rocks at the foot will fall.', ['a wall', 'the foot']],
    ['Dry wet shoes with newspaper, never on a heater.', ['wet shoes']],
    ['Rings of prisms bend the light.', ['rings of prisms', 'the light']],
  ])('are noun phrases only: %s', (sentence, things) => {
    expect(thingsOf(sentence)).toEqual(things)
  })

  it.each([
    ['A thin wire under the granite counts every wheel.', ['a thin wire under the granite', 'the wheel']],
    [
      'He opened an old wooden door and took the pan of boiling water.',
      ['an old wooden door', 'the pan of boiling water'],
    ],
    ['She keeps it in deep bowls with a thread of olive oil.', ['deep bowls with a thread of olive oil']],
    ['A knight on the rim of the board reaches four squares.', ['a knight on the rim of the board', 'four squares']],
    ['My mother hung her coat behind the kitchen door.', ['the mother', 'the coat behind the kitchen door']],
  ])('keep their looks and their place: %s', (sentence, things) => {
    expect(thingsOf(sentence)).toEqual(things)
  })
})
