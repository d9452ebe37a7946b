import { Box } from '@mui/material'
import { useMemo } from 'react'
import { Title, useGetList, useGetOne } from 'react-admin'
import type { Content, Generation, Image, Model } from '../records.ts'
import { useEffectiveSettings } from '../ui/effective-settings-query.ts'
import { RecordPage } from '../ui/record-page.tsx'
import type { ArticleScope } from './article-context.ts'
import { ArticleContext } from './article-context.ts'
import { ArticleProse } from './article-prose.tsx'
import { ArticleRail } from './article-rail.tsx'

/** The newest versions of the article's images; an image's own page has all of them. */
const versionsMax = 100

function useScope(content: Content): ArticleScope {
  const filter = { contentId: content.id }
  const { data: images = [] } = useGetList<Image>('images', {
    filter,
    pagination: { page: 1, perPage: 50 },
    sort: { field: 'id', order: 'ASC' },
  })
  const { data: generations = [] } = useGetList<Generation>('generations', {
    filter,
    pagination: { page: 1, perPage: versionsMax },
    sort: { field: 'id', order: 'DESC' },
  })
  const { data: settings } = useEffectiveSettings('content', content.id, content.updatedAt)
  const modelId = settings?.model?.id
  const { data: model } = useGetOne<Model>(
    'models',
    { id: modelId ?? '' },
    { enabled: modelId !== undefined, staleTime: 60_000 },
  )
  return useMemo(
    () => ({
      content,
      images,
      generations,
      settings,
      pictureCostUsd: model?.spec.price.usd_per_image,
      sizeTexts: { landscape: model?.spec.landscape_size, square: model?.spec.square_size },
    }),
    [content, images, generations, settings, model],
  )
}

function ArticlePage({ content }: { content: Content }) {
  const scope = useScope(content)
  return (
    <ArticleContext value={scope}>
      <Title title={content.title} preferenceKey={false} />
      <Box
        sx={{
          display: 'grid',
          gap: { xs: 2, lg: 4 },
          gridTemplateColumns: { xs: 'minmax(0, 1fr)', lg: 'minmax(0, 760px) minmax(320px, 380px)' },
          alignItems: 'start',
        }}
      >
        <Box
          sx={{
            order: { lg: 2 },
            position: { lg: 'sticky' },
            top: { lg: 72 },
            maxHeight: { lg: 'calc(100vh - 88px)' },
            overflowY: { lg: 'auto' },
          }}
        >
          <ArticleRail />
        </Box>
        <ArticleProse />
      </Box>
    </ArticleContext>
  )
}

/** An article as it reads, with its images in their places and everything they need beside them. */
export function ArticleShow() {
  return <RecordPage<Content> noun="article" render={(content) => <ArticlePage content={content} />} />
}
