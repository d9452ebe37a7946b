import SitesIcon from '@mui/icons-material/LanguageOutlined'
import type { ResourceProps } from 'react-admin'
import type { Site } from '../records.ts'
import { lazyPage } from '../ui/lazy-page.ts'
import { SiteCreate, SiteEdit, SiteList } from './site-pages.tsx'

export const sites: ResourceProps = {
  name: 'sites',
  icon: SitesIcon,
  list: SiteList,
  show: lazyPage(() => import('./site-show.tsx'), 'SiteShow'),
  create: SiteCreate,
  edit: SiteEdit,
  recordRepresentation: (site: Site) => site.name,
}
