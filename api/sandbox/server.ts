import { randomBytes } from 'node:crypto'
import { type IncomingMessage, type ServerResponse, createServer } from 'node:http'
import type { Catalog } from '../domain/catalog.ts'
import { AppError, messageOf } from '../domain/error.ts'
import { utcDate } from '../domain/tier.ts'
import type { SandboxContext } from './context.ts'
import { changeControl, readControl } from './control.ts'
import { type Fault, type Faults, type RandomFaults, createFaults } from './faults.ts'
import { type Bill, type Lane, createLedger } from './ledger.ts'
import { createOpenAiChatSandbox } from './openai-chat.ts'
import { keyRefusal, refuse } from './openai-errors.ts'
import { createOpenAiImagesSandbox } from './openai-images.ts'
import { getModel, listModels } from './openai-models.ts'
import { drawPicture } from './picture.ts'
import { createPicturesToDraw } from './pictures-to-draw.ts'
import { drawPlainPicture } from './plain-picture.ts'
import { type Reply, json } from './reply.ts'
import { createRunwareSandbox } from './runware.ts'

export interface SandboxOptions {
  catalog: () => Catalog
  /** Any free one where absent. */
  port?: number
  /** YYYY-MM-DD. Now, in UTC, where absent. */
  today?: () => string
  /** Serves models even after the day they were taken away. */
  servesRetired?: boolean
  /** Met by the first calls. */
  faults?: Fault[]
  /** Met by calls that no other fault meets. */
  randomFaults?: RandomFaults
  /** Pictures are a few squares of colour, of the right size and format: a hundredth of the work. For many thousands of them. */
  drawsPlain?: boolean
}

export interface Sandbox {
  /** Without a path: a provider's base URL here is `${url}/${adapter}/v1`. */
  url: string
  faults: Faults
  bills(): Bill[]
  calls(): Record<string, number>
  /** The most requests that were under way at one moment. */
  mostAtOnce(): Record<Lane, number>
  stop(): Promise<void>
}

const bodyBytesMax = 10 * 1024 * 1024

/** The parsed body; undefined where it is no JSON. */
async function bodyOf(request: IncomingMessage): Promise<unknown> {
  const chunks: Uint8Array[] = []
  let bytes = 0
  for await (const chunk of request) {
    bytes += chunk.byteLength
    if (bytes <= bodyBytesMax) chunks.push(chunk)
  }
  try {
    return bytes > bodyBytesMax ? undefined : JSON.parse(Buffer.concat(chunks).toString())
  } catch {
    return undefined
  }
}

function send(reply: Reply, requestId: string, response: ServerResponse): void {
  switch (reply.kind) {
    case 'json':
      response.writeHead(reply.status, {
        'content-type': 'application/json',
        'x-request-id': requestId,
        ...reply.headers,
      })
      if (reply.isCutOff) cutOff(JSON.stringify(reply.body), response)
      else response.end(JSON.stringify(reply.body))
      return
    case 'gateway':
      response.writeHead(reply.status, { 'content-type': 'text/html' })
      response.end(`<html><body><h1>${reply.status} Bad Gateway</h1></body></html>`)
      return
    case 'file':
      response.writeHead(200, { 'content-type': reply.contentType, 'content-length': reply.bytes.byteLength })
      response.end(reply.bytes)
      return
    case 'drop':
      response.destroy()
      return
    case 'hang':
  }
}

/** Cuts the connection only after the first half is on its way, so that it is an answer that breaks off and not a lost one. */
const cutOff = (text: string, response: ServerResponse): void =>
  void response.write(text.slice(0, Math.floor(text.length / 2)), () => response.destroy())

function laneOf({ method, url = '/' }: IncomingMessage): Lane | undefined {
  if (method !== 'POST') return undefined
  if (url === '/runware/v1') return 'runware'
  return url === '/openai/v1/images/generations' ? 'openai-images' : undefined
}

