import FillIcon from '@mui/icons-material/AutoModeOutlined'
import type { ButtonProps } from '@mui/material'
import { Button } from '@mui/material'
import { Suspense, useState } from 'react'
import { lazyPage } from '../ui/lazy-page.ts'

const StartRunDialog = lazyPage(() => import('./start-run-dialog.tsx'), 'StartRunDialog')

/** Opens the question what a run over a site is to do. */
export function StartRunButton({
  site,
  text = 'Fill what is missing',
  variant = 'contained',
  size,
}: {
  /** Undefined: it is chosen in the dialog. */
  site?: { id: number; name: string } | undefined
  text?: string
  variant?: ButtonProps['variant']
  size?: ButtonProps['size']
}) {
  const [open, setOpen] = useState(false)
  return (
    <>
      <Button variant={variant} size={size ?? 'medium'} startIcon={<FillIcon />} onClick={() => setOpen(true)}>
        {text}
      </Button>
      {open ? (
        <Suspense fallback={null}>
          <StartRunDialog site={site} onClose={() => setOpen(false)} />
        </Suspense>
      ) : null}
    </>
  )
}
