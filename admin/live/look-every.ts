import { useLive } from './live-updates.tsx'

/**
 * For what changes without an event, such as money and workers: how often it is read again, in milliseconds.
 * Not at all while the page is paused; react-query stops by itself while nobody looks at the tab.
 */
export function useLookEvery(everyMs: number): number | false {
  const { state } = useLive()
  return state === 'paused' ? false : everyMs
}
