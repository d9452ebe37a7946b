import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'

/**
 * Reads outlines straight from a font file. A picture's text must come out on a machine that has no fonts and no font
 * configuration, where the usual text renderers draw nothing or write complaints to stderr.
 * Format: learn.microsoft.com/typography/opentype/spec, tables cmap, glyf, head, hhea, hmtx, loca, maxp.
 */

interface Point {
  x: number
  y: number
  onCurve: boolean
}
type Contour = Point[]

/** Distances in the font's own units. */
export interface Font {
  unitsPerEm: number
  ascent: number
  descent: number
  advanceOf(character: string): number
  /** SVG path data, y upwards as fonts have it, moved to the right by `x`. */
  pathOf(character: string, x: number): string
}

/** The tables of the file by name. */
function tablesOf(file: DataView): Map<string, DataView> {
  const tables = new Map<string, DataView>()
  for (let index = 0; index < file.getUint16(4); index++) {
    const entry = 12 + index * 16
    const name = String.fromCharCode(...[0, 1, 2, 3].map((offset) => file.getUint8(entry + offset)))
    tables.set(name, new DataView(file.buffer, file.byteOffset + file.getUint32(entry + 8), file.getUint32(entry + 12)))
  }
  return tables
}

/** Character to glyph, from the Unicode subtable of format 4 that every TrueType font has. */
function glyphIndexIn(cmap: DataView): (codePoint: number) => number {
  let start = 0
  for (let index = 0; index < cmap.getUint16(2); index++) {
    const offset = cmap.getUint32(4 + index * 8 + 4)
    if (cmap.getUint16(offset) === 4) start = offset
  }
  if (start === 0) throw new Error('The font has no Unicode character map of format 4.')
  const segments = cmap.getUint16(start + 6) / 2
  const ends = start + 14
  const starts = ends + segments * 2 + 2
  const deltas = starts + segments * 2
  const ranges = deltas + segments * 2
  return (codePoint) => {
    for (let segment = 0; segment < segments; segment++) {
      if (cmap.getUint16(ends + segment * 2) < codePoint) continue
      const first = cmap.getUint16(starts + segment * 2)
      if (codePoint < first) return 0
      const delta = cmap.getUint16(deltas + segment * 2)
      const range = cmap.getUint16(ranges + segment * 2)
      if (range === 0) return (codePoint + delta) & 0xffff
      const glyph = cmap.getUint16(ranges + segment * 2 + range + (codePoint - first) * 2)
      return glyph === 0 ? 0 : (glyph + delta) & 0xffff
    }
    return 0
  }
}

/** One axis of a simple glyph's points: bytes, words, or repeats of the point before. */
function readAxis(
  glyf: DataView,
  at: number,
  flags: number[],
  shortBit: number,
  sameBit: number,
): { values: number[]; at: number } {
  let value = 0
  const values = flags.map((flag) => {
    if (flag & shortBit) value += flag & sameBit ? glyf.getUint8(at++) : -glyf.getUint8(at++)
    else if (!(flag & sameBit)) {
      value += glyf.getInt16(at)
      at += 2
    }
    return value
  })
  return { values, at }
}

function simpleOutline(glyf: DataView, at: number, contourCount: number): Contour[] {
  const ends = Array.from({ length: contourCount }, (_, index) => glyf.getUint16(at + index * 2))
  const pointCount = (ends.at(-1) ?? -1) + 1
  at += contourCount * 2
  at += 2 + glyf.getUint16(at)
  const flags: number[] = []
  while (flags.length < pointCount) {
    const flag = glyf.getUint8(at++)
    const repeats = flag & 8 ? glyf.getUint8(at++) : 0
    for (let repeat = 0; repeat <= repeats; repeat++) flags.push(flag)
  }
  const xs = readAxis(glyf, at, flags, 2, 16)
  const ys = readAxis(glyf, xs.at, flags, 4, 32)
  const points = flags.map((flag, index) => ({
    x: xs.values[index] ?? 0,
    y: ys.values[index] ?? 0,
    onCurve: (flag & 1) === 1,
  }))
  return ends.map((end, index) => points.slice((ends[index - 1] ?? -1) + 1, end + 1))
}

