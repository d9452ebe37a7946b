import type { Size } from '../domain/size.ts'
import type { Chance } from './chance.ts'

/** Sky above, sky below, the light in it, then ground from far to near. */
type Palette = readonly [string, string, string, string, string, string]

const palettes: readonly [Palette, ...Palette[]] = [
  ['#1d3557', '#f4a261', '#ffe8c2', '#6d597a', '#355070', '#1b263b'],
  ['#264653', '#e9c46a', '#fff3d6', '#2a9d8f', '#287271', '#1c3a43'],
  ['#3d5a80', '#e0fbfc', '#ffffff', '#98c1d9', '#6b8fb3', '#293241'],
  ['#5f0f40', '#fb8b24', '#ffd6a5', '#9a031e', '#721121', '#310a31'],
  ['#606c38', '#fefae0', '#fffdf2', '#a3b18a', '#588157', '#344e41'],
  ['#22223b', '#c9ada7', '#f2e9e4', '#9a8c98', '#4a4e69', '#1a1a2e'],
  ['#0b3954', '#bfd7ea', '#fefffe', '#ff6663', '#087e8b', '#0b2545'],
  ['#7f5539', '#ede0d4', '#fff8f0', '#ddb892', '#b08968', '#4a3526'],
  ['#2b2d42', '#ef8354', '#ffe5d4', '#bfc0c0', '#4f5d75', '#1d1f30'],
]

const round = (value: number): string => value.toFixed(1)

/** A smooth line from left to right through heights, closed along the bottom edge. */
function band(heights: number[], size: Size, fill: string): string {
  const step = size.width / (heights.length - 1)
  let path = `M0 ${size.height}L0 ${round(heights[0] ?? 0)}`
  for (const [index, height] of heights.entries()) {
    const before = heights[index - 1]
    if (before === undefined) continue
    const middle = (index - 0.5) * step
    path += `C${round(middle)} ${round(before)} ${round(middle)} ${round(height)} ${round(index * step)} ${round(height)}`
  }
  return `<path fill="${fill}" d="${path}L${size.width} ${size.height}Z"/>`
}

const heightsAround = (chance: Chance, middle: number, spread: number, count: number): number[] =>
  Array.from({ length: count }, () => chance.between(middle - spread, middle + spread))

function sun({ width, height }: Size, chance: Chance, light: string, low = 0.2, high = 0.45): string {
  const radius = Math.min(width, height) * chance.between(0.07, 0.14)
  const [x, y] = [chance.between(0.2, 0.8) * width, chance.between(low, high) * height]
  return [2.2, 1.5, 1]
    .map(
      (scale) =>
        `<circle cx="${round(x)}" cy="${round(y)}" r="${round(radius * scale)}" fill="${light}" opacity="${scale === 1 ? 0.95 : 0.16}"/>`,
    )
    .join('')
}

function hills(size: Size, chance: Chance, [, , light, ...ground]: Palette): string {
  const layers = ground.map((fill, index) => {
    const middle = size.height * (0.5 + index * 0.14)
    return band(heightsAround(chance, middle, size.height * 0.07, chance.whole(4, 7)), size, fill)
  })
  return sun(size, chance, light) + layers.join('')
}

function peaks(size: Size, chance: Chance, [, , light, ...ground]: Palette): string {
  const ranges = ground.map((fill, index) => {
    const count = chance.whole(4, 6)
    const base = size.height * (0.62 + index * 0.13)
    const rise = size.height * (0.34 - index * 0.09)
    const step = size.width / count
    let path = `M0 ${size.height}L${round(-step)} ${round(base)}`
    for (let peak = 0; peak <= count; peak++) {
      path += `L${round((peak + chance.between(-0.2, 0.2)) * step)} ${round(base - rise * chance.between(0.5, 1))}`
      path += `L${round((peak + 0.5) * step)} ${round(base - rise * chance.between(0, 0.25))}`
    }
    return `<path fill="${fill}" d="${path}L${size.width + step} ${size.height}Z"/>`
  })
  return sun(size, chance, light, 0.15, 0.35) + ranges.join('')
}

