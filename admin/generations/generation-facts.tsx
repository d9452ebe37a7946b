import { Box } from '@mui/material'
import type { Generation } from '../records.ts'
import { monospace } from '../theme.ts'
import { CatalogName } from '../ui/catalog-name.tsx'
import { CodeBlock } from '../ui/code-block.tsx'
import { CopyButton } from '../ui/copy-button.tsx'
import { Fact, Facts } from '../ui/facts.tsx'
import { ModeBadge } from '../ui/mode-badge.tsx'
import { RecordLink } from '../ui/record-link.tsx'
import { FallbackList } from './fallback-list.tsx'
import { bytesText, costText, countOf, sizeText } from '../ui/wording.ts'

function Id({ text, label }: { text: string; label: string }) {
  return (
    <Box component="span" sx={{ fontFamily: monospace, fontSize: '0.82rem' }}>
      {text}
      <CopyButton text={text} label={label} />
    </Box>
  )
}

/** Everything that made this picture what it is. */
export function GenerationFacts({ generation }: { generation: Generation }) {
  const { picture } = generation
  const hasParameters = Object.keys(generation.generationParams).length > 0
  return (
    <Facts>
      <Fact name="Generation">
        <RecordLink resource="generations" id={generation.id}>
          #{generation.id}
        </RecordLink>
      </Fact>
      <Fact name="Model">
        <CatalogName resource="models" id={generation.modelId} />
        {generation.isModelFixed ? ' (asked for by name)' : ''}
      </Fact>
      {generation.fallbacks.length > 0 ? (
        <Fact name="In place of">
          <FallbackList fallbacks={generation.fallbacks} />
        </Fact>
      ) : null}
      <Fact name="Provider">
        <Box component="span" sx={{ display: 'inline-flex', gap: 1, alignItems: 'center', flexWrap: 'wrap' }}>
          <CatalogName resource="providers" id={generation.providerId} />
          <ModeBadge mode={generation.providerMode} />
        </Box>
      </Fact>
      <Fact name="Tier and style">
        <CatalogName resource="tiers" id={generation.tierId} />,{' '}
        <CatalogName resource="styles" id={generation.styleId} />
      </Fact>
      <Fact name="Size">
        {sizeText(picture ?? generation)} {picture?.format ?? generation.format}
        {picture ? `, ${bytesText(picture.bytes)}` : ''}
      </Fact>
      <Fact name="Cost">
        {costText(generation.costUsd)}
        {generation.costSource ? ` (as told by the ${generation.costSource})` : ''},{' '}
        {countOf(generation.credits, 'credit')}
      </Fact>
      <Fact name="Seed">
        {generation.seed === null ? (
          'chosen by the provider'
        ) : (
          <Id text={String(generation.seed)} label="Copy the seed" />
        )}
      </Fact>
      <Fact name="Sent prompt">{generation.prompt}</Fact>
      {generation.negativePrompt ? <Fact name="Negative prompt">{generation.negativePrompt}</Fact> : null}
      {hasParameters ? (
        <Fact name="Parameters">
          <CodeBlock value={generation.generationParams} label="Parameters" />
        </Fact>
      ) : null}
      {generation.notes.length > 0 ? (
        <Fact name="Notes">
          {generation.notes.map((note) => (
            <div key={note}>{note}</div>
          ))}
        </Fact>
      ) : null}
      <Fact name="Asked for by">{generation.requestedBy}</Fact>
      <Fact name="Release">
        <RecordLink resource="releases" id={generation.releaseId}>
          #{generation.releaseId}
        </RecordLink>
      </Fact>
      {generation.correlationId ? (
        <Fact name="Id in the logs">
          <Id text={generation.correlationId} label="Copy the id in the logs" />
        </Fact>
      ) : null}
      {generation.taskId ? (
        <Fact name="Task id">
          <Id text={generation.taskId} label="Copy the task id" />
        </Fact>
      ) : null}
      {generation.requestId ? (
        <Fact name="Provider’s request">
          <Id text={generation.requestId} label="Copy the provider’s request id" />
        </Fact>
      ) : null}
    </Facts>
  )
}
