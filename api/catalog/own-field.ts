import type { ParameterSet } from '../domain/catalog.ts'

/**
 * Fields of a request that the adapters fill from the article, the model row and the job, whatever generation_params
 * say. A value in the catalog would look as if it did something.
 */
const ownFields: Record<ParameterSet['modelType'], ReadonlySet<string>> = {
  image: new Set([
    'model',
    'prompt',
    'positivePrompt',
    'negativePrompt',
    'size',
    'width',
    'height',
    'seed',
    'n',
    'numberResults',
    'output_format',
    'outputType',
    'outputFormat',
    'includeCost',
    'deliveryMethod',
    'taskType',
    'taskUUID',
  ]),
  text: new Set(['model', 'messages', 'response_format', 'n']),
}

/** Whether Atelier fills a field itself. */
export const isOwnField = (name: string, modelType: ParameterSet['modelType']): boolean =>
  ownFields[modelType].has(name)
