import BrushIcon from '@mui/icons-material/AutoAwesomeOutlined'
import { Button } from '@mui/material'
import { useState } from 'react'
import { useArticle } from './article-context.ts'
import { MakeImagesDialog } from './make-images-dialog.tsx'

/** Opens the question what to make and what it will cost. */
export function MakeImagesButton() {
  const { content } = useArticle()
  const [open, setOpen] = useState(false)
  const missing = Math.max(0, content.imageCounts.expected - content.imageCounts.current)
  return (
    <>
      <Button
        fullWidth
        size="large"
        variant={missing > 0 ? 'contained' : 'outlined'}
        startIcon={<BrushIcon />}
        onClick={() => setOpen(true)}
      >
        Make images
      </Button>
      {open ? <MakeImagesDialog onClose={() => setOpen(false)} /> : null}
    </>
  )
}
