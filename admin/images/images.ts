import ImagesIcon from '@mui/icons-material/PhotoLibraryOutlined'
import type { ResourceProps } from 'react-admin'
import type { Image } from '../records.ts'
import { slotText } from '../ui/wording.ts'
import { ImageList } from './image-list.tsx'
import { ImageShow } from './image-show.tsx'

export const images: ResourceProps = {
  name: 'images',
  icon: ImagesIcon,
  list: ImageList,
  show: ImageShow,
  recordRepresentation: (image: Image) => `${slotText(image.type, image.position)} of ${image.contentTitle}`,
}
