import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Problem } from '../../api/contract/types.gen.ts'
import { type TestApi, jsonOf, startTestApi, testPassword } from '../support/api.ts'

let api: TestApi
let cookie: string

beforeAll(async () => {
  api = await startTestApi()
  cookie = await api.signIn()
})
afterAll(() => api.close())

describe('signing in', () => {
  it('gives a cookie that scripts and other sites cannot use', async () => {
    const answer = await api.send('POST', '/api/session', { body: { name: 'admin', password: testPassword } })
    expect(await answer.json()).toEqual({ user: { id: expect.any(Number), name: 'admin', role: 'admin' } })
    expect(answer.headers.get('set-cookie')).toMatch(
      /^atelier_session=[\w-]{43}; Path=\/; Expires=[^;]+; HttpOnly; SameSite=Lax$/,
    )
  })

  it('works behind a proxy that speaks https, whatever host the proxy names, with a cookie for https alone', async () => {
    const behind = await startTestApi({ publicOrigin: 'https://atelier.example' })
    await behind.signIn()
    for (const host of ['atelier.example', '127.0.0.1:4310']) {
      const headers = { host, origin: 'https://atelier.example', 'sec-fetch-site': 'same-origin' }
      const signedIn = await behind.send('POST', '/api/session', {
        headers,
        body: { name: 'admin', password: testPassword },
      })
      const cookie = signedIn.headers.get('set-cookie') ?? ''
      expect(cookie).toMatch(
        /^__Host-atelier_session=[\w-]{43}; Path=\/; Expires=[^;]+; HttpOnly; Secure; SameSite=Lax$/,
      )
      const [session = ''] = cookie.split(';')
      expect((await behind.send('GET', '/api/session', { cookie: session })).status).toBe(200)
      const plain = session.replace('__Host-', '')
      expect((await behind.send('GET', '/api/session', { cookie: plain })).status).toBe(401)
      const out = await behind.send('DELETE', '/api/session', { cookie: session, headers })
      expect(out.headers.get('set-cookie')).toMatch(/^__Host-atelier_session=; .*Secure/)
    }
    for (const origin of ['https://evil.example', 'http://atelier.example', 'https://atelier.example.evil.example'])
      expect((await behind.send('POST', '/api/session', { headers: { origin }, body: {} })).status).toBe(403)
    const described = await (await behind.send('GET', '/api/openapi.json')).json()
    expect(described).toMatchObject({
      components: { securitySchemes: { session: { name: '__Host-atelier_session' } } },
    })
    await behind.close()
  })

  it('says the same of a wrong name and a wrong password', async () => {
    const [name, password] = await Promise.all([
      api.send('POST', '/api/session', { body: { name: 'nobody', password: testPassword }, from: '10.0.0.1' }),
      api.send('POST', '/api/session', { body: { name: 'admin', password: 'wrong' }, from: '10.0.0.1' }),
    ])
    const { requestId: one, ...first } = await jsonOf<Problem>(name)
    const { requestId: other, ...second } = await jsonOf<Problem>(password)
    expect(first).toEqual(second)
    expect(one).not.toBe(other)
    expect(first).toMatchObject({ status: 401, detail: 'The name or the password is wrong.' })
  })

  it('waits after ten failures from one address, whatever the names', async () => {
    const attempt = (name: string, from: string) =>
      api.send('POST', '/api/session', { body: { name, password: 'guess' }, from })
    for (let time = 0; time < 10; time += 1) expect((await attempt(`guess ${time}`, '10.0.0.2')).status).toBe(401)
    const refused = await attempt('admin', '10.0.0.2')
    expect(refused.status).toBe(429)
    expect(Number(refused.headers.get('retry-after'))).toBeGreaterThan(0)
    expect((await attempt('someone', '10.0.0.3')).status).toBe(401)
  })

  it('counts failures by what our proxy says of its clients, and by nothing that clients say', async () => {
    const attempt = async (to: TestApi, name: string, forwarded: string) =>
      (
        await to.send('POST', '/api/session', {
          body: { name, password: 'guess' },
          from: '10.0.0.4',
          headers: { 'x-forwarded-for': forwarded },
        })
      ).status
    const behind = await startTestApi({ trustsProxy: true })
    for (let time = 0; time < 10; time += 1) {
      expect(await attempt(behind, `guess ${time}`, `192.0.2.${time}, 198.51.100.1`)).toBe(401)
      expect(await attempt(api, `spoof ${time}`, `192.0.2.${time}`)).toBe(401)
    }
    expect(await attempt(behind, 'admin', '203.0.113.9, 198.51.100.1')).toBe(429)
    expect(await attempt(behind, 'admin', '198.51.100.1, 203.0.113.9')).toBe(401)
    expect(await attempt(api, 'admin', '203.0.113.9')).toBe(429)
    await behind.close()
  })

  it('ends with signing out, and other sessions end with a new password', async () => {
    const [one, other] = [await api.signIn('operator'), await api.signIn('operator')]
    const change = (currentPassword: string) =>
      api.send('POST', '/api/session/password', {
        cookie: one,
        body: { currentPassword, newPassword: 'another good one' },
      })
    expect((await jsonOf<Problem>(change('wrong'))).errors).toEqual({
      currentPassword: 'This is not the password that holds now.',
    })
    expect((await change(testPassword)).status).toBe(204)
    const stillThere = async (session: string) => (await api.send('GET', '/api/session', { cookie: session })).status
    expect([await stillThere(one), await stillThere(other)]).toEqual([200, 401])
    expect((await api.send('DELETE', '/api/session', { cookie: one })).status).toBe(204)
    expect(await stillThere(one)).toBe(401)
  })
})

