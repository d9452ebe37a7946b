/** Whether anything is to be made for an article. `archived`: kept, and left alone. `draft`: only a person makes its images. */
export const contentStatuses = ['draft', 'ready', 'archived'] as const
export type ContentStatus = (typeof contentStatuses)[number]

/** Why no image of an article is made; undefined where its status allows it. */
export const makingProblem = (status: ContentStatus): string | undefined =>
  status === 'archived'
    ? 'The article is archived. Set its status to ready, or to draft, before making images.'
    : undefined
