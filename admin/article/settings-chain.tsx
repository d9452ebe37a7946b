import { Box } from '@mui/material'
import type { EffectiveSettings } from '../records.ts'
import { originWords } from '../ui/wording.ts'
import { useArticle } from './article-context.ts'

const names = [
  ['imagesPerArticle', 'images'],
  ['tierId', 'tier'],
  ['styleId', 'style'],
  ['format', 'format'],
] as const

type Level = EffectiveSettings['chain'][number]

/** What a level says, and whether it is what holds. */
function sayingsOf(level: Level, settings: EffectiveSettings): { text: string; holds: boolean }[] {
  return names.flatMap(([key, name]) => {
    const value = level.values[key]
    return value === null || value === undefined
      ? []
      : [{ text: `${name} ${value}`, holds: settings[key].origin === level.origin }]
  })
}

/** Why each setting is what it is: every level that could say something, nearest first. The first that does holds. */
export function SettingsChain() {
  const { settings } = useArticle()
  if (!settings || settings.chain.length === 0) return null
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
                gridTemplateColumns: '84px 1fr',
                gap: 1,
                py: 0.5,
                borderTop: 1,
                borderColor: 'divider',
              }}
            >
              <Box sx={{ color: 'text.secondary' }}>{originWords[level.origin]}</Box>
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
