import { Button } from '@mui/material'
import { useNotify, useUpdate } from 'react-admin'
import type { Generation, Image } from '../records.ts'

/** Makes a version the picture of its slot. */
export function UseVersionButton({ image, version, label }: { image: Image; version: Generation; label: string }) {
  const notify = useNotify()
  const [update, { isPending }] = useUpdate<Image>()
  const use = () =>
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
  return (
    <Button size="small" variant="contained" onClick={use} loading={isPending}>
      {label}
    </Button>
  )
}
