import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { readFile } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { dirname, join, resolve } from 'node:path'
import { pathToFileURL } from 'node:url'

/** A place in a document as editors count: from 0. */
interface Position {
  line: number
  character: number
}

/** What an editor underlines. */
export interface Diagnostic {
  range: { start: Position; end: Position }
  message: string
}

/** What an editor offers while one types. */
export interface CompletionItem {
  label: string
  documentation?: string | { value: string }
}

interface Message {
  id?: number
  method?: string
  params?: { uri?: string; diagnostics?: Diagnostic[]; items?: { section?: string }[] }
  result?: unknown
  error?: { message: string }
}

/** The settings that the repository has for editors, as an editor hands them on. */
async function readSettings(): Promise<Record<string, unknown>> {
  const text = await readFile('.vscode/settings.json', 'utf8')
  const { 'yaml.schemas': schemas, ...rest } = JSON.parse(text) as Record<string, unknown>
  // Nothing may be fetched from elsewhere.
  if (rest['yaml.schemaStore.enable'] !== false)
    throw new Error('.vscode/settings.json lets the schema store be asked.')
  return { yaml: { validate: true, hover: true, completion: true, schemas, schemaStore: { enable: false } } }
}

const program = join(dirname(createRequire(import.meta.url).resolve('yaml-language-server/package.json')), 'bin')

/** The language server that editors use for YAML, in a process of its own, spoken to as an editor does. */
export class LanguageServer {
  #child: ChildProcess
  #received = Buffer.alloc(0)
  #lastId = 0
  #answers = new Map<number, (message: Message) => void>()
  #diagnostics = new Map<string, (found: Diagnostic[]) => void>()

  #settings: Record<string, unknown>

  private constructor(settings: Record<string, unknown>) {
    this.#settings = settings
    this.#child = spawn(process.execPath, [join(program, 'yaml-language-server'), '--stdio'], {
      stdio: ['pipe', 'pipe', 'inherit'],
    })
    this.#child.stdout?.on('data', (chunk: Buffer) => this.#read(chunk))
  }

  static async start(): Promise<LanguageServer> {
    const server = new LanguageServer(await readSettings())
    const root = pathToFileURL(resolve('.')).href
    await server.#request('initialize', {
      processId: process.pid,
      rootUri: root,
      workspaceFolders: [{ uri: root, name: 'atelier' }],
      capabilities: {
        workspace: { configuration: true },
        textDocument: {
          hover: { contentFormat: ['markdown'] },
          completion: { completionItem: { snippetSupport: true, documentationFormat: ['markdown'] } },
        },
      },
    })
    server.#send({ method: 'initialized', params: {} })
    return server
  }

  /** Opens a document as if it lay at this path, and waits for what is wrong with it. */
  open(path: string, text: string): Promise<Diagnostic[]> {
    const uri = pathToFileURL(resolve(path)).href
    const found = new Promise<Diagnostic[]>((settle) => this.#diagnostics.set(uri, settle))
    this.#send({
      method: 'textDocument/didOpen',
      params: { textDocument: { uri, languageId: 'yaml', version: 1, text } },
    })
    return found
  }

  /** The text that is shown for what stands at a place, counted from 1. */
  async hover(path: string, line: number, column: number): Promise<string> {
    const answer = await this.#request('textDocument/hover', at(path, line, column))
    return (answer as { contents: { value: string } } | null)?.contents.value ?? ''
  }

  /** What is offered at a place, counted from 1. */
  async complete(path: string, line: number, column: number): Promise<CompletionItem[]> {
    const answer = await this.#request('textDocument/completion', at(path, line, column))
    return (answer as { items: CompletionItem[] }).items
  }

  async stop(): Promise<void> {
    await this.#request('shutdown', undefined)
    const ended = once(this.#child, 'exit')
    this.#send({ method: 'exit' })
    await ended
  }

  #send(message: object): void {
    const body = Buffer.from(JSON.stringify({ jsonrpc: '2.0', ...message }))
    this.#child.stdin?.write(Buffer.concat([Buffer.from(`Content-Length: ${body.length}\r\n\r\n`), body]))
  }

  async #request(method: string, params: object | undefined): Promise<unknown> {
    const id = ++this.#lastId
    const answered = new Promise<Message>((settle) => this.#answers.set(id, settle))
    this.#send({ id, method, ...(params ? { params } : {}) })
    const { result, error } = await answered
    if (error) throw new Error(`${method}: ${error.message}`)
    return result
  }

  #read(chunk: Buffer): void {
    this.#received = Buffer.concat([this.#received, chunk])
    for (;;) {
      const head = this.#received.indexOf('\r\n\r\n')
      const length = Number(/Content-Length: (\d+)/.exec(this.#received.toString('latin1', 0, head))?.[1])
      const end = head + 4 + length
      if (head === -1 || this.#received.length < end) return
      const message = JSON.parse(this.#received.toString('utf8', head + 4, end)) as Message
      this.#received = this.#received.subarray(end)
      this.#handle(message)
    }
  }

  #handle({ id, method, params, ...rest }: Message): void {
    if (method === undefined) {
      this.#answers.get(id ?? 0)?.(rest)
      return
    }
    if (id !== undefined) {
      const result = params?.items?.map(({ section = '' }) => this.#settings[section] ?? {}) ?? null
      this.#send({ id, result })
    } else if (method === 'textDocument/publishDiagnostics') {
      this.#diagnostics.get(params?.uri ?? '')?.(params?.diagnostics ?? [])
    }
  }
}

const at = (path: string, line: number, column: number) => ({
  textDocument: { uri: pathToFileURL(resolve(path)).href },
  position: { line: line - 1, character: column - 1 },
})
