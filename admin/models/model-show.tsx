import { Alert, Box, Typography } from '@mui/material'
import { Title } from 'react-admin'
import type { Model } from '../records.ts'
import { monospace } from '../theme.ts'
import { CatalogName } from '../ui/catalog-name.tsx'
import { CodeBlock } from '../ui/code-block.tsx'
import { CopyButton } from '../ui/copy-button.tsx'
import { Fact, Facts } from '../ui/facts.tsx'
import { GitBadge } from '../ui/git-badge.tsx'
import { ModeBadge } from '../ui/mode-badge.tsx'
import { Panel } from '../ui/panel.tsx'
import { RecordPage } from '../ui/record-page.tsx'
import { RecordLink } from '../ui/record-link.tsx'
import { SizeRectangles, longestSide } from '../ui/size-rectangles.tsx'
import { countText } from '../ui/wording.ts'
import { KillSwitch } from './kill-switch.tsx'
import { ModelBadges } from './model-badges.tsx'
import { defaultSizes, drawnSizes, sizeRuleTexts } from './model-sizes.ts'
import { Price } from './price.tsx'

function Sizes({ model }: { model: Model }) {
  const sizes = drawnSizes(model)
  const rules = sizeRuleTexts(model)
  if (sizes.length === 0) return <Typography sx={{ color: 'text.secondary' }}>This model makes no pictures.</Typography>
  return (
    <>
      <SizeRectangles sizes={sizes} chosen={defaultSizes(model)} boxPx={120} fullSide={longestSide(sizes)} labels />
      <Typography sx={{ mt: 2, color: 'text.secondary', fontSize: '0.9rem' }}>
        {model.spec.valid_sizes ? 'These sizes and no others. ' : 'Any size that keeps the rules. '}
        {rules.length > 0 ? `Rules: ${rules.join('; ')}. ` : ''}
        The filled ones are used: wide for featured and every second image in the text, square for the others.
      </Typography>
    </>
  )
}

const yesNo = (value: boolean | undefined): string => (value ? 'yes' : 'no')

function ModelFacts({ model }: { model: Model }) {
  const { spec } = model
  const { lifecycle } = spec
  return (
    <Facts>
      <Fact name="Id">
        <Box component="span" sx={{ fontFamily: monospace }}>
          {model.id}
        </Box>
        <CopyButton text={model.id} label="Copy the model’s id" />
      </Fact>
      <Fact name="Provider">
        <Box component="span" sx={{ display: 'inline-flex', gap: 1, alignItems: 'center' }}>
          <CatalogName resource="providers" id={model.providerId} />
          <ModeBadge mode={model.providerMode} />
        </Box>
      </Fact>
      {model.tierId ? (
        <Fact name="Tier">
          <CatalogName resource="tiers" id={model.tierId} />, priority {spec.priority ?? '–'}
        </Fact>
      ) : null}
      <Fact name="Price">
        <Price model={model} full />
      </Fact>
      {spec.accepts ? (
        <>
          <Fact name="Longest prompt">{countText(spec.accepts.prompt_chars_max)} characters</Fact>
          {spec.model_type === 'image' ? (
            <Fact name="Negative prompt">{yesNo(spec.accepts.negative_prompt)}</Fact>
          ) : null}
          {spec.model_type === 'image' ? <Fact name="Seed">{yesNo(spec.accepts.seed)}</Fact> : null}
          {spec.model_type === 'text' ? <Fact name="JSON schema">{yesNo(spec.accepts.json_schema)}</Fact> : null}
        </>
      ) : null}
      {lifecycle?.retires_on ? <Fact name="Retires on">{lifecycle.retires_on}</Fact> : null}
      {lifecycle?.replaced_by ? (
        <Fact name="Replaced by">
          <RecordLink resource="models" id={lifecycle.replaced_by}>
            {lifecycle.replaced_by}
          </RecordLink>
        </Fact>
      ) : null}
      {spec.notes ? <Fact name="Notes">{spec.notes}</Fact> : null}
      <Fact name="Release">
        <RecordLink resource="releases" id={model.releaseId}>
          #{model.releaseId}
        </RecordLink>
        , version {model.version}
      </Fact>
    </Facts>
  )
}

function ModelPage({ model }: { model: Model }) {
  const hasParameters = Object.keys(model.spec.generation_params ?? {}).length > 0
  return (
    <Box sx={{ display: 'grid', gap: 2, maxWidth: 1080 }}>
      <Title title={model.spec.display_name} preferenceKey={false} />
      <Box sx={{ display: 'flex', flexWrap: 'wrap', gap: 2, alignItems: 'center' }}>
        <ModelBadges model={model} />
        <GitBadge sourceFile={model.sourceFile} sourceLine={model.sourceLine} />
      </Box>
      {model.problem && !model.killedAt ? (
        <Alert severity="warning" variant="outlined">
          Not used now: {model.problem}.
        </Alert>
      ) : null}
      <KillSwitch model={model} />
      <Panel title="Sizes">
        <Sizes model={model} />
      </Panel>
      <Box
        sx={{
          display: 'grid',
          gap: 2,
          gridTemplateColumns: { xs: 'minmax(0, 1fr)', md: 'minmax(0, 3fr) minmax(0, 2fr)' },
          alignItems: 'start',
        }}
      >
        <Panel title="As the catalog says">
          <ModelFacts model={model} />
        </Panel>
        <Panel title="Sent with every request">
          {hasParameters ? (
            <CodeBlock value={model.spec.generation_params} label="Generation parameters" />
          ) : (
            <Typography sx={{ color: 'text.secondary' }}>Nothing beside the prompt and the size.</Typography>
          )}
        </Panel>
      </Box>
    </Box>
  )
}

/** One model with every fact of its file. Read-only but for the kill switch. */
export function ModelShow() {
  return <RecordPage<Model> noun="model" render={(model) => <ModelPage model={model} />} />
}
