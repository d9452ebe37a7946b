import { useNotify, useUpdate } from 'react-admin'
import type { Generation, Image } from '../records.ts'

/** Makes a version the picture of its slot, and says whether it became that. */
export function useVersionUse(image: Image): { use: (version: Generation) => void; isPending: boolean } {
  const notify = useNotify()
  const [update, { isPending }] = useUpdate<Image>()
  const use = (version: Generation): void =>
    void update(
      'images',
      { id: image.id, data: { currentGenerationId: version.id }, previousData: image },
      {
        mutationMode: 'pessimistic',
        onSuccess: () => notify('This version is now the picture of the slot.', { type: 'success' }),
        onError: (error: unknown) =>
          notify(error instanceof Error ? error.message : 'It could not be changed.', { type: 'error' }),
      },
    )
  return { use, isPending }
}
