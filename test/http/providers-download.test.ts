import type { lookup as systemLookup } from 'node:dns'
import { afterEach, describe, expect, it } from 'vitest'
import { isInternalAddress } from '../../api/providers/address.ts'
import { type DownloadOptions, downloadPicture } from '../../api/providers/download.ts'
import { type LocalServer, startLocalServer } from '../support/local-server.ts'

const live = { display_name: 'Runware', base_url: 'https://api.runware.ai/v1', download_hosts: ['im.runware.ai'] }
const signal = new AbortController().signal
let server: LocalServer | undefined
afterEach(async () => server?.stop())

/** A name server that gives one address for every name. */
const resolvingTo = (address: string): typeof systemLookup =>
  ((_: string, __: object, callback: (error: null, addresses: { address: string; family: number }[]) => void) =>
    callback(null, [{ address, family: address.includes(':') ? 6 : 4 }])) as unknown as typeof systemLookup

const code = async (url: string, options: DownloadOptions = {}) =>
  downloadPicture(url, live, signal, options).then(
    () => 'downloaded',
    (error: unknown) => (error as { code: string }).code,
  )

describe('a picture of a live provider is refused', () => {
  it.each([
    ['over http', 'http://im.runware.ai/a.webp'],
    ['from a file', 'file:///etc/passwd'],
    ['as a data URL', 'data:image/webp;base64,AAAA'],
    ['with a user name', 'https://user:pass@im.runware.ai/a.webp'],
    ['from another host', 'https://example.com/a.webp'],
    ['from a host that only ends like the right one', 'https://evilim.runware.ai/a.webp'],
    ['from a host that only begins like the right one', 'https://im.runware.ai.example.com/a.webp'],
    ['from the provider’s parent domain', 'https://runware.ai/a.webp'],
    ['from this machine', 'https://127.0.0.1/a.webp'],
    ['from this machine by name', 'https://localhost/a.webp'],
    ['from this machine written as one number', 'https://2130706433/a.webp'],
    ['from this machine in IPv6', 'https://[::1]/a.webp'],
    ['from cloud metadata', 'https://169.254.169.254/latest'],
    ['from something that is no URL', 'im.runware.ai/a.webp'],
  ])('%s', async (_, url) => {
    expect(await code(url)).toBe('download_refused')
  })

  it.each([
    '127.0.0.1',
    '10.1.2.3',
    '169.254.169.254',
    '192.168.0.1',
    '100.64.0.1',
    '::1',
    'fd00::1',
    'fe80::1',
    '::ffff:127.0.0.1',
    '::ffff:7f00:1',
    '::ffff:a9fe:a9fe',
    '64:ff9b::7f00:1',
  ])('when its host name leads to %s', async (address) => {
    expect(await code('https://im.runware.ai/a.webp', { lookup: resolvingTo(address) })).toBe('download_refused')
  })

  it('when a listed host is an internal address itself', async () => {
    const provider = { ...live, download_hosts: ['10.0.0.5'] }
    await expect(downloadPicture('https://10.0.0.5/a.webp', provider, signal)).rejects.toMatchObject({
      code: 'download_refused',
    })
  })

  it('never with an unknown outcome, for it is made and paid for', async () => {
    await expect(downloadPicture('http://im.runware.ai/a', live, signal)).rejects.toMatchObject({
      class: 'upstream',
      outcomeUnknown: false,
    })
  })
})

describe('an address', () => {
  it('of the public internet is not internal', () => {
    expect(['1.1.1.1', '172.32.0.1', '2606:4700::1111', '::ffff:8.8.8.8'].map(isInternalAddress)).toStrictEqual([
      false,
      false,
      false,
      false,
    ])
  })
})

