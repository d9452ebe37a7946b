import TokensIcon from '@mui/icons-material/VpnKeyOutlined'
import { lazy } from 'react'
import type { ResourceProps } from 'react-admin'

/** Few look at it, so it is fetched when somebody does. */
const AccessTokenList = lazy(() =>
  import('./access-token-list.tsx').then((module) => ({ default: module.AccessTokenList })),
)

export const accessTokens: ResourceProps = { name: 'access-tokens', icon: TokensIcon, list: AccessTokenList }
