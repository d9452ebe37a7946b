import { expect, it } from 'vitest'
import { readArticle } from '../../../api/article/read-article.ts'
import { countWords } from '../../../api/article/word-count.ts'
import { readSampleArticles } from '../../../api/sample/articles.ts'

it('the sample articles are three, each with a title, sections and several hundred words', async () => {
  const samples = await readSampleArticles()
  const articles = samples.map(({ source, format }) => readArticle(source, format))
  expect(articles.map((article) => article.title)).toEqual([
    'The street that slowed down',
    'A loaf that waits',
    'How a lighthouse works',
  ])
  for (const article of articles) {
    expect(countWords(article)).toBeGreaterThan(500)
    expect(article.sections.length).toBeGreaterThan(4)
  }
})