describe('requests that change something', () => {
  const change = (headers: Record<string, string>) => api.send('POST', '/api/accounts', { cookie, body: {}, headers })

  it("come from this server's own pages, or from no page at all", async () => {
    expect((await change({ origin: 'https://evil.example' })).status).toBe(403)
    expect((await change({ origin: 'null' })).status).toBe(403)
    expect((await change({ 'sec-fetch-site': 'cross-site' })).status).toBe(403)
    expect((await change({ 'sec-fetch-site': 'same-site' })).status).toBe(403)
    expect((await change({ origin: 'http://localhost', 'sec-fetch-site': 'same-origin' })).status).toBe(422)
    expect((await change({})).status).toBe(422)
  })

  it('are JSON, which no form can send', async () => {
    for (const type of [
      'text/plain',
      'application/x-www-form-urlencoded',
      'multipart/form-data',
      'application/jsonp',
    ]) {
      expect((await change({ 'content-type': type })).status).toBe(415)
    }
  })
})

describe('signing out', () => {
  it('takes no body, and then no content type either', async () => {
    const session = await api.signIn('editor')
    const signOut = (headers: Record<string, string>) =>
      api.app.request('http://localhost/api/session', { method: 'DELETE', headers: { cookie: session, ...headers } })
    expect((await signOut({ 'content-length': '2' })).status).toBe(415)
    expect((await signOut({ origin: 'https://evil.example' })).status).toBe(403)
    expect((await signOut({})).status).toBe(204)
  })
})

describe('the host', () => {
  it("must be this machine's, so that no foreign name can be pointed at it", async () => {
    const statusFor = async (host: string) =>
      (await api.send('GET', '/api/session', { cookie, headers: { host } })).status
    expect(await Promise.all(['localhost:4310', '127.0.0.1:4310', '[::1]:4310'].map(statusFor))).toEqual([
      200, 200, 200,
    ])
    expect(await Promise.all(['evil.example', 'localhost.evil.example:4310'].map(statusFor))).toEqual([421, 421])
    expect((await api.send('GET', '/metrics', { headers: { host: 'evil.example' } })).status).toBe(421)
  })

  it('may be any where the server is not bound to this machine, or one that was configured', async () => {
    const open = await startTestApi({ answersAnyHost: true })
    expect((await open.send('GET', '/healthz', { headers: { host: 'atelier.example' } })).status).toBe(200)
    await open.close()
    const named = await startTestApi({ publicOrigin: 'http://atelier.example' })
    expect((await named.send('GET', '/healthz', { headers: { host: 'atelier.example:8080' } })).status).toBe(200)
    await named.close()
  })
})

