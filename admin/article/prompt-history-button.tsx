import HistoryIcon from '@mui/icons-material/HistoryOutlined'
import { IconButton, Tooltip } from '@mui/material'
import { Suspense, lazy, useState } from 'react'
import type { Image } from '../records.ts'

const Dialog = lazy(async () => ({ default: (await import('./prompt-history-dialog.tsx')).PromptHistoryDialog }))

/** Opens every prompt that the slot ever had. */
export function PromptHistoryButton({ image }: { image: Image }) {
  const [open, setOpen] = useState(false)
  return (
    <>
      <Tooltip title="Earlier prompts">
        <IconButton size="small" aria-label="Earlier prompts" onClick={() => setOpen(true)} sx={{ mt: -0.5 }}>
          <HistoryIcon sx={{ fontSize: 17 }} />
        </IconButton>
      </Tooltip>
      {open ? (
        <Suspense fallback={null}>
          <Dialog image={image} onClose={() => setOpen(false)} />
        </Suspense>
      ) : null}
    </>
  )
}
