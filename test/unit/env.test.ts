import { readFile } from 'node:fs/promises'
import { describe, expect, it } from 'vitest'
import { readEnv } from '../../api/env.ts'

const problemOf = (variables: Record<string, string>): string => {
  try {
    readEnv(variables)
  } catch (error) {
    return error instanceof Error ? error.message : String(error)
  }
  throw new Error('Nothing was refused.')
}

describe('the public address', () => {
  it('is an origin', () => {
    expect(readEnv({}).publicOrigin).toBeUndefined()
    expect(readEnv({ ATELIER_PUBLIC_URL: 'https://Atelier.example:443/' }).publicOrigin).toBe('https://atelier.example')
    expect(readEnv({ ATELIER_PUBLIC_URL: 'http://atelier.example:8080' }).publicOrigin).toBe(
      'http://atelier.example:8080',
    )
  })

  it.each([
    'atelier.example',
    'https://atelier.example/console',
    'ftp://atelier.example',
    'https://a:b@atelier.example',
  ])('is not %s', (address) => {
    expect(problemOf({ ATELIER_PUBLIC_URL: address })).toBe(
      `ATELIER_PUBLIC_URL is "${address}"; it must be an address like https://atelier.example, without a path.`,
    )
  })
})

describe('a proxy', () => {
  it.each<[boolean, Record<string, string>]>([
    [false, {}],
    [true, { ATELIER_PUBLIC_URL: 'https://atelier.example' }],
    [false, { ATELIER_PUBLIC_URL: 'https://atelier.example', ATELIER_TRUST_PROXY: 'off' }],
    [false, { ATELIER_PUBLIC_URL: 'http://atelier.example' }],
    [false, { ATELIER_PUBLIC_URL: 'https://atelier.example', ATELIER_HOST: '0.0.0.0' }],
    [true, { ATELIER_PUBLIC_URL: 'https://atelier.example', ATELIER_HOST: '0.0.0.0', ATELIER_TRUST_PROXY: 'on' }],
  ])('is trusted: %s with %o', (isTrusted, variables) => {
    expect(readEnv(variables).trustsProxy).toBe(isTrusted)
  })
})

describe('.env.example', () => {
  it('lists every variable that is read, and no other', async () => {
    const [source, example] = await Promise.all([readFile('api/env.ts', 'utf8'), readFile('.env.example', 'utf8')])
    const namesIn = (text: string, pattern: RegExp): string[] =>
      [...text.matchAll(pattern)].map(([, name = '']) => name).toSorted()
    const read = namesIn(source, /(?:value|oneOf|portIn|originIn)\('([A-Z_]+)'/g)
    const listed = namesIn(example, /^#?([A-Z_]+)=/gm)
    // Keys are named in the catalog, and the last is for tests.
    const others = ['OPENAI_API_KEY', 'RUNWARE_API_KEY', 'TEST_DATABASE_URL']
    expect(listed).toEqual([...new Set([...read, ...others])].toSorted())
  })
})

describe('the port of a worker', () => {
  it('is none where it is not set, and a port where it is', () => {
    expect(readEnv({}).workerPort).toBeUndefined()
    expect(readEnv({ ATELIER_WORKER_PORT: '0' }).workerPort).toBe(0)
    expect(problemOf({ ATELIER_WORKER_PORT: 'high' })).toContain('ATELIER_WORKER_PORT is "high"')
  })
})
