import ModelsIcon from '@mui/icons-material/BrushOutlined'
import type { ResourceProps } from 'react-admin'
import type { Model } from '../records.ts'
import { ModelList } from './model-list.tsx'
import { ModelShow } from './model-show.tsx'

export const models: ResourceProps = {
  name: 'models',
  icon: ModelsIcon,
  list: ModelList,
  show: ModelShow,
  recordRepresentation: (model: Model) => model.spec.display_name,
}
