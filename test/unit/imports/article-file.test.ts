import { describe, expect, it } from 'vitest'
import { readArticleFile } from '../../../api/imports/article-file.ts'

describe('an article in a file', () => {
  it('says its title, status, keyword and id in its front matter, else goes by its path', () => {
    const article = readArticleFile(
      '---\ntitle: The kiln\nstatus: published\nkeywords: [clay, fire]\n---\n\nThe kiln is fired twice a year.\n',
      'pots/kiln.md',
    )
    expect(article).toMatchObject({
      externalId: 'file:pots/kiln.md',
      title: 'The kiln',
      status: 'ready',
      keyword: 'clay',
    })
    const other = '---\ndraft: true\nexternal_id: 12\n---\n\nThe kiln is fired twice a year.\n'
    expect(readArticleFile(other, 'a.md')).toMatchObject({ externalId: '12', status: 'draft', source: other })
    expect(() => readArticleFile(other.replace('draft: true', 'status: gone'), 'a.md')).toThrow(
      'a.md has the status "gone" in its front matter; it must be one of draft, ready, archived.',
    )
  })

  it('in HTML is a page without its scripts, and with its language and title', () => {
    const page =
      '<!doctype html><html lang="de"><head><title>Rad</title><meta name="keywords" content="Rad, Ton"><script>1</script></head><body onload="x()"><p>Das Rad wird mit dem Fuß gedreht.</p></body></html>'
    const article = readArticleFile(page, 'rad.html')
    expect(article).toMatchObject({ title: 'Rad', keyword: 'Rad', language: 'de', format: 'html' })
    expect(article.source).toContain('<html lang="de"><head><title>Rad</title>')
    expect(article.source).not.toMatch(/script|onload/)
  })

  const fileWith = (frontMatter: string, name = 'a.md') =>
    readArticleFile(`---\n${frontMatter}\n---\n\nThe kiln is fired twice a year.\n`, name)

  it('is a draft or ready only where that is plain to read', () => {
    const statuses = [
      'draft: yes',
      'draft: "true"',
      'draft: false',
      'draft: false\nstatus: draft',
      'title: A',
      'draft:',
    ]
    expect(statuses.map((fields) => fileWith(fields).status)).toEqual(['draft', 'draft', 'ready', 'draft', null, null])
    for (const fields of ['draft: perhaps', 'draft: 2', 'draft: [true]'])
      expect(() => fileWith(fields)).toThrow(/^a\.md has "draft: .+" in its front matter; it must be true or false\.$/)
    expect(() => fileWith('status: 2')).toThrow('a.md has the status "2" in its front matter')
  })

  it('is known by what it says only where that is a name', () => {
    expect(fileWith('external_id: 12').externalId).toBe('12')
    expect(fileWith('external_id:').externalId).toBe('file:a.md')
    for (const id of ['12345678901234567890', '[1, 2]', '{ a: 1 }', '1.5', 'true'])
      expect(() => fileWith(`external_id: ${id}`)).toThrow(
        'a.md has an external_id in its front matter that is not text. Put it in quotes',
      )
    for (const id of ['..', '"."', '"a\\0"', '"\\uD800"', `"${'x'.repeat(501)}"`, '" "'])
      expect(() => fileWith(`external_id: ${id}`)).toThrow(/^a\.md cannot be found again\. An external id /)
    expect(fileWith('', 'cafe\u0301/a.md').externalId).toBe('file:caf\u00e9/a.md')
  })

  it('has a title and a keyword of whatever its front matter makes of them', () => {
    expect(fileWith('title: 1984\ntags: [1984, books]')).toMatchObject({ title: '1984', keyword: '1984' })
    expect(fileWith('title: [a]\nkeyword: { a: 1 }').keyword).toBeNull()
    expect(fileWith('title: "a\\0b\\uD800c"').title).toBe('abc')
    expect(fileWith('title: Rust: the language').title).toBe('Rust: the language')
  })
})
