import { Box } from '@mui/material'
import type { ReactNode } from 'react'
import type { ModelConfig, SettingsConfig, StyleConfig, TierConfig } from '../../config/types.gen.ts'
import { Price } from '../models/price.tsx'
import type { GenerationConfig } from '../records.ts'
import { monospace } from '../theme.ts'
import { Commit } from '../ui/commit.tsx'
import { Fact, Facts } from '../ui/facts.tsx'
import { RecordLink } from '../ui/record-link.tsx'
import { timeText } from '../ui/wording.ts'

function Quiet({ children }: { children: ReactNode }) {
  return <Box sx={{ color: 'text.secondary', fontSize: '0.88rem' }}>{children}</Box>
}

const missing = <Quiet>not in that release</Quiet>

/** The release, and the values of then that shape a picture most. */
export function ConfigFacts({ config }: { config: GenerationConfig }) {
  const { release } = config
  // The schemas of the catalog made sure of these shapes before they were released.
  const model = config.model?.spec as ModelConfig | undefined
  const tier = config.tier?.spec as TierConfig | undefined
  const style = config.style?.spec as StyleConfig | undefined
  const settings = config.settings?.spec as SettingsConfig | undefined
  return (
    <Facts>
      <Fact name="Release">
        <RecordLink resource="releases" id={release.id}>
          #{release.id}
        </RecordLink>
        , applied by {release.actor} on {timeText(release.createdAt)}
      </Fact>
      <Fact name="Commit">
        <Commit release={release} />
      </Fact>
      <Fact name="Model">
        {model ? (
          <>
            {model.display_name}{' '}
            <Box component="code" sx={{ fontFamily: monospace, fontSize: '0.82rem', color: 'text.secondary' }}>
              {model.model_name}
            </Box>
            <Price model={{ spec: model }} />
          </>
        ) : (
          missing
        )}
      </Fact>
      <Fact name="Tier">
        {tier ? (
          <>
            {tier.display_name}
            <Quiet>{tier.description}</Quiet>
          </>
        ) : (
          missing
        )}
      </Fact>
      <Fact name="Style">
        {style ? (
          <>
            {style.display_name}
            <Quiet>{style.prompt_words}</Quiet>
            {style.negative_prompt ? <Quiet>and none of: {style.negative_prompt}</Quiet> : null}
          </>
        ) : (
          missing
        )}
      </Fact>
      <Fact name="Prompt template">{settings ? settings.prompt_template : missing}</Fact>
    </Facts>
  )
}
