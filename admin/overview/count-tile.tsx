import FailedIcon from '@mui/icons-material/ErrorOutlineOutlined'
import { Box, Card } from '@mui/material'
import { Link } from 'react-router-dom'
import { serif } from '../theme.ts'

/** One number with its name; leads to the list behind it. */
export function CountTile({
  name,
  value,
  to,
  alarming = false,
}: {
  name: string
  value: string
  to: string
  alarming?: boolean
}) {
  return (
    <Card
      component={Link}
      to={to}
      sx={{
        px: 2,
        py: 1.5,
        textDecoration: 'none',
        color: 'text.primary',
        display: 'grid',
        gap: 0.25,
        borderColor: alarming ? 'error.main' : 'divider',
        '&:hover': { borderColor: alarming ? 'error.main' : 'primary.main' },
      }}
    >
      <Box
        sx={{
          display: 'flex',
          alignItems: 'center',
          gap: 0.75,
          color: alarming ? 'error.main' : 'text.secondary',
          fontSize: '0.86rem',
        }}
      >
        {alarming ? <FailedIcon sx={{ fontSize: 17 }} /> : null}
        {name}
      </Box>
      <Box
        sx={{
          fontFamily: serif,
          fontSize: '1.75rem',
          fontWeight: 600,
          lineHeight: 1.15,
          fontVariantNumeric: 'tabular-nums',
        }}
      >
        {value}
      </Box>
    </Card>
  )
}
