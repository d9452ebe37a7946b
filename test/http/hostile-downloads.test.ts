import type { lookup as systemLookup } from 'node:dns'
import type { IncomingMessage, ServerResponse } from 'node:http'
import { mkdtemp, readdir, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { ProviderError } from '../../api/domain/provider-error.ts'
import { type DownloadOptions, downloadPicture } from '../../api/providers/download.ts'
import { createLocalDisk } from '../../api/storage/local-disk.ts'
import { readPicture } from '../../api/storage/picture.ts'
import {
  damagedJpeg,
  drawAnimation,
  drawFile,
  greyPng,
  pngChunk,
  pngClaiming,
  pngSignature,
} from '../support/hostile-files.ts'
import { type LocalServer, startLocalServer } from '../support/local-server.ts'

const size = { width: 64, height: 48 }
const runware = { display_name: 'Runware', base_url: 'https://api.runware.ai/v1', download_hosts: ['im.runware.ai'] }

let folder: string
let server: LocalServer | undefined
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'atelier-hostile-'))
})
afterEach(async () => {
  await server?.stop()
  server = undefined
  await rm(folder, { recursive: true, force: true })
})

/** The way of a picture from its address to the store, as the worker goes it. */
async function keep(url: string, provider: typeof runware, options: DownloadOptions = {}): Promise<void> {
  const store = createLocalDisk(folder)
  // Opens the store, so that a leftover of a writer would have a place to be in.
  await store.get('a'.repeat(64), 'webp')
  const bytes = await downloadPicture(url, provider, new AbortController().signal, options)
  await store.put(await readPicture(bytes, { size, format: 'webp' }))
}

const filesLeft = async (): Promise<string[]> =>
  (await readdir(folder, { withFileTypes: true, recursive: true }))
    .filter((one) => one.isFile())
    .map(({ name }) => name)

/** What was refused has to say so in a class and words, and to leave nothing. */
async function expectRefused(work: Promise<void>, errorClass: string, code: string): Promise<void> {
  const error = await work.then(
    () => undefined,
    (thrown: unknown) => thrown,
  )
  expect(error).toBeInstanceOf(ProviderError)
  expect(error).toMatchObject({ class: errorClass, code, outcomeUnknown: false })
  expect((error as ProviderError).message).toMatch(/Report it to|A retry|Remake the image|and retry/)
  expect(await filesLeft()).toStrictEqual([])
}

/** A name server whose answers are told one after the other; the last one stays. Counts how often it is asked. */
function nameServer(...answers: string[][]): { lookup: typeof systemLookup; asked: () => number } {
  let asked = 0
  const lookup = (
    _: string,
    __: object,
    callback: (error: null, found: { address: string; family: number }[]) => void,
  ) => {
    const addresses = answers[Math.min(asked, answers.length - 1)] ?? []
    asked += 1
    callback(
      null,
      addresses.map((address) => ({ address, family: address.includes(':') ? 6 : 4 })),
    )
  }
  return { lookup: lookup as unknown as typeof systemLookup, asked: () => asked }
}

