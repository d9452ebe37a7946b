import { useEffect, useState } from 'react'

/** How long nobody must have typed before the server is asked, in milliseconds. */
const settleMs = 350

/** The same value, some time after it last changed. It must be plain JSON, without `undefined`. */
export function useSettled<Value>(value: Value): Value {
  const [settled, setSettled] = useState(value)
  const text = JSON.stringify(value)
  useEffect(() => {
    const timer = setTimeout(() => setSettled(JSON.parse(text) as Value), settleMs)
    return () => clearTimeout(timer)
  }, [text])
  return settled
}