describe('every answer', () => {
  it('carries the headers that browsers obey, errors included', async () => {
    for (const path of ['/api/session', '/api/nowhere', '/nowhere', '/healthz']) {
      const { headers } = await api.send('GET', path, { cookie })
      expect(headers.get('content-security-policy')).toContain(
        "default-src 'self'; style-src 'self' 'sha256-47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU='",
      )
      expect(headers.get('x-content-type-options')).toBe('nosniff')
      expect(headers.get('x-frame-options')).toBe('DENY')
      expect(headers.get('x-request-id')).toMatch(/^[0-9a-f-]{36}$/)
      expect(headers.get('cache-control')).toBe('no-store')
    }
  })

  it('to an unknown address is a problem', async () => {
    const answer = await api.send('GET', '/api/nowhere', { cookie })
    expect(answer.status).toBe(404)
    expect(await answer.json()).toMatchObject({
      type: '/problems/not_found',
      detail: 'There is nothing at GET /api/nowhere.',
    })
  })
})

describe('a method that an address does not take', () => {
  it.each([
    ['PUT', '/api/contents/1', 'HEAD, GET, PATCH'],
    ['DELETE', '/api/accounts/1', 'HEAD, GET, PATCH'],
    ['GET', '/api/estimate', 'POST'],
    ['GET', '/api/contents/1/actions/generate', 'POST'],
    ['PATCH', '/api/images', 'HEAD, GET'],
    ['POST', '/healthz', 'HEAD, GET'],
  ])('is told so: %s %s', async (method, path, allowed) => {
    const answer = await api.send(method, path, { cookie })
    expect([answer.status, answer.headers.get('allow')]).toEqual([405, allowed])
    expect(await answer.json()).toMatchObject({ status: 405, detail: `${path} takes ${allowed}, not ${method}.` })
  })
})

describe('health and metrics', () => {
  it('answer without a session, and tell strangers no details', async () => {
    expect(await (await api.send('GET', '/healthz', { from: '10.0.0.9' })).json()).toEqual({ ok: true })
    expect(await (await api.send('GET', '/readyz', { from: '10.0.0.9' })).json()).toEqual({
      ok: true,
      checks: { database: { ok: true } },
    })
    expect(await (await api.send('GET', '/readyz')).json()).toMatchObject({
      checks: { database: { detail: expect.any(String) } },
    })
    const sick = await startTestApi({
      readiness: async () => ({ ok: false, checks: { worker: { ok: false, detail: 'stopped' } } }),
    })
    expect((await sick.send('GET', '/readyz')).status).toBe(503)
    await sick.close()
  })

  it('give metrics to this machine and to people who signed in, not to whom a proxy forwards', async () => {
    expect((await api.send('GET', '/metrics', { from: '10.0.0.9' })).status).toBe(401)
    expect((await api.send('GET', '/metrics', { headers: { 'x-forwarded-for': '10.0.0.9' } })).status).toBe(401)
    expect((await api.send('GET', '/metrics', { from: '10.0.0.9', cookie })).status).toBe(200)
    await api.send('GET', '/api/contents/123', { cookie })
    const text = await (await api.send('GET', '/metrics')).text()
    expect(text).toContain('atelier_queue_generations{status="queued",provider="runware"} 0')
    expect(text).toMatch(
      /atelier_http_request_duration_seconds_count\{method="GET",route="\/api\/contents\/:id",status="404"\} 1/,
    )
    expect(text).not.toContain('/api/contents/123')
    for (const line of text.split('\n').filter((each) => each !== ''))
      expect(line).toMatch(/^(# (HELP|TYPE) .+|[a-z_0-9]+(\{[^}]*\})? -?[\d.e+-]+)$/)
  })
})