describe('an address is refused before anything is asked there', () => {
  it.each([
    ['http instead of https', 'http://im.runware.ai/a.webp'],
    ['ftp', 'ftp://im.runware.ai/a.webp'],
    ['a file of this machine', 'file:///etc/passwd'],
    ['a data URL', 'data:image/webp;base64,UklGRg=='],
    ['a script', 'javascript:fetch("https://im.runware.ai")'],
    ['no URL at all', 'im.runware.ai/a.webp'],
    ['an empty text', ''],
    ['a user name and password', 'https://user:pass@im.runware.ai/a.webp'],
    ['the right host as a user name', 'https://im.runware.ai@evil.example/a.webp'],
    ['this machine as dotted decimal', 'https://127.0.0.1/a.webp'],
    ['this machine as one decimal number', 'https://2130706433/a.webp'],
    ['this machine in octal', 'https://0177.0.0.1/a.webp'],
    ['this machine in hexadecimal', 'https://0x7f000001/a.webp'],
    ['this machine with parts left out', 'https://127.1/a.webp'],
    ['this machine in full-width digits', 'https://１２７.０.０.１/a.webp'],
    ['this machine with a trailing dot', 'https://127.0.0.1./a.webp'],
    ['this machine by name', 'https://localhost/a.webp'],
    ['the unspecified address', 'https://0.0.0.0/a.webp'],
    ['the unspecified address in IPv6', 'https://[::]/a.webp'],
    ['this machine in IPv6', 'https://[::1]/a.webp'],
    ['this machine as IPv4 mapped into IPv6', 'https://[::ffff:127.0.0.1]/a.webp'],
    ['this machine by way of NAT64', 'https://[64:ff9b::7f00:1]/a.webp'],
    ['a shared address of a carrier', 'https://100.64.0.1/a.webp'],
    ['cloud metadata', 'https://169.254.169.254/latest/meta-data'],
    ['a network of one’s own in IPv6', 'https://[fd00::1]/a.webp'],
    ['another host', 'https://example.com/a.webp'],
    ['a host that only ends like the right one', 'https://evilim.runware.ai/a.webp'],
    ['a host that only begins like the right one', 'https://im.runware.ai.example.com/a.webp'],
    ['the parent of the right host', 'https://runware.ai/a.webp'],
    ['the right host with two trailing dots', 'https://im.runware.ai../a.webp'],
    ['a look-alike in another alphabet', 'https://im.runwаre.ai/a.webp'],
    ['another port of the right host', 'https://im.runware.ai:8443/a.webp'],
    ['the port of a database at the right host', 'https://im.runware.ai:5432/a.webp'],
  ])('%s', async (_, url) => {
    const { lookup, asked } = nameServer(['127.0.0.1'])
    await expectRefused(keep(url, runware, { lookup }), 'upstream', 'download_refused')
    expect(asked()).toBe(0)
  })
})

describe('an internal address is refused, also where a listed host is one', () => {
  it.each([
    '10.0.0.5',
    '172.16.0.1',
    '192.168.1.1',
    '169.254.169.254',
    '100.64.0.1',
    '0.0.0.0',
    '224.0.0.1',
    '255.255.255.255',
    '::',
    '::1',
    '::7f00:1',
    '::ffff:10.0.0.1',
    '::ffff:0:7f00:1',
    '64:ff9b::a00:1',
    '2002:7f00:1::',
    'fd00::1',
    'fe80::1',
  ])('%s', async (address) => {
    const host = address.includes(':') ? `[${address}]` : address
    const listed = {
      ...runware,
      download_hosts: [address, new URL(`https://${host}`).hostname.replace(/^\[|\]$/g, '')],
    }
    await expectRefused(keep(`https://${host}/a.webp`, listed), 'upstream', 'download_refused')
    const { lookup } = nameServer([address])
    await expectRefused(keep('https://im.runware.ai/a.webp', runware, { lookup }), 'upstream', 'download_refused')
  })

  it('among others that are public', async () => {
    const { lookup } = nameServer(['1.1.1.1', '10.0.0.5'])
    await expectRefused(keep('https://im.runware.ai/a.webp', runware, { lookup }), 'upstream', 'download_refused')
  })

  it('when the name server answers otherwise the second time', async () => {
    server = await startLocalServer((_, response) => response.writeHead(302, { location: '/again' }).end())
    const url = server.url.replace('127.0.0.1', 'localhost')
    const { lookup, asked } = nameServer(['127.0.0.1'], ['10.0.0.5'])
    await expectRefused(keep(`${url}/a`, { ...runware, base_url: url }, { lookup }), 'upstream', 'download_refused')
    // One look for each connection, by the connection itself: what was checked is what was used.
    expect([asked(), server.requests.length]).toEqual([2, 1])
  })
})

/** A provider on this machine, which answers as a test says. */
const serve = async (answer: (request: IncomingMessage, response: ServerResponse) => void) => {
  const started = await startLocalServer(answer)
  server = started
  return { url: `${started.url}/a.webp`, provider: { ...runware, base_url: `${started.url}/v1` } }
}

