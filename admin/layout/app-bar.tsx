import { Box } from '@mui/material'
import { AppBar, LoadingIndicator, ToggleThemeButton, UserMenu, useGetIdentity } from 'react-admin'
import { LiveBadge } from '../live/live-badge.tsx'
import { Brand } from './brand.tsx'

function Tools() {
  return (
    <>
      <LiveBadge />
      <ToggleThemeButton />
      <LoadingIndicator />
    </>
  )
}

/** Who is signed in, whether the page is live, light or dark. */
export function ConsoleBar() {
  const { identity } = useGetIdentity()
  const name = identity?.fullName
  return (
    <AppBar
      alwaysOn
      color="inherit"
      toolbar={<Tools />}
      userMenu={<UserMenu label={name ? `Profile: ${name}` : 'Profile'} />}
    >
      <Brand />
      <Box sx={{ flex: 1 }} />
    </AppBar>
  )
}