/** Accented letters are letters and accents put together, each moved and seldom scaled. */
function compositeOutline(glyf: DataView, at: number, outlineOf: (glyph: number) => Contour[]): Contour[] {
  const contours: Contour[] = []
  for (let more = true; more;) {
    const flags = glyf.getUint16(at)
    const part = outlineOf(glyf.getUint16(at + 2))
    at += 4
    const [dx, dy] = flags & 1 ? [glyf.getInt16(at), glyf.getInt16(at + 2)] : [glyf.getInt8(at), glyf.getInt8(at + 1)]
    at += flags & 1 ? 4 : 2
    const scaleAt = (offset: number) => glyf.getInt16(at + offset) / 16384
    let [xx, xy, yx, yy] = [1, 0, 0, 1]
    if (flags & 8) [xx, yy] = [scaleAt(0), scaleAt(0)]
    else if (flags & 64) [xx, yy] = [scaleAt(0), scaleAt(2)]
    else if (flags & 128) [xx, xy, yx, yy] = [scaleAt(0), scaleAt(2), scaleAt(4), scaleAt(6)]
    at += flags & 8 ? 2 : flags & 64 ? 4 : flags & 128 ? 8 : 0
    for (const contour of part) {
      contours.push(contour.map(({ x, y, onCurve }) => ({ x: x * xx + y * yx + dx, y: x * xy + y * yy + dy, onCurve })))
    }
    more = (flags & 32) !== 0
  }
  return contours
}

/** A contour as quadratic curves. Between two control points the curve passes through their middle. */
function contourPath(contour: Contour, dx: number): string {
  const middle = (one: Point, other: Point): Point => ({
    x: (one.x + other.x) / 2,
    y: (one.y + other.y) / 2,
    onCurve: true,
  })
  const points: Point[] = []
  for (const [index, point] of contour.entries()) {
    const before = contour.at(index - 1)
    if (before && !point.onCurve && !before.onCurve) points.push(middle(before, point))
    points.push(point)
  }
  const first = points.findIndex((point) => point.onCurve)
  const ordered = [...points.slice(first), ...points.slice(0, first + 1)]
  const text = ({ x, y }: Point) => `${Math.round(x + dx)} ${Math.round(y)}`
  let path = ''
  let control: Point | undefined
  for (const [index, point] of ordered.entries()) {
    if (index === 0) path += `M${text(point)}`
    else if (!point.onCurve) control = point
    else {
      path += control ? `Q${text(control)} ${text(point)}` : `L${text(point)}`
      control = undefined
    }
  }
  return `${path}Z`
}

/** Reads a TrueType font. */
function readFont(bytes: Uint8Array): Font {
  const tables = tablesOf(new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength))
  const table = (name: string): DataView => {
    const found = tables.get(name)
    if (!found) throw new Error(`The font has no table "${name}".`)
    return found
  }
  const [head, hhea, hmtx, loca, glyf] = [table('head'), table('hhea'), table('hmtx'), table('loca'), table('glyf')]
  const indexOf = glyphIndexIn(table('cmap'))
  const hasLongOffsets = head.getInt16(50) === 1
  const metricCount = hhea.getUint16(34)
  const offsetOf = (glyph: number) => (hasLongOffsets ? loca.getUint32(glyph * 4) : loca.getUint16(glyph * 2) * 2)

  const outlineOf = (glyph: number): Contour[] => {
    const at = offsetOf(glyph)
    if (at === offsetOf(glyph + 1)) return []
    const contourCount = glyf.getInt16(at)
    return contourCount < 0 ? compositeOutline(glyf, at + 10, outlineOf) : simpleOutline(glyf, at + 10, contourCount)
  }
  const glyphOf = (character: string) => indexOf(Math.min(character.codePointAt(0) ?? 0, 0xffff))
  return {
    unitsPerEm: head.getUint16(18),
    ascent: hhea.getInt16(4),
    descent: -hhea.getInt16(6),
    advanceOf: (character) => hmtx.getUint16(Math.min(glyphOf(character), metricCount - 1) * 4),
    pathOf: (character, x) =>
      outlineOf(glyphOf(character))
        .map((contour) => contourPath(contour, x))
        .join(''),
  }
}

let loaded: Font | undefined

/** The font that ships with the sandbox: Didact Gothic, which has Latin, Greek and Cyrillic letters. */
export function sandboxFont(): Font {
  const require = createRequire(import.meta.url)
  loaded ??= readFont(
    readFileSync(require.resolve('@expo-google-fonts/didact-gothic/400Regular/DidactGothic_400Regular.ttf')),
  )
  return loaded
}
