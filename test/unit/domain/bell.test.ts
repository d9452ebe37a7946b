import { expect, it } from 'vitest'
import { createBell } from '../../../api/domain/bell.ts'

/** Longer than the test may take: only a ring, or the end, ends a wait in time. */
const forEver = 2 ** 30

it('ends the waits of all who wait when it rings, and a wait by itself when its time is over', async () => {
  const bell = createBell(new AbortController().signal)
  const waits = [bell.wait(forEver), bell.wait(forEver, bell.rings())]
  bell.ring()
  await Promise.all([...waits, bell.wait(1)])
})

it('keeps a ring in the middle of work for who says what was heard before it, and for nobody else', async () => {
  const bell = createBell(new AbortController().signal)
  const heard = bell.rings()
  bell.ring()
  await bell.wait(forEver, heard)
  const order: string[] = []
  const other = bell.wait(forEver).then(() => order.push('woken'))
  await bell.wait(1)
  order.push('rings')
  bell.ring()
  await other
  expect(order).toEqual(['rings', 'woken'])
})

it('lets nobody wait when it is over', async () => {
  const over = new AbortController()
  const bell = createBell(over.signal)
  const wait = bell.wait(forEver)
  over.abort()
  await Promise.all([wait, bell.wait(forEver)])
})