describe('a picture of a provider on this machine', () => {
  const sandbox = () => ({
    display_name: 'Runware',
    base_url: `${server?.url}/runware/v1`,
    download_hosts: ['im.runware.ai'],
  })
  const download = (path: string, options: DownloadOptions = {}) =>
    downloadPicture(`${server?.url}${path}`, sandbox(), signal, options)

  it('is fetched over http, without a key', async () => {
    server = await startLocalServer((_, response) => response.end('picture'))
    expect(Buffer.from(await download('/a.webp')).toString()).toBe('picture')
    expect(server.requests[0]?.headers.authorization).toBeUndefined()
  })

  it('is not fetched from another port of this machine', async () => {
    server = await startLocalServer((_, response) => response.end('picture'))
    await expect(downloadPicture('http://127.0.0.1:1/a.webp', sandbox(), signal)).rejects.toMatchObject({
      code: 'download_refused',
    })
  })

  it('may move three times on the same host', async () => {
    server = await startLocalServer((request, response) => {
      const step = Number(request.url?.slice(1))
      if (step === 3) response.end('picture')
      else response.writeHead(302, { location: `/${step + 1}` }).end()
    })
    expect(Buffer.from(await download('/0')).toString()).toBe('picture')
    expect(server.requests).toHaveLength(4)
  })

  it('may not move a fourth time', async () => {
    server = await startLocalServer((_, response) => response.writeHead(302, { location: '/again' }).end())
    await expect(download('/0')).rejects.toMatchObject({ code: 'download_refused' })
    expect(server.requests).toHaveLength(4)
  })

  it('may not move to a host that is not the provider’s', async () => {
    server = await startLocalServer((_, response) =>
      response.writeHead(302, { location: 'https://example.com/a.webp' }).end(),
    )
    await expect(download('/0')).rejects.toMatchObject({ code: 'download_refused' })
  })

  it('may not be larger than it may be, by its own account', async () => {
    server = await startLocalServer((_, response) => response.end(Buffer.alloc(2000)))
    await expect(download('/a', { bytesMax: 1000 })).rejects.toMatchObject({
      class: 'upstream',
      code: 'download_too_large',
    })
  })

  it('may not be larger than it may be, without saying so', async () => {
    server = await startLocalServer((_, response) => {
      response.write(Buffer.alloc(900))
      response.end(Buffer.alloc(900))
    })
    await expect(download('/a', { bytesMax: 1000 })).rejects.toMatchObject({
      class: 'upstream',
      code: 'download_too_large',
    })
  })

  it.each([
    [404, 'not_found', 'download_gone'],
    [410, 'not_found', 'download_gone'],
    [403, 'upstream', 'download_failed'],
    [500, 'upstream', 'download_failed'],
    [304, 'upstream', 'download_failed'],
  ])('fails with status %i as %s', async (status, errorClass, errorCode) => {
    server = await startLocalServer((_, response) => response.writeHead(status).end())
    await expect(download('/a')).rejects.toMatchObject({ class: errorClass, code: errorCode, status })
  })

  it('fails when it comes incomplete', async () => {
    server = await startLocalServer((_, response) => {
      response.writeHead(200, { 'content-length': '1000' }).write('half')
      setTimeout(() => response.destroy(), 50)
    })
    await expect(download('/a')).rejects.toMatchObject({ class: 'upstream' })
  })

  it('fails when it trickles for longer than it may take', async () => {
    server = await startLocalServer((_, response) => {
      const trickle = setInterval(() => response.write('x'), 20)
      response.on('close', () => clearInterval(trickle))
    })
    await expect(download('/a', { timeoutMs: 200 })).rejects.toMatchObject({
      class: 'timeout',
      code: 'download_timeout',
      outcomeUnknown: false,
    })
  })

  it('lets the abort of its caller through as it is', async () => {
    server = await startLocalServer(() => {})
    const reason = new Error('The worker stops.')
    const controller = new AbortController()
    setTimeout(() => controller.abort(reason), 50)
    await expect(downloadPicture(`${server.url}/a`, sandbox(), controller.signal)).rejects.toBe(reason)
  })
})
