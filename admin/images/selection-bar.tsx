import RemakeIcon from '@mui/icons-material/CachedOutlined'
import { Box, Button, Paper } from '@mui/material'
import { Suspense, lazy, useState } from 'react'
import { useListContext } from 'react-admin'
import type { Image } from '../records.ts'
import { countOf } from '../ui/wording.ts'

const RemakeManyDialog = lazy(async () => ({
  default: (await import('../making/remake-many-dialog.tsx')).RemakeManyDialog,
}))

/** What can be done with the images chosen on this page. Nothing where none is. */
export function SelectionBar() {
  const { data = [], selectedIds, onSelect } = useListContext<Image>()
  const [open, setOpen] = useState(false)
  const chosen = data.filter(({ id }) => selectedIds.includes(id))
  if (chosen.length === 0) return null
  return (
    <Paper
      elevation={6}
      component="section"
      aria-label="Images chosen"
      sx={{
        position: 'sticky',
        bottom: 16,
        zIndex: 2,
        width: 'fit-content',
        maxWidth: '100%',
        mx: 'auto',
        mt: 2,
        px: 2,
        py: 1,
        borderRadius: 99,
        display: 'flex',
        alignItems: 'center',
        gap: 1.5,
      }}
    >
      <Box component="span" aria-live="polite" sx={{ fontWeight: 600, whiteSpace: 'nowrap' }}>
        {countOf(chosen.length, 'image')}
      </Box>
      <Button size="small" variant="contained" startIcon={<RemakeIcon />} onClick={() => setOpen(true)}>
        Remake
      </Button>
      <Button size="small" onClick={() => onSelect(data.map(({ id }) => id))}>
        All here
      </Button>
      <Button size="small" onClick={() => onSelect([])}>
        None
      </Button>
      {open ? (
        <Suspense fallback={null}>
          <RemakeManyDialog
            images={chosen}
            onClose={() => setOpen(false)}
            onDone={() => {
              setOpen(false)
              onSelect([])
            }}
          />
        </Suspense>
      ) : null}
    </Paper>
  )
}
