import ImportIcon from '@mui/icons-material/MoveToInboxOutlined'
import { Button } from '@mui/material'
import { Suspense, lazy, useState } from 'react'

/** Fetched when it is first opened: few people import, and rarely. */
const ImportDialog = lazy(async () => ({ default: (await import('./import-dialog.tsx')).ImportDialog }))

/** Opens the dialog that brings articles in from elsewhere. */
export function ImportButton({ size = 'small' }: { size?: 'small' | 'medium' }) {
  const [open, setOpen] = useState(false)
  return (
    <>
      <Button size={size} startIcon={<ImportIcon />} onClick={() => setOpen(true)}>
        Import
      </Button>
      {open ? (
        <Suspense fallback={null}>
          <ImportDialog onClose={() => setOpen(false)} />
        </Suspense>
      ) : null}
    </>
  )
}
