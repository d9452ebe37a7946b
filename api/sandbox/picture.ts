import sharp from 'sharp'
import type { PictureFormat } from '../domain/image-provider.ts'
import { type Size, formatSize } from '../domain/size.ts'
import { textPath, textWidth, wrapText } from './caption.ts'
import { chanceOf } from './chance.ts'
import { drawScene } from './scene.ts'

export interface PictureRequest {
  size: Size
  format: PictureFormat
  prompt: string
  seed: number
  modelName: string
  /** 1 to 100, for the formats that lose something. */
  quality?: number
  /** The scene stands on nothing. Only for formats that have alpha. */
  isTransparent?: boolean
}

const captionLinesMax = 4

/** The prompt on a dark panel along the lower edge. */
function drawCaption({ width, height }: Size, prompt: string): string {
  const fontPx = Math.max(11, Math.min(width, height) / 26)
  const margin = fontPx * 1.2
  const padding = fontPx * 0.9
  const lines = wrapText(prompt, width - 2 * (margin + padding), fontPx, captionLinesMax)
  const linePx = fontPx * 1.35
  const panelPx = lines.length * linePx + padding * 1.5
  const top = height - margin - panelPx
  const panel = `<rect x="${margin}" y="${top}" width="${width - 2 * margin}" height="${panelPx}" rx="${fontPx * 0.5}" fill="#101418" opacity="0.78"/>`
  return (
    panel +
    lines
      .map((line, index) =>
        textPath(line, margin + padding, top + padding * 0.75 + linePx * (index + 0.78), fontPx, '#ffffff'),
      )
      .join('')
  )
}

/** What tells it from a real picture, in the upper left corner. */
function drawLabel(size: Size, modelName: string): string {
  const fontPx = Math.max(10, Math.min(size.width, size.height) / 36)
  const text = `SANDBOX  ${modelName}  ${formatSize(size)}`
  const margin = fontPx * 1.4
  const [width, height] = [textWidth(text, fontPx) + fontPx * 1.6, fontPx * 2]
  return `<rect x="${margin}" y="${margin}" width="${width}" height="${height}" rx="${height / 2}" fill="#101418" opacity="0.78"/>${textPath(text, margin + fontPx * 0.8, margin + fontPx * 1.35, fontPx, '#ffd166')}`
}

/** A scene cut out as an ellipse, with nothing around it. */
const cutOut = ({ width, height }: Size, scene: string): string =>
  `<defs><clipPath id="cut"><ellipse cx="${width / 2}" cy="${height / 2}" rx="${width * 0.46}" ry="${height * 0.46}"/></clipPath></defs><g clip-path="url(#cut)">${scene}</g>`

/** The picture as SVG. The same request gives the same picture. */
export function sketchPicture({ size, prompt, seed, modelName, isTransparent }: PictureRequest): string {
  const { width, height } = size
  const whole = drawScene(size, chanceOf(prompt, seed))
  const scene = isTransparent ? cutOut(size, whole) : whole
  return `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" viewBox="0 0 ${width} ${height}">${scene}${drawCaption(size, prompt)}${drawLabel(size, modelName)}</svg>`
}

/** Draws a picture of exactly the asked size and format, different for every prompt and seed, with the prompt on it. */
export async function drawPicture(request: PictureRequest): Promise<Uint8Array> {
  const drawn = sharp(Buffer.from(sketchPicture(request)), { limitInputPixels: 300_000_000 })
  const image = request.isTransparent ? drawn : drawn.removeAlpha()
  const quality = request.quality ?? 85
  switch (request.format) {
    case 'webp':
      return image.webp({ quality, effort: 1 }).toBuffer()
    case 'jpeg':
      return image.jpeg({ quality }).toBuffer()
    case 'png':
      return image.png({ compressionLevel: 6 }).toBuffer()
  }
}