function createRouter(context: SandboxContext) {
  const runware = createRunwareSandbox(context)
  const drawImages = createOpenAiImagesSandbox(context)
  const chat = createOpenAiChatSandbox(context)

  async function openAi(route: string, request: IncomingMessage, requestId: string): Promise<Reply> {
    const refused = keyRefusal(request.headers.authorization)
    if (refused) return refuse(refused)
    const modelName = /^GET \/openai\/v1\/models\/(.+)$/.exec(route)?.[1]
    if (modelName !== undefined) return getModel(modelName, context)
    switch (route) {
      case 'GET /openai/v1/models':
        return listModels(context)
      case 'POST /openai/v1/images/generations':
        return drawImages(await bodyOf(request), requestId, clientRequestIdOf(request))
      case 'POST /openai/v1/chat/completions':
        return chat(await bodyOf(request), requestId)
      default:
        return refuse({ status: 404, code: null, message: `Invalid URL (${route.replace('/openai', '')})` })
    }
  }

  return async (request: IncomingMessage, requestId: string): Promise<Reply> => {
    const { pathname } = new URL(request.url ?? '/', 'http://sandbox')
    const route = `${request.method} ${pathname}`
    if (pathname.startsWith('/openai/')) return openAi(route, request, requestId)
    if (route === 'POST /runware/v1') return runware(await bodyOf(request), request.headers.authorization)
    if (route === 'GET /control') return readControl(context)
    if (route === 'POST /control') {
      // A page of another site can post text, but not JSON, without this server's consent.
      if (!/^application\/json\s*(;|$)/i.test(request.headers['content-type'] ?? ''))
        return json(415, { error: 'Faults come as content-type: application/json.' })
      return changeControl(await bodyOf(request), context)
    }
    if (request.method === 'GET' && pathname.startsWith('/images/')) {
      const picture = await context.pictures.get(pathname.slice('/images/'.length))
      if (picture) return { kind: 'file', ...picture }
    }
    return json(404, { error: `The sandbox has nothing at ${route}.` })
  }
}

function clientRequestIdOf({ headers }: IncomingMessage): string | null {
  const id = headers['x-client-request-id']
  return typeof id === 'string' ? id : null
}

const portRefusal = (error: NodeJS.ErrnoException, port: number): AppError =>
  new AppError(
    'unavailable',
    error.code === 'EADDRINUSE'
      ? `Port ${port} for the sandbox is in use. Each process has a sandbox of its own: set ATELIER_SANDBOX_PORT to another, or leave it out for any free one.`
      : `The sandbox cannot listen at 127.0.0.1:${port}: ${error.message}. Set ATELIER_SANDBOX_PORT to another port.`,
    { cause: error },
  )

/**
 * Starts a server on this machine that speaks the providers' own protocols, refuses what they refuse, and draws real
 * pictures. Its rules are the catalog's models and parameter sets: a model that is added there is served here.
 */
export async function startSandbox(options: SandboxOptions): Promise<Sandbox> {
  const faults = createFaults(options.randomFaults)
  const ledger = createLedger()
  for (const fault of options.faults ?? []) faults.add(fault)
  let url = ''
  const route = createRouter({
    catalog: options.catalog,
    today: () => (options.servesRetired ? null : (options.today?.() ?? utcDate(new Date()))),
    url: () => url,
    faults,
    ledger,
    pictures: createPicturesToDraw(options.drawsPlain ? drawPlainPicture : drawPicture),
  })
  const server = createServer((request, response) => {
    const requestId = `req_${randomBytes(12).toString('hex')}`
    const lane = laneOf(request)
    if (lane) response.once('close', ledger.enter(lane))
    route(request, requestId)
      .catch((error: unknown) => json(500, { error: `The sandbox failed: ${messageOf(error)}` }))
      .then((reply) => send(reply, requestId, response))
      .catch(() => response.destroy())
  })
  const { port = 0 } = options
  await new Promise<void>((resolve, reject) => {
    server.once('error', (error: NodeJS.ErrnoException) => reject(portRefusal(error, port)))
    server.listen(port, '127.0.0.1', resolve)
  })
  const address = server.address()
  if (address === null || typeof address === 'string') throw new Error('The sandbox listens at no port.')
  url = `http://127.0.0.1:${address.port}`
  return {
    url,
    faults,
    bills: () => ledger.bills(),
    calls: () => ledger.calls(),
    mostAtOnce: () => ledger.mostAtOnce(),
    stop: () =>
      new Promise((resolve, reject) => {
        server.close((error) => (error ? reject(error) : resolve()))
        server.closeAllConnections()
      }),
  }
}
