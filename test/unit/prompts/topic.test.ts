import { describe, expect, it } from 'vitest'
import { topicOf } from '../../../api/prompts/topic.ts'

describe('the subject that a heading names', () => {
  it.each([
    ['Part 1 of the tower', 'Part 1 of the tower'],
    ['Part 1: the tower', 'The tower'],
    ['3. Glue the sole', 'Glue the sole'],
    ['10 ways to fold a napkin', '10 ways to fold a napkin'],
    ['Five chess openings every beginner should know', 'Five chess openings every beginner should know'],
    ['Spend on what people remember', 'Spend on what people remember'],
    ['Follow-through on old plans', 'Follow-through on old plans'],
    ['Announcing the Docs.rs Team', 'The Docs.rs Team'],
    ['Announcing Quill 2.7.1', 'The release of Quill'],
    ['A new `Index<K, V>` implementation'.replaceAll('`', ''), 'A new Index implementation'],
    ['--strict mode', 'Strict mode'],
    ['Why increase the requirements?', 'Why increase the requirements?'],
    ['Conclusion: a door for everyone', 'A door for everyone'],
  ])('is said as it stands: %s', (heading, topic) => {
    expect(topicOf(heading, 'en')).toBe(topic)
  })

  it.each([
    'Overview',
    'Ingredients',
    'Directions',
    'What will happen before 2.0?',
    'Wrapping up',
    'Next steps',
    'What should I do?',
    "What's in 2.7.1 stable",
    'Other changes',
    'mem::swap instead of mem::take',
  ])('is none where it names nothing one could picture: %s', (heading) => {
    expect(topicOf(heading, 'en')).toBeNull()
  })
})