describe('a redirect is refused', () => {
  it.each([
    ['to another host', 'https://example.com/a.webp'],
    ['to an internal address', 'http://10.0.0.5/a.webp'],
    ['to cloud metadata', 'http://169.254.169.254/latest'],
    ['to another port of this machine', 'http://127.0.0.1:1/a.webp'],
    ['to a file', 'file:///etc/passwd'],
    ['to a data URL', 'data:image/webp;base64,UklGRg=='],
    ['to a script', 'javascript:alert(1)'],
    ['to a user name', 'http://user@127.0.0.1/a.webp'],
    ['to itself for ever', '/a.webp'],
  ])('%s', async (_, location) => {
    const { url, provider } = await serve((__, response) => response.writeHead(302, { location }).end())
    await expectRefused(keep(url, provider), 'upstream', 'download_refused')
    expect(server?.requests.length).toBeLessThanOrEqual(4)
  })
})

describe('an answer is refused', () => {
  const small: DownloadOptions = { bytesMax: 100_000 }
  const brief: DownloadOptions = { timeoutMs: 300 }

  it.each<[string, (request: IncomingMessage, response: ServerResponse) => void, DownloadOptions, string, string]>([
    [
      'that declares more bytes than a picture may have',
      (_, response) => response.writeHead(200, { 'content-length': 10_000_000_000 }).write('x'),
      small,
      'upstream',
      'download_too_large',
    ],
    [
      'that never ends',
      (_, response) => {
        const more = () => void (response.destroyed || response.write(Buffer.alloc(50_000), () => setImmediate(more)))
        more()
      },
      small,
      'upstream',
      'download_too_large',
    ],
    [
      'that is compressed although nobody asked for that, and would unfold to gigabytes',
      (_, response) => response.writeHead(200, { 'content-encoding': 'gzip' }).end(gzipSync(Buffer.alloc(20_000_000))),
      small,
      'upstream',
      'not_a_picture',
    ],
    [
      'that drips',
      (_, response) => {
        const drip = setInterval(() => response.write('x'), 20)
        response.on('close', () => clearInterval(drip))
      },
      brief,
      'timeout',
      'download_timeout',
    ],
    ['that does not begin', () => {}, brief, 'timeout', 'download_timeout'],
    [
      'whose head drips',
      (request) => {
        request.socket.write('HTTP/1.1 200 OK\r\n')
        const drip = setInterval(() => request.socket.write('x-a: b\r\n'), 20)
        request.socket.on('close', () => clearInterval(drip)).on('error', () => {})
      },
      brief,
      'timeout',
      'download_timeout',
    ],
    [
      'whose head has no end',
      (request) => {
        request.socket.on('error', () => {})
        request.socket.write(`HTTP/1.1 200 OK\r\nx-a: ${'b'.repeat(200_000)}`)
      },
      {},
      'upstream',
      'download_failed',
    ],
    [
      'that is no HTTP',
      (request) => void request.socket.end('SSH-2.0-OpenSSH_9.6\r\n'),
      {},
      'upstream',
      'download_failed',
    ],
    [
      'with two lengths',
      (request) => void request.socket.end('HTTP/1.1 200 OK\r\ncontent-length: 5\r\ncontent-length: 9\r\n\r\nabcde'),
      {},
      'upstream',
      'download_failed',
    ],
    [
      'that breaks off',
      (_, response) => {
        response.writeHead(200, { 'content-length': 1000 })
        response.write('half', () => setImmediate(() => response.destroy()))
      },
      {},
      'upstream',
      'download_failed',
    ],
    ['with nothing in it', (_, response) => void response.end(), {}, 'upstream', 'download_incomplete'],
    ['with no body at all', (_, response) => void response.writeHead(204).end(), {}, 'upstream', 'download_failed'],
    [
      'with a part of a picture',
      (_, response) => void response.writeHead(206, { 'content-range': 'bytes 0-3/9' }).end('RIFF'),
      {},
      'upstream',
      'download_failed',
    ],
  ])('%s', async (_, answer, options, errorClass, code) => {
    const { url, provider } = await serve(answer)
    await expectRefused(keep(url, provider, options), errorClass, code)
  })
})

