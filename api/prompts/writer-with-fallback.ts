import { AppError } from '../domain/error.ts'
import type { PromptWriter, WrittenPrompts } from '../domain/prompt-writer.ts'
import { PromptsNotWritten } from './model-writer.ts'

/** A writer that asks a model first and writes without one when that fails, saying why and what the attempt cost. */
export function createWriterWithFallback(modelWriter: PromptWriter, spare: PromptWriter): PromptWriter {
  return {
    name: modelWriter.name,
    ...(modelWriter.asks && { asks: modelWriter.asks }),
    async write(request, signal): Promise<WrittenPrompts> {
      try {
        return await modelWriter.write(request, signal)
      } catch (error) {
        // An article without prose is no better served by the other writer, and a defect must not pass for a model's bad day.
        if (signal?.aborted || error instanceof AppError || !(error instanceof PromptsNotWritten)) throw error
        const written = await spare.write(request, signal)
        const cost = error.costUsd > 0 ? ` The attempt cost ${error.costUsd.toFixed(4)} US dollars.` : ''
        return {
          ...written,
          costUsd: written.costUsd + error.costUsd,
          notes: [`Written without a text model: ${error.message.replace(/\.$/, '')}.${cost}`, ...written.notes],
        }
      }
    },
  }
}