function houses(size: Size, chance: Chance, fill: string, light: string, ground: number, scale: number): string {
  let shapes = ''
  for (let x = -size.width * 0.02; x < size.width;) {
    const width = size.width * chance.between(0.04, 0.09)
    const top = ground - size.height * chance.between(0.12, 0.42) * scale
    shapes += `<rect x="${round(x)}" y="${round(top)}" width="${round(width + 1)}" height="${round(size.height - top)}" fill="${fill}"/>`
    const pane = width / 7
    for (let column = 0; column < 3; column++) {
      for (let row = 0; row < 5; row++) {
        if (chance.between(0, 1) < 0.55) continue
        shapes += `<rect x="${round(x + pane * (1 + column * 2))}" y="${round(top + pane * (1.2 + row * 2.2))}" width="${round(pane)}" height="${round(pane * 1.3)}" fill="${light}" opacity="0.75"/>`
      }
    }
    x += width
  }
  return shapes
}

function city(size: Size, chance: Chance, [, , light, far, middle, near]: Palette): string {
  return (
    sun(size, chance, light, 0.15, 0.4) +
    houses(size, chance, far, light, size.height * 0.75, 1.25) +
    houses(size, chance, middle, light, size.height * 0.85, 1) +
    houses(size, chance, near, light, size.height * 0.98, 0.8)
  )
}

function waves(size: Size, chance: Chance, [, , light, ...sea]: Palette): string {
  const layers = Array.from({ length: 7 }, (_, index) => {
    const heights = heightsAround(chance, size.height * (0.48 + index * 0.075), size.height * 0.035, 9)
    return `<g opacity="0.8">${band(heights, size, sea[index % sea.length] ?? light)}</g>`
  })
  return sun(size, chance, light, 0.25, 0.42) + layers.join('')
}

function discs(size: Size, chance: Chance, palette: Palette): string {
  const unit = Math.min(size.width, size.height)
  return Array.from({ length: 22 }, () => {
    const [x, y] = [chance.between(0, 1) * size.width, chance.between(0, 1) * size.height]
    const radius = unit * chance.between(0.05, 0.28)
    const fill = chance.pick(palette)
    return chance.between(0, 1) < 0.3
      ? `<circle cx="${round(x)}" cy="${round(y)}" r="${round(radius)}" fill="none" stroke="${fill}" stroke-width="${round(unit * 0.012)}"/>`
      : `<circle cx="${round(x)}" cy="${round(y)}" r="${round(radius)}" fill="${fill}" opacity="0.72"/>`
  }).join('')
}

function tiles(size: Size, chance: Chance, palette: Palette): string {
  const side = Math.min(size.width, size.height) / chance.whole(4, 6)
  let shapes = ''
  for (let y = 0; y < size.height; y += side) {
    for (let x = 0; x < size.width; x += side) {
      const [ground, figure] = [chance.pick(palette), chance.pick(palette)]
      const turn = chance.whole(0, 3) * 90
      const shape = chance.pick([
        `<path d="M0 0H1A1 1 0 0 1 0 1Z"/>`,
        `<circle cx="0.5" cy="0.5" r="0.36"/>`,
        `<path d="M0 0H1L0 1Z"/>`,
        `<path d="M0 0.5A0.5 0.5 0 0 1 1 0.5Z"/>`,
      ])
      shapes += `<g transform="translate(${round(x)} ${round(y)}) scale(${round(side + 0.6)})"><rect width="1" height="1" fill="${ground}"/><g fill="${figure}" transform="rotate(${turn} 0.5 0.5)">${shape}</g></g>`
    }
  }
  return shapes
}

/** A composition in SVG that fills the size, chosen and varied by chance. */
export function drawScene(size: Size, chance: Chance): string {
  const palette = chance.pick(palettes)
  const draw = chance.pick([hills, peaks, city, waves, discs, tiles])
  return `<defs><linearGradient id="sky" x1="0" y1="0" x2="0" y2="1"><stop offset="0" stop-color="${palette[0]}"/><stop offset="0.75" stop-color="${palette[1]}"/></linearGradient></defs><rect width="${size.width}" height="${size.height}" fill="url(#sky)"/>${draw(size, chance, palette)}`
}
