import { afterEach, describe, expect, it } from 'vitest'
import { isInternalAddress } from '../../api/net/address.ts'
import { type DownloadOptions, downloadPicture } from '../../api/providers/download.ts'
import { type LocalServer, startLocalServer } from '../support/local-server.ts'

const signal = new AbortController().signal
let server: LocalServer | undefined
afterEach(async () => server?.stop())

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
