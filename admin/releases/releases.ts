import ReleasesIcon from '@mui/icons-material/HistoryOutlined'
import type { ResourceProps } from 'react-admin'
import type { Release } from '../records.ts'
import { ReleaseList, ReleaseShow } from './release-pages.tsx'

export const releases: ResourceProps = {
  name: 'releases',
  icon: ReleasesIcon,
  list: ReleaseList,
  show: ReleaseShow,
  recordRepresentation: (release: Release) => `Release #${release.id}`,
}
