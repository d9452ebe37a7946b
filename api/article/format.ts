import type { ArticleFormat } from '../domain/article.ts'

/** HTML by the file's name, or by how the text starts; everything else is Markdown, which plain text is too. */
export function detectFormat(fileName: string, source: string): ArticleFormat {
  if (/\.(?:html?|xhtml)$/i.test(fileName)) return 'html'
  if (/\.(?:md|markdown|mdown|mkd|mdx|qmd|rmd)$/i.test(fileName)) return 'markdown'
  return /^[\s\uFEFF]*(?:<!--[\s\S]{0,2000}?-->\s*)?<(?:!doctype html|html|head|body|article|main)\b/i.test(
    source.slice(0, 4000),
  )
    ? 'html'
    : 'markdown'
}