describe('a file is refused', () => {
  const cut = async (format: 'webp' | 'png' | 'jpeg') => {
    const bytes = await drawFile(64, 48, format)
    return bytes.subarray(0, Math.floor(bytes.length * 0.6))
  }

  it.each<[string, () => Buffer | Promise<Buffer>, string]>([
    ['that is HTML called a picture', () => Buffer.from('<!doctype html><script>alert(1)</script>'), 'not_a_picture'],
    [
      'that is an SVG with a script',
      () => Buffer.from('<svg xmlns="http://www.w3.org/2000/svg"><script/></svg>'),
      'not_a_picture',
    ],
    [
      'that is an SVG after an XML head',
      () => Buffer.from('<?xml version="1.0"?><svg width="64" height="48"/>'),
      'not_a_picture',
    ],
    ['that is a GIF', () => drawFile(64, 48, 'gif'), 'not_a_picture'],
    ['that is an animated GIF', () => drawAnimation(64, 48, 'gif'), 'not_a_picture'],
    ['that is an animated WebP', () => drawAnimation(64, 48, 'webp'), 'not_a_picture'],
    [
      'that is an animated PNG',
      () => greyPng(64, 48, { before: [pngChunk('acTL', Buffer.from([0, 0, 0, 2, 0, 0, 0, 0]))] }),
      'not_a_picture',
    ],
    ['that is a PDF', () => Buffer.from('%PDF-1.7\n'), 'not_a_picture'],
    ['that is a program', () => Buffer.concat([Buffer.from('MZ'), Buffer.alloc(100)]), 'not_a_picture'],
    [
      'that is HTML with a picture behind it',
      async () => Buffer.concat([Buffer.from('<html>'), await drawFile(64, 48, 'png')]),
      'not_a_picture',
    ],
    ['that claims more pixels than memory has room for', () => pngClaiming(60_000, 60_000), 'too_many_pixels'],
    ['that claims as many pixels as a number can say', () => pngClaiming(0x7fffffff, 0x7fffffff), 'broken_file'],
    ['that claims no pixels', () => pngClaiming(0, 48), 'broken_file'],
    ['that is of another size', () => drawFile(48, 64, 'webp'), 'wrong_size'],
    ['whose checksum is wrong', () => greyPng(64, 48, { crcChange: 1 }), 'broken_file'],
    ['whose pixels break off within a PNG that does not', () => greyPng(64, 48, { isCut: true }), 'broken_file'],
    ['that is a PNG and breaks off', () => cut('png'), 'broken_file'],
    ['that is a WebP and breaks off', () => cut('webp'), 'broken_file'],
    ['that is a JPEG and breaks off', () => cut('jpeg'), 'broken_file'],
    ['that is a JPEG which is damaged in the middle', () => damagedJpeg(64, 48), 'broken_file'],
    ['that is the head of a PNG alone', () => pngSignature, 'broken_file'],
    ['that is the head of a JPEG alone', () => Buffer.from([0xff, 0xd8, 0xff]), 'broken_file'],
    ['that is the head of a WebP alone', () => Buffer.from('RIFF\x00\x00\x00\x00WEBP', 'latin1'), 'broken_file'],
  ])('%s', async (_, make, code) => {
    const bytes = await make()
    const { url, provider } = await serve((__, response) =>
      response.writeHead(200, { 'content-type': 'image/webp', 'content-length': bytes.length }).end(bytes),
    )
    await expectRefused(keep(url, provider), 'upstream', code)
  })
})

describe('a picture with something behind it', () => {
  it.each(['webp', 'png', 'jpeg'] as const)('is kept without that, as %s', async (format) => {
    const picture = await drawFile(64, 48, format)
    const archive = Buffer.from('PK\x03\x04<script>alert(1)</script>')
    const kept = await readPicture(Buffer.concat([picture, archive]), { size, format })
    expect(Buffer.compare(kept.content, picture)).toBe(0)
  })
})

it('a picture of a real answer is kept', async () => {
  const bytes = await drawFile(64, 48, 'webp')
  const { url, provider } = await serve((_, response) => response.end(bytes))
  await keep(url, provider)
  expect(await filesLeft()).toHaveLength(1)
})
