import { Box } from '@mui/material'
import type { EffectiveSettings, SettingLevel } from '../records.ts'
import { originText } from './origin-text.ts'

const names = [
  ['imagesPerArticle', 'images'],
  ['tierId', 'tier'],
  ['styleId', 'style'],
  ['format', 'format'],
  ['negativePrompt', 'not shown:'],
  ['promptWriter', 'prompts by'],
  ['promptTemplate', 'template'],
] as const

type Level = EffectiveSettings['chain'][number]

/** What a level says, and whether it is what holds. */
function sayingsOf(level: Level, settings: EffectiveSettings): { text: string; holds: boolean }[] {
  return names.flatMap(([key, name]) => {
    const value = level.values[key]
    return value === null
      ? []
      : [{ text: `${name} ${value === '' ? 'nothing' : value}`, holds: settings[key].origin === level.origin }]
  })
}

/** Why each setting is what it is: every level that could say something, nearest first. The first that does holds. */
export function SettingsChain({ settings, at }: { settings: EffectiveSettings; at: SettingLevel }) {
  return (
    <Box
      component="details"
      sx={{ mt: 1, fontSize: '0.86rem', '& summary': { cursor: 'pointer', color: 'primary.main', fontWeight: 600 } }}
    >
      <summary>Why these?</summary>
      <Box component="ol" sx={{ m: 0, mt: 1, p: 0, listStyle: 'none' }}>
        {settings.chain.map((level) => {
          const sayings = sayingsOf(level, settings)
          return (
            <Box
              component="li"
              key={level.origin}
              sx={{
                display: 'grid',
                gridTemplateColumns: '84px minmax(0, 1fr)',
                gap: 1,
                py: 0.5,
                borderTop: 1,
                borderColor: 'divider',
                overflowWrap: 'anywhere',
              }}
            >
              <Box sx={{ color: 'text.secondary' }}>{originText(level.origin, at)}</Box>
              <Box>
                {sayings.length === 0 ? <Box sx={{ color: 'text.secondary' }}>says nothing</Box> : null}
                {sayings.map(({ text, holds }) => (
                  <Box key={text} sx={holds ? { fontWeight: 600 } : { color: 'text.secondary' }}>
                    {text}
                    {holds ? ' ✓ holds' : ''}
                  </Box>
                ))}
              </Box>
            </Box>
          )
        })}
      </Box>
    </Box>
  )
}
