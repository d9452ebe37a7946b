import type { ResourceProps } from 'react-admin'
import ContentsIcon from '@mui/icons-material/ArticleOutlined'
import { ArticleShow } from '../article/article-show.tsx'
import type { Content } from '../records.ts'
import { ContentCreate } from './content-create.tsx'
import { ContentEdit } from './content-edit.tsx'
import { ContentList } from './content-list.tsx'

export const contents: ResourceProps = {
  name: 'contents',
  icon: ContentsIcon,
  list: ContentList,
  show: ArticleShow,
  create: ContentCreate,
  edit: ContentEdit,
  recordRepresentation: (content: Content) => content.title,
}
