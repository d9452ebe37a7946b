import { useQueryClient } from '@tanstack/react-query'

/** Reads everything again that an action on an image may have moved. The events do the rest. */
export function useRefreshImages(): () => void {
  const client = useQueryClient()
  return () => {
    for (const name of ['images', 'generations', 'contents', 'overview'])
      void client.invalidateQueries({ queryKey: [name] })
  }
}
