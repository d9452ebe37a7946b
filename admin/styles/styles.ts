import StylesIcon from '@mui/icons-material/PaletteOutlined'
import type { ResourceProps } from 'react-admin'
import type { Style } from '../records.ts'
import { StyleList } from './style-list.tsx'

export const styles: ResourceProps = {
  name: 'styles',
  icon: StylesIcon,
  list: StyleList,
  recordRepresentation: (style: Style) => style.spec.display_name,
}
