import type { RefObject } from 'react'
import { useEffect, useRef } from 'react'

/** Puts the focus where the person will write, once, when that field appears because they asked for it. */
export function useFirstFocus(): RefObject<HTMLInputElement | null> {
  const field = useRef<HTMLInputElement>(null)
  useEffect(() => field.current?.focus(), [])
  return field
}
