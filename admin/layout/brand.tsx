import { Box } from '@mui/material'
import { Link } from 'react-router-dom'
import mark from '../favicon.svg'
import { serif } from '../theme.ts'

/** The mark and the name; leads home. */
export function Brand() {
  return (
    <Box
      component={Link}
      to="/"
      aria-label="Atelier, to the overview"
      sx={{
        display: 'flex',
        alignItems: 'center',
        gap: 1.25,
        color: 'inherit',
        textDecoration: 'none',
        fontFamily: serif,
        fontWeight: 600,
        fontSize: 20,
        px: 0.5,
        borderRadius: 1,
      }}
    >
      <img src={mark} alt="" width={26} height={26} />
      Atelier
    </Box>
  )
}
