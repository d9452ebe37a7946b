import { describe, expect, it } from 'vitest'
import { checkSource, sourceBytesMax } from '../../../api/article/check-source.ts'
import { detectFormat } from '../../../api/article/format.ts'
import { countWords } from '../../../api/article/word-count.ts'
import { AppError } from '../../../api/domain/error.ts'

const bytes = (text: string): Uint8Array => new TextEncoder().encode(text)
const refusal = (input: Uint8Array, name: string): string => {
  try {
    checkSource(input, name)
  } catch (error) {
    if (error instanceof AppError && error.code === 'invalid') return error.message
    throw error
  }
  return 'accepted'
}

describe('checking an article file', () => {
  it('answers with source, format and article, and keeps a byte order mark', () => {
    expect(checkSource(bytes('\uFEFF# Harbour\n\nBoats leave early.\n'), 'harbour.md')).toMatchObject({
      source: '\uFEFF# Harbour\n\nBoats leave early.\n',
      format: 'markdown',
      article: { title: 'Harbour' },
    })
  })

  it('refuses what is not text, saying why', () => {
    expect(refusal(new Uint8Array([0x89, 0x50, 0x4e, 0x47, 0xff]), 'cat.png')).toMatch(
      /^cat\.png is not a text file: it is not valid UTF-8\./,
    )
    expect(refusal(new Uint8Array([0x61, 0x00, 0x62]), 'a.md')).toMatch(/^a\.md is not a text file: byte 2 is zero\./)
  })

  it('refuses an empty file and one without prose', () => {
    expect(refusal(bytes(' \n'), 'a.md')).toMatch(/^a\.md has no text to illustrate: it is empty\./)
    expect(refusal(bytes('# Only a title\n\n```\ncode\n```\n'), 'a.md')).toMatch(
      /^a\.md has no text to illustrate\. An article needs/,
    )
  })

  it('refuses a title that is too long to be kept', () => {
    expect(refusal(bytes(`# ${'🌻'.repeat(501)}\n\nBoats leave early.`), 'a.md')).toBe(
      'a.md has a title of 501 characters; the limit is 500. Shorten it.',
    )
    expect(refusal(bytes(`# ${'🌻'.repeat(500)}\n\nBoats leave early.`), 'a.md')).toBe('accepted')
  })

  it('refuses more than the limit, in megabytes that are never below it', () => {
    expect(refusal(new Uint8Array(5 * 1024 * 1024).fill(97), 'a.md')).toMatch(/^a\.md is 5\.0 MB; the limit is 2 MB\./)
    expect(refusal(new Uint8Array(sourceBytesMax + 1).fill(97), 'a.md')).toMatch(
      /^a\.md is 2\.1 MB; the limit is 2 MB\./,
    )
  })
})

describe('the format of a file', () => {
  it.each([
    ['page.html', 'anything', 'html'],
    ['page.HTM', '# text', 'html'],
    ['post.md', '<html>', 'markdown'],
    ['unnamed', '\uFEFF <!-- made by hand -->\n<!DOCTYPE html>', 'html'],
    ['unnamed', '<article><p>x</p></article>', 'html'],
    ['notes.txt', 'plain text', 'markdown'],
  ])('of %s is told by name, else by how it starts', (name, source, format) => {
    expect(detectFormat(name, source)).toBe(format)
  })
})

describe('the words of an article', () => {
  it('are counted in prose and headings, each Japanese character as one', () => {
    const section = (heading: string | null, paragraphs: string[]) => ({ heading, level: 0, paragraphs, placeAt: 0 })
    expect(
      countWords({
        title: 't',
        summary: null,
        language: null,
        sections: [section('Two words', ["It's three here.", '朝の市場'])],
      }),
    ).toBe(2 + 4 + 4)
  })
})
