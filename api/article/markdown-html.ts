import MarkdownIt from 'markdown-it'
import { cleanHtml } from './clean-html.ts'
import { readFrontMatter } from './front-matter.ts'

/** CommonMark with the tables, strikethrough and plain addresses that GitHub has; HTML in it stands. */
const renderer = new MarkdownIt({ html: true, linkify: true })
// Only whole addresses: readme.md is no website.
renderer.linkify.set({ fuzzyLink: false, fuzzyEmail: false })

/** A Markdown article as HTML, without its front matter and without anything that `cleanHtml` takes out. */
export function markdownHtml(source: string): string {
  const start = source.charCodeAt(0) === 0xfe_ff ? 1 : 0
  const html = renderer.render(source.slice(readFrontMatter(source, start)?.end ?? start))
  return `${cleanHtml(html)}\n`
}

const escapeText = (text: string): string => text.replaceAll('&', '&amp;').replaceAll('<', '&lt;')

/** A file of its own around HTML, so that whoever opens it knows its encoding and its title. */
export const htmlPage = ({ title, language }: { title: string; language: string | null }, body: string): string =>
  [
    '<!doctype html>',
    language === null ? '<html>' : `<html lang="${language}">`,
    `<head><meta charset="utf-8"><title>${escapeText(title)}</title></head>`,
    `<body>\n${body}</body>`,
    '</html>\n',
  ].join('\n')
