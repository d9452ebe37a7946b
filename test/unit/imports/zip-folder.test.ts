import { type Zippable, strToU8, zipSync } from 'fflate'
import { describe, expect, it } from 'vitest'
import { readZipFolder } from '../../../api/imports/zip-folder.ts'

const text = 'The kiln is fired twice a year.'
const bytesMax = 32 * 1024 * 1024
const zipOf = (names: string[], more: Zippable = {}) =>
  zipSync({ ...Object.fromEntries(names.map((name) => [name, strToU8(text)])), ...more })
const read = (zip: Uint8Array, most = bytesMax) => {
  const { files, leftOut } = readZipFolder(zip, 'blog.zip', most)
  return { names: files.map(({ name }) => name), leftOut: leftOut.map(({ title, reason }) => [title, reason]) }
}
const namesIn = (...names: string[]) => read(zipOf(names)).names

/** Writes over what both headers of a zip's only entry say, at the offset of each. */
function altered(zip: Uint8Array, local: number, central: number, change: (view: DataView, at: number) => void) {
  const view = new DataView(zip.buffer, zip.byteOffset, zip.byteLength)
  const directory = view.getUint32(zip.length - 22 + 16, true)
  change(view, local)
  change(view, directory + central)
  return zip
}

/** The same with its name as other bytes. */
function renamed(zip: Uint8Array, from: string, to: Uint8Array) {
  const file = Buffer.from(zip)
  for (let at = file.indexOf(from); at !== -1; at = file.indexOf(from, at + to.length)) file.set(to, at)
  return file
}

describe('a zip of a folder', () => {
  it('is its articles, by their paths in the folder that was zipped', () => {
    const inside = ['kiln.md', 'guides/glaze.markdown', 'guides/deep/wheel.HTML', 'notes.txt', 'picture.png']
    const names = ['kiln.md', 'guides/glaze.markdown', 'guides/deep/wheel.HTML']
    expect(namesIn(...inside)).toEqual(names)
    expect(namesIn(...inside.map((name) => `repository-main/${name}`))).toEqual(names)
    expect(namesIn(...inside.map((name) => `./${name}`))).toEqual(names)
    expect(namesIn(...inside.map((name) => name.replaceAll('/', '\\')))).toEqual(names)
    expect(namesIn('guides/a.md', 'other/b.md')).toEqual(['guides/a.md', 'other/b.md'])
    expect(namesIn('guides/a.md', 'cover.png')).toEqual(['guides/a.md'])
  })

  it('says what was hidden in it to nobody, as a folder does not', () => {
    const hidden = ['__MACOSX/blog/._a.md', 'blog/.git/a.md', 'blog/node_modules/x/readme.md', '.DS_Store']
    expect(read(zipOf(['blog/a.md', ...hidden]))).toEqual({ names: ['a.md'], leftOut: [] })
  })

  it('reads what is stored as it is, and names in UTF-8 whether they say so or not', () => {
    const { files } = readZipFolder(zipSync({ 'für 庭.md': strToU8(text) }, { level: 0 }), 'blog.zip', bytesMax)
    expect(files.map(({ name, bytes }) => [name, new TextDecoder().decode(bytes)])).toEqual([['für 庭.md', text]])
    const silent = altered(zipOf(['Q: 庭.md']), 6, 8, (view, at) => view.setUint16(at, 0, true))
    expect(read(silent).names).toEqual(['Q: 庭.md'])
  })
})

