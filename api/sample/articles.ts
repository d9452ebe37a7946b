import { readFile } from 'node:fs/promises'
import type { ArticleFormat } from '../domain/article.ts'

/** An article that comes with the product, to try it with. */
export interface SampleArticle {
  fileName: string
  format: ArticleFormat
  source: string
}

const files: { fileName: string; format: ArticleFormat }[] = [
  { fileName: 'the-street-that-slowed-down.md', format: 'markdown' },
  { fileName: 'a-loaf-that-waits.md', format: 'markdown' },
  { fileName: 'how-a-lighthouse-works.html', format: 'html' },
]

/** Reads the sample articles that lie beside this file. */
export function readSampleArticles(): Promise<SampleArticle[]> {
  return Promise.all(
    files.map(async (file) => ({ ...file, source: await readFile(new URL(file.fileName, import.meta.url), 'utf8') })),
  )
}
