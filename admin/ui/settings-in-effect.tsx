import { Alert, Box } from '@mui/material'
import type { ReactNode } from 'react'
import type { EffectiveSettings, SettingLevel } from '../records.ts'
import { CatalogName } from './catalog-name.tsx'
import { ModeBadge } from './mode-badge.tsx'
import { originText } from './origin-text.ts'
import { writerWords } from './wording.ts'

/** One setting: its name, what holds, and where that comes from. Words of people's own are not set in bold. */
export function Setting({
  name,
  origin,
  isProse = false,
  children,
}: {
  name: string
  origin?: string
  isProse?: boolean
  children: ReactNode
}) {
  return (
    <Box sx={{ display: 'grid', gridTemplateColumns: '84px minmax(0, 1fr)', gap: 1, py: 0.6, fontSize: '0.92rem' }}>
      <Box component="dt" sx={{ color: 'text.secondary' }}>
        {name}
      </Box>
      <Box component="dd" sx={{ m: 0, minWidth: 0, overflowWrap: 'anywhere' }}>
        <Box component="span" sx={{ fontWeight: isProse ? 400 : 600 }}>
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

/** What holds, each with its origin; before it, why no picture can be made with it and what to change. */
export function SettingsInEffect({
  settings,
  at,
  children,
}: {
  settings: EffectiveSettings
  at: SettingLevel
  /** Rows that come first. */
  children?: ReactNode
}) {
  const from = (key: 'imagesPerArticle' | 'tierId' | 'styleId' | 'format' | 'negativePrompt' | 'promptWriter') =>
    originText(settings[key].origin, at)
  return (
    <>
      {settings.problem ? (
        <Alert severity="warning" variant="outlined" sx={{ mb: 1.5 }}>
          {settings.problem}
          {settings.remedy ? <Box sx={{ mt: 0.5, fontWeight: 600 }}>{settings.remedy}</Box> : null}
        </Alert>
      ) : null}
      <Box component="dl" sx={{ m: 0 }}>
        {children}
        <Setting name="Images" origin={from('imagesPerArticle')}>
          1 featured + {settings.imagesPerArticle.value} in article
        </Setting>
        <Setting name="Tier" origin={from('tierId')}>
          <CatalogName resource="tiers" id={settings.tierId.value} plain />
        </Setting>
        <Setting name="Style" origin={from('styleId')}>
          <CatalogName resource="styles" id={settings.styleId.value} plain />
        </Setting>
        <Setting name="Format" origin={from('format')}>
          {settings.format.value}
        </Setting>
        <Setting name="Not shown" origin={from('negativePrompt')} isProse>
          {settings.negativePrompt.value || 'nothing ruled out'}
        </Setting>
        <Setting name="Prompts by" origin={from('promptWriter')}>
          {writerWords[settings.promptWriter.value]}
        </Setting>
        <Setting name="Template" origin={originText(settings.promptTemplate.origin, at)} isProse>
          {settings.promptTemplate.value}
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