describe('of a hostile zip', () => {
  it('names that lead elsewhere are left out', () => {
    const elsewhere = [
      '../a.md',
      'x/../../a.md',
      '..\\a.md',
      '/etc/a.md',
      'C:\\a.md',
      'c:a.md',
      '\\\\host\\a.md',
      'a\0.md',
    ]
    const { names, leftOut } = read(zipOf(['kept.md', ...elsewhere]))
    expect(names).toEqual(['kept.md'])
    expect(leftOut.map(([title]) => title)).toEqual(elsewhere.map((name) => name.replaceAll('\\', '/')))
    expect(new Set(leftOut.map(([, reason]) => reason))).toEqual(
      new Set([
        'Its name leads out of the folder with "..".',
        'Its name is a path from the root of a disk.',
        'Its name holds a NUL character.',
      ]),
    )
  })

  it('links, encrypted articles, other methods, other names and zips are told by name', () => {
    const link: Zippable = { 'link.md': [strToU8('/etc/passwd'), { os: 3, attrs: 0o120777 << 16 }] }
    const device: Zippable = { 'device.md': [strToU8(''), { os: 3, attrs: 0o020666 << 16 }] }
    const noFile = 'It is a link to another file, or no file at all.'
    expect(read(zipOf([], { ...link, ...device })).leftOut).toEqual([
      ['link.md', noFile],
      ['device.md', noFile],
    ])
    const encrypted = altered(zipOf(['secret.md']), 6, 8, (view, at) => view.setUint16(at, 1, true))
    expect(read(encrypted).leftOut).toEqual([['secret.md', 'It is encrypted. Pack it without a password.']])
    const bzip2 = altered(zipOf(['a.md']), 8, 10, (view, at) => view.setUint16(at, 12, true))
    expect(read(bzip2).leftOut).toEqual([['a.md', 'It is packed by method 12. Pack it with the usual one, deflate.']])
    const latin = renamed(zipOf(['fXr.md']), 'fXr.md', Buffer.from('für.md', 'latin1'))
    expect(read(latin).leftOut).toEqual([['f\uFFFDr.md', expect.stringMatching(/^Its name is not UTF-8\./)]])
    const inner = readZipFolder(zipOf(['a.md'], { 'more.zip': zipOf(['b.md']) }), 'blog.zip', bytesMax)
    expect(inner.files).toHaveLength(1)
    expect(inner.leftOut).toMatchObject([{ title: 'more.zip', reason: /zip file in a zip file/, isProblem: false }])
  })

  it('no more is unpacked than is allowed, whatever sizes it states', () => {
    const bomb = zipSync({ 'bomb.md': new Uint8Array(6 * 1024 * 1024) })
    expect(bomb.length).toBeLessThan(100_000)
    const lying = altered(bomb, 22, 24, (view, at) => view.setUint32(at, 10, true))
    const tooLarge = [['bomb.md', 'It is larger than 4 MB. Cut it into several articles.']]
    expect(read(lying).leftOut).toEqual(tooLarge)
    const many = (count: number, bytes: number): Zippable =>
      Object.fromEntries(Array.from({ length: count }, (_, index) => [`${index}.md`, new Uint8Array(bytes)]))
    expect(() => read(zipSync(many(17, 2_000_000), { level: 1 }))).toThrow(
      'blog.zip unpacks to more than 32 MB of articles.',
    )
    expect(() => read(zipSync(many(9, 4_200_000), { level: 1 }))).toThrow(
      'blog.zip unpacks to more than 32 MB of articles.',
    )
    expect(read(zipSync(many(3, 1000)), 3000).names).toHaveLength(3)
    expect(() => read(zipSync(many(3, 1000)), 2999)).toThrow('blog.zip unpacks to more than')
    expect(() => read(zipSync(many(10_001, 1), { level: 0 }))).toThrow('has more than 10000 articles in it')
  })

  it('damaged articles are told by name, and a file that is all damage is refused', () => {
    const wrong = altered(zipOf(['a.md']), 14, 16, (view, at) => view.setUint32(at, 7, true))
    expect(read(wrong).leftOut).toEqual([['a.md', 'It is damaged, and cannot be unpacked.']])
    const noise = altered(zipOf(['a.md']), 30 + 'a.md'.length, 20, (view, at) => view.setUint8(at, 0xff))
    expect(read(noise).leftOut).toEqual([['a.md', expect.stringMatching(/^It is damaged/)]])
    const many = Object.fromEntries(Array.from({ length: 21 }, (_, index) => [`${index}.md`, strToU8('XYZ')]))
    const allWrong = renamed(zipSync(many, { level: 0 }), 'XYZ', Buffer.from('xyz'))
    expect(() => read(allWrong)).toThrow('blog.zip is damaged: more than 20 of its articles cannot be unpacked.')
  })

  it.each([
    ['text', Buffer.from('# A title\n\nSome text.'), 'is not a zip file'],
    ['nothing', new Uint8Array(), 'is not a zip file'],
    ['half of one', zipOf(['a.md', 'b.md']).slice(0, 60), 'is not a zip file'],
    ['an empty one', zipSync({}), 'has no articles in it'],
    ['one of other files', zipOf(['a.docx', 'b.png', 'c/']), 'has no articles in it'],
    ['one with a wrong directory', altered(zipOf(['a.md']), 0, 0, (view, at) => view.setUint8(at, 0)), 'is damaged'],
  ])('%s is refused in one line', (_, zip, reason) => {
    expect(() => read(zip)).toThrow(new RegExp(`^blog\\.zip [^\\n]*${reason}`))
  })

  it('whatever bytes are changed, it is read or refused in words', () => {
    const whole = zipOf(['blog/a.md', 'blog/b/c.html', 'blog/d.png'])
    for (let at = 0; at < whole.length; at++)
      for (const value of [0, 0xff, 0x2f]) {
        const zip = Uint8Array.from(whole)
        zip[at] = value
        let thrown: unknown
        try {
          read(zip)
        } catch (error) {
          thrown = error
        }
        if (thrown !== undefined) expect(thrown).toMatchObject({ name: 'AppError', code: 'invalid' })
      }
  })
})
