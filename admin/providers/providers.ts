import ProvidersIcon from '@mui/icons-material/HubOutlined'
import type { ResourceProps } from 'react-admin'
import type { Provider } from '../records.ts'
import { ProviderList } from './provider-list.tsx'
import { ProviderShow } from './provider-show.tsx'

export const providers: ResourceProps = {
  name: 'providers',
  icon: ProvidersIcon,
  list: ProviderList,
  show: ProviderShow,
  recordRepresentation: (provider: Provider) => provider.spec.display_name,
}
