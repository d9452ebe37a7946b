import TokensIcon from '@mui/icons-material/VpnKeyOutlined'
import WebhooksIcon from '@mui/icons-material/WebhookOutlined'
import AutomationIcon from '@mui/icons-material/AutoModeOutlined'
import AccountsIcon from '@mui/icons-material/BusinessOutlined'
import ContentsIcon from '@mui/icons-material/ArticleOutlined'
import ImagesIcon from '@mui/icons-material/PhotoLibraryOutlined'
import KeywordsIcon from '@mui/icons-material/SellOutlined'
import ModelsIcon from '@mui/icons-material/BrushOutlined'
import OverviewIcon from '@mui/icons-material/SpaceDashboardOutlined'
import PlansIcon from '@mui/icons-material/CardMembershipOutlined'
import ProvidersIcon from '@mui/icons-material/HubOutlined'
import QueueIcon from '@mui/icons-material/PendingActionsOutlined'
import ReleasesIcon from '@mui/icons-material/HistoryOutlined'
import SitesIcon from '@mui/icons-material/LanguageOutlined'
import StylesIcon from '@mui/icons-material/PaletteOutlined'
import TiersIcon from '@mui/icons-material/LayersOutlined'
import WorkersIcon from '@mui/icons-material/EngineeringOutlined'
import { Box } from '@mui/material'
import type { ReactNode } from 'react'
import { Fragment } from 'react'
import { MenuItemLink, MenuItemLinkClasses, useSidebarState } from 'react-admin'
import { useLocation } from 'react-router-dom'

const groups: { name: string; items: { to: string; also?: string; text: string; icon: ReactNode }[] }[] = [
  {
    name: 'Operate',
    items: [
      { to: '/', text: 'ra.page.dashboard', icon: <OverviewIcon /> },
      { to: '/generations', text: 'Queue', icon: <QueueIcon /> },
      { to: '/runs', also: '/schedules', text: 'Automation', icon: <AutomationIcon /> },
      { to: '/workers', text: 'Workers', icon: <WorkersIcon /> },
      { to: '/releases', text: 'Releases', icon: <ReleasesIcon /> },
    ],
  },
  {
    name: 'Content',
    items: [
      { to: '/contents', text: 'Content', icon: <ContentsIcon /> },
      { to: '/images', text: 'Images', icon: <ImagesIcon /> },
      { to: '/keywords', text: 'Keywords', icon: <KeywordsIcon /> },
      { to: '/sites', text: 'Sites', icon: <SitesIcon /> },
      { to: '/accounts', text: 'Accounts', icon: <AccountsIcon /> },
    ],
  },
  {
    name: 'Configure',
    items: [
      { to: '/models', text: 'Models', icon: <ModelsIcon /> },
      { to: '/tiers', text: 'Tiers', icon: <TiersIcon /> },
      { to: '/providers', text: 'Providers', icon: <ProvidersIcon /> },
      { to: '/plans', text: 'Plans', icon: <PlansIcon /> },
      { to: '/styles', text: 'Styles', icon: <StylesIcon /> },
      { to: '/access-tokens', text: 'API access', icon: <TokensIcon /> },
      { to: '/webhooks', text: 'Webhooks', icon: <WebhooksIcon /> },
    ],
  },
]

/** All pages in three groups: what goes on, what is made, what it is made with. */
export function ConsoleMenu() {
  const [open] = useSidebarState()
  const { pathname } = useLocation()
  return (
    <Box component="nav" aria-label="Pages" sx={{ py: 1.5, width: open ? 224 : 56, maxWidth: '100%' }}>
      {groups.map((group) => (
        <Fragment key={group.name}>
          <Box
            id={`menu-${group.name}`}
            sx={{
              px: 2.5,
              pt: 1.5,
              pb: 0.5,
              fontSize: '0.72rem',
              fontWeight: 700,
              letterSpacing: '0.08em',
              textTransform: 'uppercase',
              color: 'text.secondary',
              visibility: open ? 'visible' : 'hidden',
              whiteSpace: 'nowrap',
            }}
          >
            {group.name}
          </Box>
          <Box
            role="menu"
            aria-labelledby={`menu-${group.name}`}
            sx={{ '& .MuiMenuItem-root': { mx: open ? undefined : '6px' } }}
          >
            {group.items.map((item) => (
              <MenuItemLink
                key={item.to}
                to={item.to}
                primaryText={item.text}
                leftIcon={item.icon}
                className={item.also && pathname.startsWith(item.also) ? MenuItemLinkClasses.active : ''}
              />
            ))}
          </Box>
        </Fragment>
      ))}
    </Box>
  )
}
