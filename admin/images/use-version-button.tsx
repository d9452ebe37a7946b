import { Button } from '@mui/material'
import type { Generation, Image } from '../records.ts'
import { useVersionUse } from './version-use.ts'

/** Makes a version the picture of its slot. */
export function UseVersionButton({ image, version, label }: { image: Image; version: Generation; label: string }) {
  const { use, isPending } = useVersionUse(image)
  return (
    <Button size="small" variant="contained" onClick={() => use(version)} loading={isPending}>
      {label}
    </Button>
  )
}
