import { Box, Skeleton, Typography } from '@mui/material'
import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { Fragment } from 'react'
import { useDataProvider } from 'react-admin'
import type { ConsoleProvider } from '../data-provider.ts'
import type { ArticleText, Image } from '../records.ts'
import { serif } from '../theme.ts'
import { ProblemNotice } from '../ui/problem-notice.tsx'
import { SlotFrame } from '../ui/slot-frame.tsx'
import { inReadingOrder } from '../ui/slot-strip.tsx'
import { countOf } from '../ui/wording.ts'
import { useArticle } from './article-context.ts'
import { SetAsidePart } from './set-aside-part.tsx'
import { SlotCard } from './slot-card.tsx'

type Section = ArticleText['sections'][number]

/** Where a section of the article stands under the page's own heading. */
const tagOf = (level: number) => (level <= 2 ? 'h2' : level === 3 ? 'h3' : 'h4')

function ProseSection({ section, images }: { section: Section; images: Image[] }) {
  const [first, ...rest] = section.paragraphs
  return (
    <>
      {section.heading && section.level > 1 ? (
        <Typography
          variant={section.level <= 2 ? 'h2' : 'h3'}
          component={tagOf(section.level)}
          sx={{ mt: 4, mb: 1, fontFamily: serif }}
        >
          {section.heading}
        </Typography>
      ) : null}
      {first ? <p>{first}</p> : null}
      {images.map((image) => (
        <SlotCard key={image.id} image={image} />
      ))}
      {rest.map((paragraph, index) => (
        <p key={index}>{paragraph}</p>
      ))}
    </>
  )
}

/** Before prompts are written nobody knows where the pictures go: only how many there will be. */
function SlotsToCome() {
  const { content } = useArticle()
  return (
    <Box sx={{ aspectRatio: '16 / 7', borderRadius: 2, my: 2, fontFamily: 'sans-serif' }}>
      <SlotFrame status="none">
        <Typography sx={{ maxWidth: 440 }}>
          {countOf(content.imageCounts.expected, 'image')} will find their places in this article once their prompts are
          written.
        </Typography>
      </SlotFrame>
    </Box>
  )
}

function ProseLoading() {
  return (
    <Box aria-hidden>
      <Skeleton variant="rounded" sx={{ aspectRatio: '16 / 9', height: 'auto', mb: 3 }} />
      {[100, 96, 98, 60].map((width) => (
        <Skeleton key={width} width={`${width}%`} height={28} />
      ))}
    </Box>
  )
}

/** The article's own words, with each slot where its picture belongs. */
export function ArticleProse() {
  const { content, images } = useArticle()
  const provider = useDataProvider<ConsoleProvider>()
  const {
    data: article,
    error,
    refetch,
  } = useQuery({
    queryKey: ['article', content.id, content.updatedAt],
    queryFn: ({ signal }) => provider.readArticle(content.id, signal),
    placeholderData: keepPreviousData,
  })
  if (error)
    return <ProblemNotice error={error} title="The article’s text could not be read" onRetry={() => void refetch()} />
  if (!article) return <ProseLoading />
  const slots = inReadingOrder(images)
  const featured = slots.filter((image) => image.type === 'featured')
  const inArticle = slots.filter((image) => image.type === 'in_article')
  const lastSection = article.sections.length - 1
  return (
    <Box
      component="article"
      lang={article.language ?? undefined}
      sx={{
        '& > p': { fontFamily: serif, fontSize: '1.1rem', lineHeight: 1.7, my: 1.75, overflowWrap: 'anywhere' },
        '& > figure:first-of-type': { mt: 0 },
      }}
    >
      {article.summary ? (
        <Typography sx={{ color: 'text.secondary', fontSize: '1.1rem', mb: 2 }}>{article.summary}</Typography>
      ) : null}
      {slots.length === 0 ? <SlotsToCome /> : null}
      {featured.map((image) => (
        <SlotCard key={image.id} image={image} />
      ))}
      {article.sections.map((section, index) => (
        <Fragment key={index}>
          <ProseSection
            section={section}
            images={inArticle.filter((image) => Math.min(image.sectionIndex, lastSection) === index)}
          />
        </Fragment>
      ))}
      <SetAsidePart />
    </Box>
  )
}
