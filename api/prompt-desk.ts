import type { Catalog } from './domain/catalog.ts'
import type { WriterChoice } from './domain/effective-settings.ts'
import type { PromptWriter } from './domain/prompt-writer.ts'
import { modelProblem, utcDate } from './domain/tier.ts'
import { extractiveWriter } from './prompts/extractive-writer.ts'
import { createModelWriter } from './prompts/model-writer.ts'
import { createWriterWithFallback } from './prompts/writer-with-fallback.ts'
import type { ProviderDesk } from './provider-desk.ts'

/**
 * Who writes prompts where settings choose so: the catalog's default text model where that can be called for real, with the extractive
 * writer behind it; otherwise the extractive writer. The sandbox's chat is never asked: it would make prompts up.
 */
export function promptWriterFor(catalog: Catalog, choice: WriterChoice, desk: ProviderDesk): PromptWriter {
  if (choice === 'extractive') return extractiveWriter
  const model = catalog.models.find((candidate) => candidate.model_type === 'text' && candidate.is_default)
  const modes = desk.modes(catalog)
  if (!model || modes.get(model.provider) !== 'live' || modelProblem(model, catalog, modes, utcDate(new Date())))
    return extractiveWriter
  const chat = desk.clients({ id: model.provider }, catalog)?.chat
  return chat ? createWriterWithFallback(createModelWriter(chat, model), extractiveWriter) : extractiveWriter
}
