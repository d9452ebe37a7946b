import { randomUUID } from 'node:crypto'
import type { PictureFormat } from '../domain/image-provider.ts'
import type { FaultKind } from './faults.ts'
import type { PictureRequest } from './picture.ts'

/** How many pictures that were never fetched are remembered. Only what to draw is kept, not the drawing. */
const rememberedMax = 10_000

const contentTypes = { webp: 'image/webp', png: 'image/png', jpeg: 'image/jpeg' } as const satisfies Record<
  PictureFormat,
  string
>

export interface FaultyPictureRequest extends PictureRequest {
  fault: FaultKind | null
}

type Draw = (request: PictureRequest) => Promise<Uint8Array>

const errorPage = Buffer.from('<html><body><h1>Please try again later</h1></body></html>')

/** Draws a picture, spoilt where a fault asks for it. */
async function drawWithFault(request: FaultyPictureRequest, draw: Draw): Promise<Uint8Array> {
  if (request.fault === 'not-a-picture') return errorPage
  if (request.fault === 'wrong-size') {
    const { width, height } = request.size
    return draw({ ...request, size: { width: Math.ceil(width / 2), height: Math.ceil(height / 2) } })
  }
  const bytes = await draw(request)
  return request.fault === 'broken' ? bytes.subarray(0, Math.floor(bytes.byteLength * 0.6)) : bytes
}

/** Pictures that have a URL and are drawn when someone fetches it. */
export interface PicturesToDraw {
  /** For a picture that goes with the answer. */
  draw(request: FaultyPictureRequest): Promise<Uint8Array>
  /** The picture's file name. */
  add(request: FaultyPictureRequest): string
  get(fileName: string): Promise<{ contentType: string; bytes: Uint8Array } | null>
}

export function createPicturesToDraw(draw: Draw): PicturesToDraw {
  const requests = new Map<string, FaultyPictureRequest>()
  return {
    draw: (request) => drawWithFault(request, draw),
    add(request) {
      const fileName = `${randomUUID()}.${request.format}`
      requests.set(fileName, request)
      const [oldest] = requests.keys()
      if (requests.size > rememberedMax && oldest !== undefined) requests.delete(oldest)
      return fileName
    },
    async get(fileName) {
      const request = requests.get(fileName)
      if (!request || request.fault === 'missing') return null
      if (request.fault === 'late') {
        requests.set(fileName, { ...request, fault: null })
        return null
      }
      return { contentType: contentTypes[request.format], bytes: await drawWithFault(request, draw) }
    },
  }
}
