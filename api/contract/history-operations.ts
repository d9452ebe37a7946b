import type { Operation } from './operation.ts'

/** What was written for images and made of them before, and taking a version's picture away. */
export const historyOperations: readonly Operation[] = [
  {
    id: 'getPromptWritings',
    method: 'get',
    path: '/api/contents/{id}/prompt-writings',
    tag: 'Contents',
    summary: "Every writing of an article's prompts, with its cost",
    status: 200,
    answer: { schema: 'prompt-writings' },
  },
  {
    id: 'getImagePrompts',
    method: 'get',
    path: '/api/images/{id}/prompts',
    tag: 'Images',
    summary: 'Every prompt and alt text that an image ever had',
    status: 200,
    answer: { schema: 'image-prompts' },
  },
  {
    id: 'deletePicture',
    method: 'delete',
    path: '/api/generations/{id}/picture',
    tag: 'Generations',
    summary: 'Delete the picture of a version that its image does not show. Its prompt, model and cost stay on record.',
    status: 200,
    answer: { schema: 'generation' },
  },
]
