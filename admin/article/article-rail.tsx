import EditIcon from '@mui/icons-material/TuneOutlined'
import { Box, Button, Divider, Typography } from '@mui/material'
import { useGetOne } from 'react-admin'
import { Link } from 'react-router-dom'
import type { Site } from '../records.ts'
import { CountBar } from '../ui/count-bar.tsx'
import { Panel } from '../ui/panel.tsx'
import { SettingsChain } from '../ui/settings-chain.tsx'
import { Setting, SettingsInEffect } from '../ui/settings-in-effect.tsx'
import { SlotStrip } from '../ui/slot-strip.tsx'
import { When } from '../ui/when.tsx'
import { countOf } from '../ui/wording.ts'
import { ContentStateChip } from '../contents/content-state.tsx'
import { ContentStatusChip, readyStatus } from '../contents/content-status.tsx'
import { useArticle } from './article-context.ts'
import { MakeImagesButton } from './make-images-button.tsx'
import { PromptsLine } from './prompts-line.tsx'
import { ResultActions } from './result-actions.tsx'
import { WritePromptsButton } from './write-prompts-button.tsx'

function Progress() {
  const { content, images } = useArticle()
  const { imageCounts: counts } = content
  const parts = [
    counts.running > 0 && `${counts.running} running`,
    counts.queued > 0 && `${counts.queued} queued`,
    counts.failed > 0 && `${counts.failed} failed`,
  ].filter(Boolean)
  return (
    <Box aria-live="polite">
      <Box sx={{ display: 'flex', alignItems: 'center', justifyContent: 'space-between', mb: 1.25, gap: 1 }}>
        <Box sx={{ display: 'flex', flexWrap: 'wrap', gap: 0.75 }}>
          {content.status === readyStatus ? null : <ContentStatusChip status={content.status} />}
          <ContentStateChip counts={counts} />
        </Box>
        <CountBar done={counts.current} total={counts.expected} label="Images made" width={110} />
      </Box>
      {images.length > 0 ? <SlotStrip images={images} height={40} /> : null}
      {parts.length > 0 ? (
        <Typography sx={{ mt: 1, fontSize: '0.85rem', color: 'text.secondary' }}>{parts.join(' · ')}</Typography>
      ) : null}
    </Box>
  )
}

function Settings() {
  const { content, settings } = useArticle()
  const { data: site } = useGetOne<Site>('sites', { id: content.siteId })
  if (!settings) return null
  return (
    <>
      <SettingsInEffect settings={settings} at="content">
        <Setting name="Site">{site?.name ?? '–'}</Setting>
      </SettingsInEffect>
      <SettingsChain settings={settings} at="content" />
    </>
  )
}

/** All that can be done with the article, and what decides how its images look. */
export function ArticleRail() {
  const { content } = useArticle()
  return (
    <Panel sx={{ display: 'grid', gap: 2 }}>
      <Progress />
      <Box sx={{ display: 'grid', gap: 1 }}>
        <MakeImagesButton />
        <WritePromptsButton />
        {content.imageCounts.current > 0 ? (
          <Button
            fullWidth
            component={Link}
            to={{
              pathname: '/images',
              search: new URLSearchParams({ filter: JSON.stringify({ contentId: content.id }) }).toString(),
            }}
          >
            Choose images to remake
          </Button>
        ) : null}
        <PromptsLine />
      </Box>
      <ResultActions />
      <Divider />
      <Box>
        <Box sx={{ display: 'flex', alignItems: 'center', justifyContent: 'space-between', mb: 0.5 }}>
          <Typography variant="h3" component="h2">
            Settings in effect
          </Typography>
          <Button component={Link} to={`/contents/${content.id}`} size="small" startIcon={<EditIcon />}>
            Change
          </Button>
        </Box>
        <Settings />
      </Box>
      <Typography sx={{ fontSize: '0.8rem', color: 'text.secondary' }}>
        {countOf(content.words, 'word')} · {content.sourceFormat === 'html' ? 'HTML' : 'Markdown'} · added{' '}
        <When at={content.createdAt} />
      </Typography>
    </Panel>
  )
}
