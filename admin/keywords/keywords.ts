import KeywordsIcon from '@mui/icons-material/SellOutlined'
import type { ResourceProps } from 'react-admin'
import type { Keyword } from '../records.ts'
import { KeywordCreate, KeywordEdit, KeywordList } from './keyword-pages.tsx'

export const keywords: ResourceProps = {
  name: 'keywords',
  icon: KeywordsIcon,
  list: KeywordList,
  create: KeywordCreate,
  edit: KeywordEdit,
  recordRepresentation: (keyword: Keyword) => keyword.term,
}
