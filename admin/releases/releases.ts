import ReleasesIcon from '@mui/icons-material/HistoryOutlined'
import type { ResourceProps } from 'react-admin'
import type { Release } from '../records.ts'
import { ReleaseList } from './release-list.tsx'
import { ReleaseShow } from './release-show.tsx'

export const releases: ResourceProps = {
  name: 'releases',
  icon: ReleasesIcon,
  list: ReleaseList,
  show: ReleaseShow,
  recordRepresentation: (release: Release) => `Release #${release.id}`,
}
