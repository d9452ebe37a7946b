import type { Actions } from '../routes/actions-port.ts'
import { cancelGeneration, deletePicture, retryGeneration } from './change-generation.ts'
import { settingsAt } from './effective-settings.ts'
import { estimate } from './estimate.ts'
import { queueForContent, queueImages, remakeImage } from './queue-generations.ts'
import { previewRun } from './runs/preview-run.ts'
import type { Studio } from './studio.ts'
import { rewritePrompts } from './rewrite-prompts.ts'

/** All actions over one studio, as the API calls them. */
export function createActions(studio: Studio): Actions {
  return {
    writePrompts: (contentId, options, signal) => rewritePrompts(studio, contentId, options, signal),
    queueForContent: (contentId, { which, ...wish }) => queueForContent(studio, contentId, which, wish),
    queueImages: (imageIds, wish) => queueImages(studio, imageIds, wish),
    remake: (imageId, wish) => remakeImage(studio, imageId, wish),
    retry: (generationId) => retryGeneration(studio, generationId),
    cancel: (generationId) => cancelGeneration(studio, generationId),
    deletePicture: (generationId, by) => deletePicture(studio, generationId, by),
    estimate: (what, options) => estimate(studio, what, { requestedBy: '', ...options }),
    killModel: (modelId, reason, by) => studio.catalogs.kill(modelId, reason, by),
    restoreModel: (modelId) => studio.catalogs.restore(modelId),
    previewRun: (siteId, wish) => previewRun(studio, siteId, wish),
    effectiveSettings: (level, id) => settingsAt(studio, level, id),
  }
}
