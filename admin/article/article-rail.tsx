import EditIcon from '@mui/icons-material/TuneOutlined'
import { Alert, Box, Button, Divider, Typography } from '@mui/material'
import type { ReactNode } from 'react'
import { useGetOne } from 'react-admin'
import { Link } from 'react-router-dom'
import type { Site } from '../records.ts'
import { CatalogName } from '../ui/catalog-name.tsx'
import { CountBar } from '../ui/count-bar.tsx'
import { ModeBadge } from '../ui/mode-badge.tsx'
import { Panel } from '../ui/panel.tsx'
import { SlotStrip } from '../ui/slot-strip.tsx'
import { When } from '../ui/when.tsx'
import { costText, countOf, originWords } from '../ui/wording.ts'
import { ContentStateChip } from '../contents/content-state.tsx'
import { ContentStatusChip, readyStatus } from '../contents/content-status.tsx'
import { useArticle } from './article-context.ts'
import { MakeImagesButton } from './make-images-button.tsx'
import { SettingsChain } from './settings-chain.tsx'
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

function PromptsLine() {
  const { content } = useArticle()
  if (!content.promptsWrittenAt) {
    return (
      <Typography sx={{ fontSize: '0.85rem', color: 'text.secondary' }}>
        No prompts yet. Making images writes them first.
      </Typography>
    )
  }
  return (
    <Box sx={{ fontSize: '0.85rem', color: 'text.secondary' }}>
      Prompts written by {content.promptsWriter ?? 'someone'} <When at={content.promptsWrittenAt} />
      {content.promptsCostUsd ? ` for ${costText(content.promptsCostUsd)}` : ''}
      {content.promptsNotes.map((note) => (
        <Box key={note} sx={{ mt: 0.5 }}>
          {note}
        </Box>
      ))}
    </Box>
  )
}

function Setting({ name, origin, children }: { name: string; origin?: string; children: ReactNode }) {
  return (
    <Box sx={{ display: 'grid', gridTemplateColumns: '84px 1fr', gap: 1, py: 0.6, fontSize: '0.92rem' }}>
      <Box component="dt" sx={{ color: 'text.secondary' }}>
        {name}
      </Box>
      <Box component="dd" sx={{ m: 0, minWidth: 0 }}>
        <Box component="span" sx={{ fontWeight: 600 }}>
          {children}
        </Box>
        {origin ? (
          <Box component="span" sx={{ color: 'text.secondary', fontSize: '0.8rem', ml: 0.75 }}>
            from {origin}
          </Box>
        ) : null}
      </Box>
    </Box>
  )
}

function Settings() {
  const { content, settings } = useArticle()
  const { data: site } = useGetOne<Site>('sites', { id: content.siteId })
  if (!settings) return null
  return (
    <>
      {settings.problem ? (
        <Alert severity="warning" variant="outlined" sx={{ mb: 1.5 }}>
          {settings.problem}
        </Alert>
      ) : null}
      <Box component="dl" sx={{ m: 0 }}>
        <Setting name="Site">{site?.name ?? '–'}</Setting>
        <Setting name="Images" origin={originWords[settings.imagesPerArticle.origin]}>
          1 featured + {settings.imagesPerArticle.value} in article
        </Setting>
        <Setting name="Tier" origin={originWords[settings.tierId.origin]}>
          <CatalogName resource="tiers" id={settings.tierId.value} plain />
        </Setting>
        <Setting name="Style" origin={originWords[settings.styleId.origin]}>
          <CatalogName resource="styles" id={settings.styleId.value} plain />
        </Setting>
        <Setting name="Format" origin={originWords[settings.format.origin]}>
          {settings.format.value}
        </Setting>
        {settings.model ? (
          <Setting name="Model">
            <Box component="span" sx={{ display: 'inline-flex', flexWrap: 'wrap', alignItems: 'center', gap: 0.75 }}>
              <CatalogName resource="models" id={settings.model.id} />
              <ModeBadge mode={settings.model.providerMode} />
            </Box>
          </Setting>
        ) : null}
      </Box>
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
        <PromptsLine />
      </Box>
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
        <SettingsChain />
      </Box>
      <Typography sx={{ fontSize: '0.8rem', color: 'text.secondary' }}>
        {countOf(content.words, 'word')} · {content.sourceFormat === 'html' ? 'HTML' : 'Markdown'} · added{' '}
        <When at={content.createdAt} />
      </Typography>
    </Panel>
  )
}
