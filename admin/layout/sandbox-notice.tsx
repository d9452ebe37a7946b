import SandboxIcon from '@mui/icons-material/ScienceOutlined'
import { Box, Link } from '@mui/material'
import { useGetList } from 'react-admin'
import { Link as RouterLink } from 'react-router-dom'
import type { Provider } from '../records.ts'

/** Stands over every page while a provider is played by the sandbox, so that nobody publishes its pictures by mistake. */
export function SandboxNotice() {
  const { data = [] } = useGetList<Provider>(
    'providers',
    { pagination: { page: 1, perPage: 100 }, sort: { field: 'position', order: 'ASC' } },
    { staleTime: 60_000 },
  )
  const played = data.filter((provider) => provider.mode === 'sandbox')
  if (played.length === 0) return null
  const names = played.map((provider) => provider.spec.display_name)
  const all = played.length === data.length
  return (
    <Box
      role="note"
      sx={{
        display: 'flex',
        alignItems: 'center',
        gap: 1,
        px: { xs: 2, sm: 3 },
        py: 0.75,
        fontSize: '0.86rem',
        color: 'sandbox.main',
        borderBottom: '1px dashed',
        borderColor: 'sandbox.main',
        bgcolor: 'background.paper',
      }}
    >
      <SandboxIcon sx={{ fontSize: 18, flex: 'none' }} />
      <span>
        <strong>Pictures are drawn by the sandbox</strong>
        {all ? '. ' : ` for ${names.join(' and ')}. `}
        <Link component={RouterLink} to="/providers" color="inherit">
          Set a provider’s key
        </Link>{' '}
        to get real ones.
      </span>
    </Box>
  )
}
