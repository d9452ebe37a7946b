import { describe, expect, it } from 'vitest'
import { SceneChoice } from '../../../api/prompts/scene-choice.ts'

const sceneFor = (title: string, text: string, idea: string, heading = ''): string | null =>
  new SceneChoice(title, [text], 'en').choose({ heading, idea, text })

describe('the scene of a passage', () => {
  const loaf =
    'The loaf is rye bread, and the dough rests in the kitchen before the oven is hot. Flour and salt go in first. The loaf is good with cold butter, or with smoked fish, cut with a sharp knife. The baker slices the bread.'

  it('shows what the passage is about, not what it mentions once', () => {
    expect(sceneFor('A rye loaf', loaf, 'The loaf is good with smoked fish, sliced with a knife')).not.toMatch(/fish/)
    expect(sceneFor('A rye loaf', loaf, 'The loaf has a dark crust')).toMatch(/loaf|loaves/)
    const street =
      'The street was a trench. Workers found tram rails that nobody remembered. Traffic stood still on the street, and bicycles and cars shared one lane of the city in the square.'
    expect(sceneFor('A street', street, 'Workers found tram rails that nobody remembered') ?? '').not.toMatch(/tram/)
  })

  it('is none where an article of no known field has no scene of its own', () => {
    const repair =
      'The old man repairs a typewriter on the bench. The screws lie on a strip of cardboard. A puppy sleeps under the chair, and the kitchen of his house has a window.'
    expect(sceneFor('Typewriters and puppies', repair, 'A puppy sleeps under the chair')).toBeNull()
  })

  it('does not take the words of one field for those of another', () => {
    const council =
      'The Leadership Council of the project met. Members of the council speak for the teams and plan the work on the compiler, the library and the documentation of the software.'
    expect(new SceneChoice('What the council did', [council], 'en').label).not.toBe('a city story')
    // Words of other languages mean other things in English.
    const tiers = 'A kind person will see the tier of support essential for the rat in the wander of the brother. '
    expect(new SceneChoice('Tiers', [tiers.repeat(5)], 'en').label).toBeNull()
  })

  it('is a likeness where ideas have no looks', () => {
    const advisory =
      'The software had a vulnerability. An attack on the server code was possible until the compiler fixed it.'
    expect(sceneFor('Security advisory', advisory, 'An attack on the server was possible', 'Security')).toMatch(
      /key|vault|guard/,
    )
  })
})
