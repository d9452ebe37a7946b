// Generated from api/contract/schema/*.schema.json by `npm run generate`. Do not edit.

/**
 * What a new access token is made of.
 */
export interface AccessTokenCreate {
  /**
   * Id of the account whose records it opens.
   */
  accountId: number
  /**
   * The name people see, such as that of the CMS.
   */
  name: string
  /**
   * What it may do. `contents:read`: sites, articles, results and pictures; `contents:write`: put and archive articles; `images:make`: ask for images.
   *
   * @minItems 1
   */
  scopes: ('contents:read' | 'contents:write' | 'images:make')[]
  /**
   * From when on it opens nothing. Null or left out: never.
   */
  expiresAt?: string | null
}

/**
 * A new access token. Nobody can read the token itself again.
 */
export interface AccessTokenMade {
  /**
   * The token itself: keep it where secrets are kept.
   */
  token: string
  accessToken: AccessToken
}
/**
 * Its record.
 */
export interface AccessToken {
  /**
   * The record's id.
   */
  id: number
  /**
   * Id of the account whose records it opens.
   */
  accountId: number
  /**
   * The name people see.
   */
  name: string
  /**
   * How the token begins.
   */
  hint: string
  /**
   * What it may do. `contents:read`: sites, articles, results and pictures; `contents:write`: put and archive articles; `images:make`: ask for images.
   */
  scopes: ('contents:read' | 'contents:write' | 'images:make')[]
  /**
   * It was revoked, or has expired: it opens nothing.
   */
  isOver: boolean
  /**
   * Who made it.
   */
  createdBy: string
  /**
   * When it was made.
   */
  createdAt: string
  /**
   * From when on it opens nothing. Null: never.
   */
  expiresAt: string | null
  /**
   * When it was last used, to the minute. Null: not yet.
   */
  lastUsedAt: string | null
  /**
   * When it was revoked. Null: it was not.
   */
  revokedAt: string | null
  /**
   * Who revoked it.
   */
  revokedBy: string | null
}

/**
 * What a CMS signs in with. The token itself is shown once, when it is made.
 */
export interface AccessToken {
  /**
   * The record's id.
   */
  id: number
  /**
   * Id of the account whose records it opens.
   */
  accountId: number
  /**
   * The name people see.
   */
  name: string
  /**
   * How the token begins.
   */
  hint: string
  /**
   * What it may do. `contents:read`: sites, articles, results and pictures; `contents:write`: put and archive articles; `images:make`: ask for images.
   */
  scopes: ('contents:read' | 'contents:write' | 'images:make')[]
  /**
   * It was revoked, or has expired: it opens nothing.
   */
  isOver: boolean
  /**
   * Who made it.
   */
  createdBy: string
  /**
   * When it was made.
   */
  createdAt: string
  /**
   * From when on it opens nothing. Null: never.
   */
  expiresAt: string | null
  /**
   * When it was last used, to the minute. Null: not yet.
   */
  lastUsedAt: string | null
  /**
   * When it was revoked. Null: it was not.
   */
  revokedAt: string | null
  /**
   * Who revoked it.
   */
  revokedBy: string | null
}

/**
 * What a new account is made of.
 */
export interface AccountCreate {
  /**
   * The name people see.
   */
  name: string
  /**
   * Id of a plan.
   */
  planId: string
  /**
   * In-article images of an article, 1 to 8 and within the plan. Null: this level says nothing.
   */
  imagesPerArticle?: number | null
  /**
   * Id of a tier that has an active model and that the plan allows. Null: this level says nothing.
   */
  tierId?: string | null
  /**
   * Id of a style. Null: this level says nothing.
   */
  styleId?: string | null
  /**
   * File format of finished pictures. Null: this level says nothing.
   */
  format?: 'webp' | 'png' | 'jpeg' | null
  /**
   * What no picture should show, instead of what the level above says; the style's own is added. Empty: nothing else is ruled out. Null: this level says nothing.
   */
  negativePrompt?: string | null
  /**
   * Who writes prompts: `model` the default text model where its provider is live, else the extractive writer; `extractive` always the extractive writer, which costs nothing. Null: this level says nothing.
   */
  promptWriter?: 'model' | 'extractive' | null
  /**
   * How a prompt becomes what is sent. {prompt} must be in it; {style} and {title} may be. Null: the system's holds.
   */
  promptTemplate?: string | null
}

/**
 * What an account may spend in a month, and what it has spent.
 */
export interface AccountSpending {
  /**
   * Id of the account.
   */
  accountId: number
  /**
   * Id of its plan.
   */
  planId: string
  /**
   * The current month.
   */
  current: {
    /**
     * Its first day (UTC).
     */
    month: string
    /**
     * US dollars spent.
     */
    spentUsd: number
    /**
     * US dollars held for calls under way.
     */
    reservedUsd: number
    /**
     * Credits spent.
     */
    spentCredits: number
    /**
     * Credits held for calls under way.
     */
    reservedCredits: number
    /**
     * US dollars a month, by the plan.
     */
    limitUsd: number
    /**
     * Credits a month, by the plan.
     */
    limitCredits: number
    /**
     * US dollars estimated for what waits in the queue.
     */
    waitingUsd: number
    /**
     * Credits estimated for what waits in the queue.
     */
    waitingCredits: number
    /**
     * US dollars that may still be asked for. Negative: more was spent than the limit is now.
     */
    leftUsd: number
    /**
     * Credits that may still be asked for. Negative: more was spent than the limit is now.
     */
    leftCredits: number
  }
  /**
   * The last twelve months, the current one first.
   *
   * Items: A month.
   */
  months: {
    /**
     * Its first day (UTC).
     */
    month: string
    /**
     * US dollars spent.
     */
    spentUsd: number
    /**
     * US dollars held for calls under way.
     */
    reservedUsd: number
    /**
     * Credits spent.
     */
    spentCredits: number
    /**
     * Credits held for calls under way.
     */
    reservedCredits: number
  }[]
}

/**
 * What to change about an account. What is left out stays.
 */
export interface AccountUpdate {
  /**
   * The name people see.
   */
  name?: string
  /**
   * Id of a plan. It must allow what the account, its sites, keywords and articles are set to.
   */
  planId?: string
  /**
   * In-article images of an article, 1 to 8 and within the plan. Null: this level says nothing.
   */
  imagesPerArticle?: number | null
  /**
   * Id of a tier that has an active model and that the plan allows. Null: this level says nothing.
   */
  tierId?: string | null
  /**
   * Id of a style. Null: this level says nothing.
   */
  styleId?: string | null
  /**
   * File format of finished pictures. Null: this level says nothing.
   */
  format?: 'webp' | 'png' | 'jpeg' | null
  /**
   * What no picture should show, instead of what the level above says; the style's own is added. Empty: nothing else is ruled out. Null: this level says nothing.
   */
  negativePrompt?: string | null
  /**
   * Who writes prompts: `model` the default text model where its provider is live, else the extractive writer; `extractive` always the extractive writer, which costs nothing. Null: this level says nothing.
   */
  promptWriter?: 'model' | 'extractive' | null
  /**
   * How a prompt becomes what is sent. {prompt} must be in it; {style} and {title} may be. Null: the system's holds.
   */
  promptTemplate?: string | null
}

/**
 * A tenant.
 */
export interface Account {
  /**
   * The record's id.
   */
  id: number
  /**
   * The name people see. Unique.
   */
  name: string
  /**
   * Id of the plan that says what the account may use.
   */
  planId: string
  /**
   * In-article images of an article. Null: this level says nothing.
   */
  imagesPerArticle: number | null
  /**
   * Id of the quality tier. Null: this level says nothing.
   */
  tierId: string | null
  /**
   * Id of the style. Null: this level says nothing.
   */
  styleId: string | null
  /**
   * File format of finished pictures. Null: this level says nothing.
   */
  format: 'webp' | 'png' | 'jpeg' | null
  /**
   * What no picture should show, instead of what the level above says; the style's own is added. Empty: nothing else is ruled out. Null: this level says nothing.
   */
  negativePrompt: string | null
  /**
   * Who writes prompts: `model` the default text model where its provider is live, else the extractive writer; `extractive` always the extractive writer, which costs nothing. Null: this level says nothing.
   */
  promptWriter: 'model' | 'extractive' | null
  /**
   * How a prompt becomes what is sent. {prompt} must be in it; {style} and {title} may be. Null: the system's holds.
   */
  promptTemplate: string | null
  /**
   * When the record was made.
   */
  createdAt: string
  /**
   * When the record was last changed.
   */
  updatedAt: string
}

/**
 * A page of articles, those that were changed first at the beginning.
 */
export interface CmsArticlePage {
  /**
   * The articles.
   */
  data: CmsArticle[]
  /**
   * What to ask for the next page with. Null: this is the last one.
   */
  nextCursor: string | null
}

/**
 * An article as the CMS has it.
 */
export interface CmsArticlePut {
  /**
   * What the source is written in.
   */
  sourceFormat: 'markdown' | 'html'
  /**
   * The article as it was written: at most 2 MB (2,097,152 bytes of UTF-8), and with some prose in it.
   */
  source: string
  /**
   * The article's title. Left out: the article's own, which then may be as long.
   */
  title?: string
  /**
   * The term it targets; the site gets the keyword where it has none. Null: it targets none. Left out: it stays as it is.
   */
  keyword?: string | null
  /**
   * `draft`: not finished, left alone by runs; `archived`: kept, and nothing is made for it. Left out: a new or an archived article becomes `ready`, another stays as it is.
   */
  status?: 'draft' | 'ready' | 'archived'
  /**
   * In-article images of an article, 1 to 8 and within the plan. Null: this level says nothing. Left out: it stays as it is.
   */
  imagesPerArticle?: number | null
  /**
   * Id of a tier that has an active model and that the plan allows. Null: this level says nothing. Left out: it stays as it is.
   */
  tierId?: string | null
  /**
   * Id of a style. Null: this level says nothing. Left out: it stays as it is.
   */
  styleId?: string | null
  /**
   * File format of finished pictures. Null: this level says nothing. Left out: it stays as it is.
   */
  format?: 'webp' | 'png' | 'jpeg' | null
  /**
   * What no picture should show, instead of what the level above says; the style's own is added. Empty: nothing else is ruled out. Null: this level says nothing. Left out: it stays as it is.
   */
  negativePrompt?: string | null
  /**
   * Who writes prompts: `model` the default text model where its provider is live, else the extractive writer; `extractive` always the extractive writer, which costs nothing. Null: this level says nothing. Left out: it stays as it is.
   */
  promptWriter?: 'model' | 'extractive' | null
}

/**
 * An article, by the name that the CMS has for it.
 */
export interface CmsArticle {
  /**
   * The name that the CMS has for it.
   */
  externalId: string
  /**
   * Its id in Atelier.
   */
  articleId: number
  /**
   * Id of its site.
   */
  siteId: number
  /**
   * The article's title.
   */
  title: string
  /**
   * `draft`: not finished; `archived`: nothing is made for it.
   */
  status: 'draft' | 'ready' | 'archived'
  /**
   * The term it targets. Null where it targets none.
   */
  keyword: string | null
  /**
   * What the source is written in.
   */
  sourceFormat: 'markdown' | 'html'
  /**
   * BCP 47 tag of the article's language. Null where the article does not say.
   */
  language: string | null
  /**
   * Words of prose.
   */
  words: number
  /**
   * In-article images. Null: this level says nothing.
   */
  imagesPerArticle: number | null
  /**
   * Id of the quality tier. Null: this level says nothing.
   */
  tierId: string | null
  /**
   * Id of the style. Null: this level says nothing.
   */
  styleId: string | null
  /**
   * File format of finished pictures. Null: this level says nothing.
   */
  format: 'webp' | 'png' | 'jpeg' | null
  /**
   * What no picture should show, instead of what the level above says; the style's own is added. Empty: nothing else is ruled out. Null: this level says nothing.
   */
  negativePrompt: string | null
  /**
   * Who writes prompts: `model` the default text model where its provider is live, else the extractive writer; `extractive` always the extractive writer, which costs nothing. Null: this level says nothing.
   */
  promptWriter: 'model' | 'extractive' | null
  /**
   * How far the article's images are. Slots that are set aside do not count.
   */
  imageCounts: {
    /**
     * Slots the effective settings ask for, the featured image included.
     */
    expected: number
    /**
     * Slots that have a prompt.
     */
    slots: number
    /**
     * Slots that have a picture.
     */
    current: number
    /**
     * Slots whose newest generation waits.
     */
    queued: number
    /**
     * Slots whose newest generation runs.
     */
    running: number
    /**
     * Slots whose newest generation failed.
     */
    failed: number
  }
  /**
   * When the record was made.
   */
  createdAt: string
  /**
   * When the record was last changed.
   */
  updatedAt: string
}

/**
 * Which articles to list, in the order in which they were changed.
 */
export interface CmsArticlesQuery {
  /**
   * Only those that were changed at this time or later, as RFC 3339 has times.
   */
  updatedSince?: string
  /**
   * Only those of this status.
   */
  status?: 'draft' | 'ready' | 'archived'
  /**
   * Articles a page, 1 to 100; 50 where it is left out.
   */
  limit?: string
  /**
   * `nextCursor` of the page before.
   */
  cursor?: string
}

/**
 * What was queued, what was left alone and why, and what it will cost.
 */
export interface CmsImagesAsked {
  /**
   * The images that are being made. None: no event follows.
   *
   * Items: One image.
   */
  queued: {
    /**
     * Id of the image.
     */
    imageId: number
    /**
     * `featured`: one per article; `in_article`: any number.
     */
    type: 'featured' | 'in_article'
    /**
     * Order among the images of its type, from 0.
     */
    position: number
  }[]
  /**
   * The images for which nothing was queued.
   *
   * Items: One image.
   */
  skipped: {
    /**
     * Id of the image.
     */
    imageId: number
    /**
     * `featured`: one per article; `in_article`: any number.
     */
    type: 'featured' | 'in_article'
    /**
     * Order among the images of its type, from 0.
     */
    position: number
    /**
     * Why not.
     */
    reason: string
  }[]
  /**
   * What it would cost, from the price in the catalog.
   */
  estimate: {
    /**
     * Pictures that would be made.
     */
    images: number
    /**
     * US dollars. Null where the catalog has no price.
     */
    costUsd: number | null
    /**
     * Credits.
     */
    credits: number
    /**
     * The model that is used.
     */
    modelId: string
    /**
     * Sandbox pictures cost nothing, and are not for publishing.
     */
    isSandbox: boolean
  }
}

/**
 * An article's images, in reading order.
 */
export interface CmsImages {
  /**
   * The name that the CMS has for the article.
   */
  externalId: string
  /**
   * Its id in Atelier.
   */
  articleId: number
  /**
   * Images that the article asks for, the featured one included. Those without a prompt yet are not listed.
   */
  expected: number
  /**
   * Nothing is queued or being made.
   */
  isFinal: boolean
  /**
   * The images that the article asks for.
   *
   * Items: One image.
   */
  images: {
    /**
     * Id of the image.
     */
    imageId: number
    /**
     * `featured`: one per article; `in_article`: any number.
     */
    type: 'featured' | 'in_article'
    /**
     * Order among the images of its type, from 0.
     */
    position: number
    /**
     * Heading of the section it belongs to. Null for the top of the article.
     */
    heading: string | null
    /**
     * Index of that section in the article.
     */
    sectionIndex: number
    /**
     * How far its newest picture is.
     */
    state: 'none' | 'queued' | 'running' | 'succeeded' | 'failed'
    /**
     * For people who cannot see the picture.
     */
    altText: string
    /**
     * What it is to show.
     */
    prompt: string
    /**
     * The picture to show. Null: there is none yet.
     */
    picture: {
      /**
       * Its address on this server, for the same token. Its name is its content: it never changes.
       */
      url: string
      /**
       * Pixels.
       */
      width: number
      /**
       * Pixels.
       */
      height: number
      /**
       * File format.
       */
      format: 'webp' | 'png' | 'jpeg'
      /**
       * Size of the file.
       */
      bytes: number
      /**
       * SHA-256 of the file.
       */
      sha256: string
      /**
       * Smaller copies in WebP, for `srcset`.
       *
       * Items: One smaller copy.
       */
      thumbnails: {
        /**
         * Its address on this server, for the same token.
         */
        url: string
        /**
         * Pixels.
         */
        width: number
      }[]
      /**
       * It was drawn by the sandbox, and is not for publishing.
       */
      isSandbox: boolean
      /**
       * The model that made it.
       */
      modelId: string
      /**
       * The whole prompt it was made with.
       */
      prompt: string
      /**
       * US dollars it cost.
       */
      costUsd: number
    } | null
    /**
     * Why its newest picture failed. Null: it did not.
     */
    error: {
      /**
       * Kind of error.
       */
      class: string
      /**
       * What happened, for people.
       */
      message: string
    } | null
  }[]
}

/**
 * A website of the token's account.
 */
export interface CmsSite {
  /**
   * The record's id.
   */
  id: number
  /**
   * Its name.
   */
  name: string
  /**
   * Its address.
   */
  url: string | null
}

/**
 * An entry of the catalog as a release had it.
 */
export interface ConfigEntry {
  /**
   * What kind of entry, as its file names it.
   */
  kind: 'providers' | 'tiers' | 'plans' | 'styles' | 'parameter_sets' | 'settings' | 'models'
  /**
   * Its id then.
   */
  id: string
  /**
   * What its file said.
   */
  spec: {
    [k: string]: unknown | undefined
  }
  /**
   * The file that declared it.
   */
  sourceFile: string
  /**
   * The line in that file, from 1.
   */
  sourceLine: number
  /**
   * The release that last changed it, up to that one.
   */
  releaseId: number
  /**
   * The Git commit of the release that last changed it.
   */
  gitCommit: string | null
}

/**
 * An article as prompt writers see it: prose only.
 */
export interface ContentArticle {
  /**
   * The article's title.
   */
  title: string
  /**
   * From front matter or the page's description.
   */
  summary: string | null
  /**
   * BCP 47 tag of the language. Null where the article does not say.
   */
  language: string | null
  /**
   * In reading order.
   *
   * Items: One section.
   */
  sections: {
    /**
     * Null for what stands before the first heading.
     */
    heading: string | null
    /**
     * 1 to 6, as in h1 to h6; 0 without a heading.
     */
    level: number
    /**
     * Plain text.
     */
    paragraphs: string[]
  }[]
  /**
   * The article as it was written.
   */
  source: string
}

/**
 * What a new article is made of.
 */
export interface ContentCreate {
  /**
   * Id of the site it belongs to.
   */
  siteId: number
  /**
   * Id of a keyword of that site. Null: it targets none.
   */
  keywordId?: number | null
  /**
   * `draft`: left alone by runs, its images are made by hand. `ready`. `archived`: kept, left out of lists, and no images are made. Left out: `ready`.
   */
  status?: 'draft' | 'ready' | 'archived'
  /**
   * The article's title. Left out: the article's own, which then may be as long.
   */
  title?: string
  /**
   * What the source is written in.
   */
  sourceFormat: 'markdown' | 'html'
  /**
   * The article as it was written: at most 2 MB (2,097,152 bytes of UTF-8), and with some prose in it.
   */
  source: string
  /**
   * In-article images of an article, 1 to 8 and within the plan. Null: this level says nothing.
   */
  imagesPerArticle?: number | null
  /**
   * Id of a tier that has an active model and that the plan allows. Null: this level says nothing.
   */
  tierId?: string | null
  /**
   * Id of a style. Null: this level says nothing.
   */
  styleId?: string | null
  /**
   * File format of finished pictures. Null: this level says nothing.
   */
  format?: 'webp' | 'png' | 'jpeg' | null
  /**
   * What no picture should show, instead of what the level above says; the style's own is added. Empty: nothing else is ruled out. Null: this level says nothing.
   */
  negativePrompt?: string | null
  /**
   * Who writes prompts: `model` the default text model where its provider is live, else the extractive writer; `extractive` always the extractive writer, which costs nothing. Null: this level says nothing.
   */
  promptWriter?: 'model' | 'extractive' | null
}

/**
 * What to change about an article. What is left out stays.
 */
export interface ContentUpdate {
  /**
   * The article's title. Left out: the article's own.
   */
  title?: string
  /**
   * The article as it was written: at most 2 MB (2,097,152 bytes of UTF-8), and with some prose in it.
   */
  source?: string
  /**
   * Id of a keyword of the article's site. Null: it targets none.
   */
  keywordId?: number | null
  /**
   * `draft`: left alone by runs, its images are made by hand. `ready`. `archived`: kept, left out of lists, and no images are made.
   */
  status?: 'draft' | 'ready' | 'archived'
  /**
   * In-article images of an article, 1 to 8 and within the plan. Null: this level says nothing.
   */
  imagesPerArticle?: number | null
  /**
   * Id of a tier that has an active model and that the plan allows. Null: this level says nothing.
   */
  tierId?: string | null
  /**
   * Id of a style. Null: this level says nothing.
   */
  styleId?: string | null
  /**
   * File format of finished pictures. Null: this level says nothing.
   */
  format?: 'webp' | 'png' | 'jpeg' | null
  /**
   * What no picture should show, instead of what the level above says; the style's own is added. Empty: nothing else is ruled out. Null: this level says nothing.
   */
  negativePrompt?: string | null
  /**
   * Who writes prompts: `model` the default text model where its provider is live, else the extractive writer; `extractive` always the extractive writer, which costs nothing. Null: this level says nothing.
   */
  promptWriter?: 'model' | 'extractive' | null
}

/**
 * An article.
 */
export interface Content {
  /**
   * The record's id.
   */
  id: number
  /**
   * Id of the account it belongs to.
   */
  accountId: number
  /**
   * Id of the site it belongs to.
   */
  siteId: number
  /**
   * Id of the keyword it targets. Null where it targets none.
   */
  keywordId: number | null
  /**
   * The name another system, a feed or an import knows it by; unique in its site. Null: none.
   */
  externalId: string | null
  /**
   * `draft`: left alone by runs. `ready`. `archived`: kept, left out of lists, and no images are made.
   */
  status: 'draft' | 'ready' | 'archived'
  /**
   * The article's title.
   */
  title: string
  /**
   * What the source is written in.
   */
  sourceFormat: 'markdown' | 'html'
  /**
   * BCP 47 tag of the article's language. Null where the article does not say.
   */
  language: string | null
  /**
   * Words of prose.
   */
  words: number
  /**
   * In-article images of an article. Null: this level says nothing.
   */
  imagesPerArticle: number | null
  /**
   * Id of the quality tier. Null: this level says nothing.
   */
  tierId: string | null
  /**
   * Id of the style. Null: this level says nothing.
   */
  styleId: string | null
  /**
   * File format of finished pictures. Null: this level says nothing.
   */
  format: 'webp' | 'png' | 'jpeg' | null
  /**
   * What no picture should show, instead of what the level above says; the style's own is added. Empty: nothing else is ruled out. Null: this level says nothing.
   */
  negativePrompt: string | null
  /**
   * Who writes prompts: `model` the default text model where its provider is live, else the extractive writer; `extractive` always the extractive writer, which costs nothing. Null: this level says nothing.
   */
  promptWriter: 'model' | 'extractive' | null
  /**
   * When its prompts were written. Null: not yet.
   */
  promptsWrittenAt: string | null
  /**
   * What wrote the prompts: `extractive`, or the name of a text model.
   */
  promptsWriter: string | null
  /**
   * US dollars the prompts cost.
   */
  promptsCostUsd: number | null
  /**
   * What a person should know about the prompts.
   */
  promptsNotes: string[]
  /**
   * How far the article's images are. Slots that are set aside do not count.
   */
  imageCounts: {
    /**
     * Slots the effective settings ask for, the featured image included.
     */
    expected: number
    /**
     * Slots that have a prompt.
     */
    slots: number
    /**
     * Slots that have a picture.
     */
    current: number
    /**
     * Slots whose newest generation waits.
     */
    queued: number
    /**
     * Slots whose newest generation runs.
     */
    running: number
    /**
     * Slots whose newest generation failed.
     */
    failed: number
  }
  /**
   * When the record was made.
   */
  createdAt: string
  /**
   * When the record was last changed.
   */
  updatedAt: string
}

/**
 * Which picture to compare with.
 */
export interface DifferencesQuery {
  /**
   * Id of the other generation.
   */
  with: string
}

/**
 * What the database says otherwise than the last release.
 */
export interface Drift {
  /**
   * The newest release. Null: no catalog was applied yet.
   */
  release: ReleaseOrigin | null
  /**
   * What was changed by hand.
   *
   * Items: An entry.
   */
  entries: {
    /**
     * What kind of entry, as its file names it.
     */
    kind: 'providers' | 'tiers' | 'plans' | 'styles' | 'parameter_sets' | 'settings' | 'models'
    /**
     * Its id.
     */
    id: string
    /**
     * `changed`: other fields. `missing`: it was taken out. `added`: no release has it.
     */
    state: 'changed' | 'missing' | 'added'
    /**
     * The fields that are not the same.
     *
     * Items: A field.
     */
    fields: {
      /**
       * The field, dotted; `position` is the order among its kind.
       */
      path: string
      /**
       * What the release wrote. Absent: there was no such field.
       */
      released?: unknown
      /**
       * What it is now. Absent: there is no such field.
       */
      now?: unknown
    }[]
    /**
     * The file that declares it.
     */
    sourceFile: string
    /**
     * The line in that file, from 1.
     */
    sourceLine: number
    /**
     * The database user who changed it last. Null: not known, as of a row that was deleted.
     */
    editedBy: string | null
    /**
     * When it was changed last. Null: not known.
     */
    editedAt: string | null
  }[]
  /**
   * Models that an operator switched off. Git still says what it says, so this is no drift.
   *
   * Items: A kill switch.
   */
  kills: {
    /**
     * Id of the model.
     */
    modelId: string
    /**
     * Who switched it off.
     */
    by: string
    /**
     * Why.
     */
    reason: string
    /**
     * When.
     */
    at: string
  }[]
}

/**
 * The settings that hold for an article, or for the articles of a keyword, a site or an account that say nothing themselves, and which level each comes from.
 */
export interface EffectiveSettings {
  /**
   * In-article images.
   */
  imagesPerArticle: {
    /**
     * The value that holds.
     */
    value: number
    /**
     * The level that says so, or `plan` where it says more than the plan allows.
     */
    origin: 'plan' | 'request' | 'content' | 'keyword' | 'site' | 'account' | 'system'
  }
  /**
   * Quality tier.
   */
  tierId: {
    /**
     * The value that holds.
     */
    value: string
    /**
     * The level that says so.
     */
    origin: 'request' | 'content' | 'keyword' | 'site' | 'account' | 'system'
  }
  /**
   * Style.
   */
  styleId: {
    /**
     * The value that holds.
     */
    value: string
    /**
     * The level that says so.
     */
    origin: 'request' | 'content' | 'keyword' | 'site' | 'account' | 'system'
  }
  /**
   * File format.
   */
  format: {
    /**
     * The value that holds.
     */
    value: 'webp' | 'png' | 'jpeg'
    /**
     * The level that says so.
     */
    origin: 'request' | 'content' | 'keyword' | 'site' | 'account' | 'system'
  }
  /**
   * What no picture should show, for the models that take a negative prompt. The style's own is added.
   */
  negativePrompt: {
    /**
     * The value that holds. Empty: nothing.
     */
    value: string
    /**
     * The level that says so.
     */
    origin: 'request' | 'content' | 'keyword' | 'site' | 'account' | 'system'
  }
  /**
   * Who writes prompts.
   */
  promptWriter: {
    /**
     * The value that holds.
     */
    value: 'model' | 'extractive'
    /**
     * The level that says so.
     */
    origin: 'request' | 'content' | 'keyword' | 'site' | 'account' | 'system'
  }
  /**
   * How a prompt becomes what is sent.
   */
  promptTemplate: {
    /**
     * The value that holds.
     */
    value: string
    /**
     * The level that says so.
     */
    origin: 'account' | 'system'
  }
  /**
   * The model the tier uses now. Null where none can be used.
   */
  model: null | {
    /**
     * Its id.
     */
    id: string
    /**
     * How its provider is reached.
     */
    providerMode: 'live' | 'sandbox' | 'not_configured'
  }
  /**
   * Why no picture can be made with these settings. Null: one can.
   */
  problem: string | null
  /**
   * What to change, and where, so that pictures can be made. Null where there is no problem.
   */
  remedy: string | null
  /**
   * What every level says, nearest first.
   *
   * Items: One level.
   */
  chain: {
    /**
     * The level.
     */
    origin: 'plan' | 'request' | 'content' | 'keyword' | 'site' | 'account' | 'system'
    /**
     * What it says. Null: nothing.
     */
    values: {
      /**
       * In-article images of an article. Null: this level says nothing.
       */
      imagesPerArticle: number | null
      /**
       * Id of the quality tier. Null: this level says nothing.
       */
      tierId: string | null
      /**
       * Id of the style. Null: this level says nothing.
       */
      styleId: string | null
      /**
       * File format of finished pictures. Null: this level says nothing.
       */
      format: 'webp' | 'png' | 'jpeg' | null
      /**
       * What no picture should show, instead of what the level above says; the style's own is added. Empty: nothing else is ruled out. Null: this level says nothing.
       */
      negativePrompt: string | null
      /**
       * Who writes prompts: `model` the default text model where its provider is live, else the extractive writer; `extractive` always the extractive writer, which costs nothing. Null: this level says nothing.
       */
      promptWriter: 'model' | 'extractive' | null
      /**
       * How a prompt becomes what is sent. {prompt} must be in it; {style} and {title} may be. Null: the system's holds.
       */
      promptTemplate: string | null
    }
  }[]
  /**
   * What is set further down and is not allowed any more, of the whole account. Empty but for accounts.
   *
   * Items: Records of one kind with the same problem.
   */
  below: {
    /**
     * What they are.
     */
    level: 'site' | 'keyword' | 'content'
    /**
     * How many.
     */
    count: number
    /**
     * What is not allowed, and what is.
     */
    problem: string
  }[]
}

/**
 * Nothing: an empty object.
 */
export interface Empty {}

/**
 * A field of the catalog that is not the same.
 */
export interface EntryDifference {
  /**
   * What kind of entry, as its file names it.
   */
  kind: 'providers' | 'tiers' | 'plans' | 'styles' | 'parameter_sets' | 'settings' | 'models'
  /**
   * Id of the entry after; before, where it is gone.
   */
  id: string
  /**
   * Its id before. Absent where it is the same.
   */
  from?: string
  /**
   * The field, dotted. Empty: the whole entry, which only one of the two has.
   */
  path: string
  /**
   * What it was. Absent: there was no such field.
   */
  before?: unknown
  /**
   * What it became. Absent: there is no such field.
   */
  after?: unknown
}

/**
 * What to estimate: an article's images, or some images. One of `contentId` and `imageIds`.
 */
export interface EstimateRequest {
  /**
   * Id of the article.
   */
  contentId?: number
  /**
   * `missing`: slots without a picture; `failed`: slots whose newest generation failed; `all`: every slot anew. For an article; `missing` where it is left out.
   */
  which?: 'missing' | 'all' | 'failed'
  /**
   * Id of the tier to use instead of the effective one.
   */
  tierId?: string
  /**
   * Ids of images, of any articles. Each gets another version.
   *
   * @minItems 1
   * @maxItems 1000
   */
  imageIds?: number[]
  /**
   * Id of a model to use instead of the tier's.
   */
  modelId?: string
  /**
   * Id of the style to use instead of the effective one.
   */
  styleId?: string
  /**
   * Repeats a picture, for models that take a seed.
   */
  seed?: number
  /**
   * The subject to draw in place of the image's own prompt. With one id in `imageIds` only.
   */
  prompt?: string
}

/**
 * What making the pictures would cost. Nothing is reserved.
 */
export interface Estimate {
  /**
   * Pictures that would be made.
   */
  images: number
  /**
   * US dollars, from the model's price in the catalog. Null where the catalog has none.
   */
  costUsd: number | null
  /**
   * Credits.
   */
  credits: number
  /**
   * Why the account's budget of this month does not allow it, for people. Null where it does.
   */
  problem: string | null
  /**
   * The model that most of them would be made with.
   */
  modelId: string
  /**
   * How its provider is reached. Sandbox pictures cost nothing.
   */
  providerMode: 'live' | 'sandbox'
  /**
   * Every model that would be used, the one for the most images first.
   *
   * Items: One model.
   */
  models: {
    /**
     * Its id.
     */
    modelId: string
    /**
     * How its provider is reached. Sandbox pictures cost nothing.
     */
    providerMode: 'live' | 'sandbox'
    /**
     * How many it would make.
     */
    images: number
  }[]
  /**
   * Every size they would be drawn in, the one of the most images first.
   *
   * Items: One size.
   */
  sizes: {
    /**
     * Pixels.
     */
    width: number
    /**
     * Pixels.
     */
    height: number
    /**
     * How many would be drawn in it.
     */
    images: number
  }[]
  /**
   * Images asked for that would be left alone.
   *
   * Items: One image.
   */
  skipped: {
    /**
     * Its id.
     */
    imageId: number
    /**
     * Why not.
     */
    reason: string
  }[]
}

/**
 * Which events to send.
 */
export interface EventsQuery {
  /**
   * Only events of this article, its images and its generations.
   */
  contentId?: string
  /**
   * Like the header Last-Event-ID, for clients that cannot set it.
   */
  lastEventId?: string
}

/**
 * A field that is not the same.
 */
export interface FieldDifference {
  /**
   * The field, dotted, such as `generationParams.steps`.
   */
  path: string
  /**
   * What it was. Absent: there was no such field.
   */
  before?: unknown
  /**
   * What it became. Absent: there is no such field.
   */
  after?: unknown
}

/**
 * What was queued, and what was not.
 */
export interface GenerateAnswer {
  /**
   * The new generations.
   */
  generations: Generation[]
  /**
   * Images for which nothing was queued.
   *
   * Items: One image.
   */
  skipped: {
    /**
     * Its id.
     */
    imageId: number
    /**
     * Why not.
     */
    reason: string
  }[]
}

/**
 * Which of an article's images to make.
 */
export interface GenerateContent {
  /**
   * `missing`: slots without a picture; `failed`: slots whose newest generation failed; `all`: every slot anew.
   */
  which: 'missing' | 'all' | 'failed'
  /**
   * Id of the tier to use instead of the effective one.
   */
  tierId?: string
  /**
   * Id of the style to use instead of the effective one.
   */
  styleId?: string
}

/**
 * Which images to make.
 */
export interface GenerateImages {
  /**
   * Ids of images.
   *
   * @minItems 1
   * @maxItems 1000
   */
  imageIds: number[]
  /**
   * Id of the tier to use instead of the effective one.
   */
  tierId?: string
  /**
   * Id of the style to use instead of the effective one.
   */
  styleId?: string
  /**
   * Id of a model to use instead of the tier's.
   */
  modelId?: string
  /**
   * Repeats a picture, for models that take a seed.
   */
  seed?: number
}

/**
 * The config that made a picture.
 */
export interface GenerationConfig {
  /**
   * Id of the generation.
   */
  generationId: number
  /**
   * The release it was made under.
   */
  release: ReleaseOrigin
  /**
   * Its model. Null: that release has no such entry, as after an edit by hand.
   */
  model: ConfigEntry | null
  /**
   * The model's provider. Null: that release has no such entry, as after an edit by hand.
   */
  provider: ConfigEntry | null
  /**
   * Its tier. Null: that release has no such entry, as after an edit by hand.
   */
  tier: ConfigEntry | null
  /**
   * Its style. Null: that release has no such entry, as after an edit by hand.
   */
  style: ConfigEntry | null
  /**
   * The settings of the system. Null: that release has no such entry, as after an edit by hand.
   */
  settings: ConfigEntry | null
  /**
   * The fields that the model's family takes. Null: that release has no such entry, as after an edit by hand.
   */
  parameterSet: ConfigEntry | null
  /**
   * The newest release.
   */
  currentReleaseId: number
  /**
   * What the newest release says otherwise of these entries.
   */
  changedSince: EntryDifference[]
}

/**
 * What changed between two pictures.
 */
export interface GenerationDifferences {
  /**
   * The first one.
   */
  before: {
    /**
     * Its id.
     */
    generationId: number
    /**
     * The release it was made under.
     */
    release: ReleaseOrigin
  }
  /**
   * The other one.
   */
  after: {
    /**
     * Its id.
     */
    generationId: number
    /**
     * The release it was made under.
     */
    release: ReleaseOrigin
  }
  /**
   * What was asked for otherwise.
   */
  generation: FieldDifference[]
  /**
   * What the catalog said otherwise of what made them. Null: it is not known, for the reason in `problem`.
   */
  entries: EntryDifference[] | null
  /**
   * Why the catalogs cannot be compared. Null: they can.
   */
  problem: string | null
}

/**
 * What happened to a generation.
 */
export interface GenerationTimeline {
  /**
   * Its id.
   */
  generationId: number
  /**
   * What happened, oldest first. Ends with what it waits for, where it waits.
   *
   * Items: Something that happened. `kind` says what, and which fields there are.
   */
  entries: (
    | {
        /**
         * Which kind it is.
         */
        kind: 'asked'
        /**
         * When.
         */
        at: string
        /**
         * Who asked.
         */
        by: string
        /**
         * Id of the request that asked. Null: no request did.
         */
        correlationId: string | null
        /**
         * The model it was to be made with.
         */
        modelId: string
        /**
         * The release of the catalog that it stands under now.
         */
        releaseId: number
        /**
         * US dollars that a call of that model may cost. Null: it was given up before anything was reserved for it.
         */
        estimateUsd: number | null
        /**
         * Credits that a call of that model may cost. Null: as above.
         */
        estimateCredits: number | null
      }
    | {
        /**
         * Which kind it is.
         */
        kind: 'claimed'
        /**
         * When.
         */
        at: string
      }
    | {
        /**
         * Which kind it is.
         */
        kind: 'call_sent'
        /**
         * When.
         */
        at: string
        /**
         * Id of the call.
         */
        callId: string
        /**
         * Id of the provider.
         */
        providerId: string
        /**
         * Id of the model.
         */
        modelId: string
        /**
         * Where it went.
         */
        providerMode: 'live' | 'sandbox'
      }
    | {
        /**
         * Which kind it is.
         */
        kind: 'call_answered'
        /**
         * When.
         */
        at: string
        /**
         * Id of the call.
         */
        callId: string
        /**
         * US dollars.
         */
        costUsd: number
        /**
         * Milliseconds since it was sent.
         */
        afterMs: number
      }
    | {
        /**
         * Which kind it is.
         */
        kind: 'call_stored'
        /**
         * When.
         */
        at: string
        /**
         * Id of the call.
         */
        callId: string
        /**
         * SHA-256 of the file. Null: it is gone.
         */
        sha256: string | null
        /**
         * Milliseconds since it was sent.
         */
        afterMs: number
      }
    | {
        /**
         * Which kind it is.
         */
        kind: 'call_settled'
        /**
         * When.
         */
        at: string
        /**
         * Id of the call.
         */
        callId: string
        /**
         * `failed`: no picture, and what it cost is known. `unsent`: the provider knows nothing of it. `unknown`: nobody can say whether it was billed, so it counts as spent.
         */
        outcome: 'succeeded' | 'failed' | 'unsent' | 'unknown'
        /**
         * US dollars.
         */
        costUsd: number
        /**
         * Where the cost comes from. Null: nothing was paid.
         */
        costSource: string | null
        /**
         * What kind of failure. Null: none.
         */
        errorClass: string | null
        /**
         * What went wrong, in the provider's own words. Null: nothing did.
         */
        errorMessage: string | null
        /**
         * Milliseconds since it was sent.
         */
        afterMs: number
      }
    | {
        /**
         * Which kind it is.
         */
        kind: 'booked'
        /**
         * When.
         */
        at: string
        /**
         * The entry's id.
         */
        id: number
        /**
         * `reserve` before a call, `settle` what a call came to, `release` what came to nothing, `correct` a call that was booked before and is known better now.
         */
        entryKind: 'reserve' | 'settle' | 'release' | 'correct'
        /**
         * Id of the provider.
         */
        providerId: string
        /**
         * The call it is about. Null: none, or not known yet.
         */
        callId: string | null
        /**
         * US dollars more that are reserved; negative: fewer.
         */
        reservedUsd: number
        /**
         * US dollars more that are spent; negative: fewer.
         */
        spentUsd: number
        /**
         * Credits more that are reserved; negative: fewer.
         */
        reservedCredits: number
        /**
         * Credits more that are spent; negative: fewer.
         */
        spentCredits: number
        /**
         * The day (UTC) whose budgets it counts against.
         */
        bookedFor: string
      }
    | {
        /**
         * Which kind it is.
         */
        kind: 'fell_back'
        /**
         * When.
         */
        at: string
        /**
         * The model that failed.
         */
        fromModelId: string
        /**
         * The model that is used instead.
         */
        toModelId: string
        /**
         * What kind of failure.
         */
        errorClass: string
        /**
         * What went wrong.
         */
        errorMessage: string
      }
    | {
        /**
         * Which kind it is.
         */
        kind: 'finished'
        /**
         * When.
         */
        at: string
        /**
         * How it ended.
         */
        status: 'succeeded' | 'failed' | 'cancelled'
        /**
         * US dollars of all its calls.
         */
        costUsd: number
        /**
         * Credits charged.
         */
        credits: number
        /**
         * What kind of failure. Null: none.
         */
        errorClass: string | null
        /**
         * The provider's own code. Null: none.
         */
        errorCode: string | null
        /**
         * What went wrong, in the provider's own words. Null: nothing did.
         */
        errorMessage: string | null
      }
    | {
        /**
         * Which kind it is.
         */
        kind: 'waits'
        /**
         * When.
         */
        at: string
        /**
         * When it is looked at again at the earliest. Null: nobody can say, see the reason.
         */
        until: string | null
        /**
         * `backoff`: it failed and is tried again. `provider_works`: the provider still works on it and is asked again. `provider_paused`, `provider_waits`, `circuit_open`, `provider_not_configured`, `provider_budget`, `account_budget`: see the message. `no_worker`: none is alive. `in_line`: others come first.
         */
        reason:
          | 'backoff'
          | 'provider_works'
          | 'provider_paused'
          | 'provider_waits'
          | 'circuit_open'
          | 'provider_not_configured'
          | 'provider_budget'
          | 'account_budget'
          | 'no_worker'
          | 'in_line'
        /**
         * The same in words.
         */
        message: string
      }
  )[]
  /**
   * Its calls to providers, oldest first, each with all that is known of it. Entries name them by `callId`.
   *
   * Items: One call to a provider.
   */
  calls: {
    /**
     * Id of the call.
     */
    id: string
    /**
     * Id of the provider.
     */
    providerId: string
    /**
     * Id of the model.
     */
    modelId: string
    /**
     * Whether it went to the provider or to the sandbox.
     */
    providerMode: 'live' | 'sandbox'
    /**
     * The release it was sent under. Null: it was made before that was written down.
     */
    releaseId: number | null
    /**
     * The worker that made it.
     */
    workerId: string | null
    /**
     * SHA-256 of the body that was sent, without the task id: the same request has the same. Null: it was made before that was written down.
     */
    requestSha256: string | null
    /**
     * How far it is: `sending`, then `answered`, `stored`, `settled`.
     */
    step: 'sending' | 'answered' | 'stored' | 'settled'
    /**
     * How it ended. Null: it is open.
     */
    outcome: 'succeeded' | 'failed' | 'unsent' | 'unknown' | null
    /**
     * When it was sent.
     */
    sentAt: string
    /**
     * When the answer was kept. Null: there is none.
     */
    answeredAt: string | null
    /**
     * When the file was kept. Null: there is none.
     */
    storedAt: string | null
    /**
     * When its money was booked. Null: it is open.
     */
    settledAt: string | null
    /**
     * Milliseconds from sending to the answer. Null: there is none.
     */
    answerMs: number | null
    /**
     * Milliseconds from the answer to the file. Null: there is none.
     */
    fileMs: number | null
    /**
     * Milliseconds from sending to the end. Null: it is open.
     */
    totalMs: number | null
    /**
     * US dollars it cost as far as is known.
     */
    costUsd: number
    /**
     * Where the cost comes from: `provider`, `usage`, `catalog` or `estimate`. Null: nothing was paid.
     */
    costSource: string | null
    /**
     * US dollars that are booked.
     */
    chargedUsd: number
    /**
     * SHA-256 of its file. Null: there is none.
     */
    sha256: string | null
    /**
     * The provider's id of the request, for its support. Null: it gave none.
     */
    requestId: string | null
    /**
     * What kind of failure. Null: none.
     */
    errorClass: string | null
    /**
     * The provider's own code. Null: none.
     */
    errorCode: string | null
    /**
     * What went wrong, in the provider's own words. Null: nothing did.
     */
    errorMessage: string | null
  }[]
}

/**
 * One attempt to make a picture for an image: the unit of queue, cost, error and version.
 */
export interface Generation {
  /**
   * The record's id.
   */
  id: number
  /**
   * Id of its image.
   */
  imageId: number
  /**
   * Id of the article.
   */
  contentId: number
  /**
   * Id of the account.
   */
  accountId: number
  /**
   * Title of the article.
   */
  contentTitle: string
  /**
   * Type of its image.
   */
  imageType: 'featured' | 'in_article'
  /**
   * Position of its image.
   */
  imagePosition: number
  /**
   * Where it stands.
   */
  status: 'queued' | 'running' | 'succeeded' | 'failed' | 'cancelled'
  /**
   * Higher ones run first.
   */
  priority: number
  /**
   * The release of the catalog it was made under.
   */
  releaseId: number
  /**
   * Id of the tier.
   */
  tierId: string
  /**
   * Id of the model.
   */
  modelId: string
  /**
   * Id of the provider.
   */
  providerId: string
  /**
   * Whether the picture came from the provider or from the sandbox. Null: nothing was sent yet.
   */
  providerMode: 'live' | 'sandbox' | null
  /**
   * Id of the style.
   */
  styleId: string
  /**
   * The prompt as it is sent.
   */
  prompt: string
  /**
   * The negative prompt as it is sent. Null: none.
   */
  negativePrompt: string | null
  /**
   * Width asked for, in pixels.
   */
  width: number
  /**
   * Height asked for, in pixels.
   */
  height: number
  /**
   * File format asked for.
   */
  format: 'webp' | 'png' | 'jpeg'
  /**
   * Null: the provider chooses.
   */
  seed: number | null
  /**
   * The model's own parameters, as they are sent.
   */
  generationParams: {
    [k: string]: unknown | undefined
  }
  /**
   * What a person should know, such as models passed over.
   */
  notes: string[]
  /**
   * Who asked for it.
   */
  requestedBy: string
  /**
   * Calls begun.
   */
  attempts: number
  /**
   * Calls allowed.
   */
  maxAttempts: number
  /**
   * Not before this time.
   */
  runAt: string
  /**
   * The id its call was sent under. Null: nothing was sent yet.
   */
  taskId: string | null
  /**
   * When the call was sent.
   */
  sentAt: string | null
  /**
   * When the provider answered.
   */
  answeredAt: string | null
  /**
   * The picture. Null: there is none.
   */
  picture: null | {
    /**
     * SHA-256 of the file, in hexadecimal.
     */
    sha256: string
    /**
     * File format.
     */
    format: 'webp' | 'png' | 'jpeg'
    /**
     * Pixels.
     */
    width: number
    /**
     * Pixels.
     */
    height: number
    /**
     * Size of the file.
     */
    bytes: number
    /**
     * Where the file is.
     */
    url: string
    /**
     * Smaller copies by width in pixels, as webp.
     */
    thumbnails: {
      /**
       * At most 320 pixels wide.
       */
      '320': string
      /**
       * At most 640 pixels wide.
       */
      '640': string
    }
  }
  /**
   * US dollars it cost so far.
   */
  costUsd: number
  /**
   * Where the cost comes from: `provider`, `usage` or `catalog`. Null: nothing was paid.
   */
  costSource: string | null
  /**
   * Credits charged.
   */
  credits: number
  /**
   * The provider's id of the request, for its support.
   */
  requestId: string | null
  /**
   * What kind of failure. Null: none.
   */
  errorClass: string | null
  /**
   * The provider's own code.
   */
  errorCode: string | null
  /**
   * The provider's own message.
   */
  errorMessage: string | null
  /**
   * When it was asked for.
   */
  createdAt: string
  /**
   * When a worker first took it.
   */
  startedAt: string | null
  /**
   * When it succeeded, failed or was cancelled.
   */
  finishedAt: string | null
  /**
   * When its picture was deleted. Null: it was not.
   */
  pictureDeletedAt: string | null
  /**
   * Who deleted its picture; `retention` where a policy did. Null: nobody.
   */
  pictureDeletedBy: string | null
  /**
   * Id of the request that asked for it, as its x-request-id header said; in every log line about it. Null: no request did.
   */
  correlationId: string | null
  /**
   * Somebody asked for this very model, so the tier does not fall back to another.
   */
  isModelFixed: boolean
  /**
   * Models that could not make it and were replaced by the tier's next one, oldest first.
   *
   * Items: A model that failed.
   */
  fallbacks: {
    /**
     * Id of the model.
     */
    modelId: string
    /**
     * What kind of failure.
     */
    errorClass: string
    /**
     * When it was given up. Absent where that was not written down yet.
     */
    at?: string
    /**
     * What went wrong.
     */
    message: string
  }[]
  /**
   * How often its worker was lost while it had it in hand.
   */
  rescues: number
  /**
   * US dollars reserved before each call.
   */
  estimateUsd: number
  /**
   * Credits reserved before each call.
   */
  estimateCredits: number
}

/**
 * Every prompt and alt text that an image ever had, newest first: the first entry is in use. The newest 200.
 */
export interface ImagePrompts {
  /**
   * The entries.
   */
  data: KeptPrompt[]
}
/**
 * A prompt and an alt text.
 */
export interface KeptPrompt {
  /**
   * The entry's id.
   */
  id: number
  /**
   * Id of the image.
   */
  imageId: number
  /**
   * The subject to draw.
   */
  prompt: string
  /**
   * For people who cannot see the picture.
   */
  altText: string
  /**
   * `extractive`, a text model, or a person's name; `unknown` for what was written before this was kept.
   */
  writtenBy: string
  /**
   * Id of the writing it came from. Null: a person wrote it.
   */
  promptWritingId: number | null
  /**
   * Since when.
   */
  createdAt: string
}

/**
 * What to change about an image. What is left out stays.
 */
export interface ImageUpdate {
  /**
   * The subject to draw.
   */
  prompt?: string
  /**
   * For people who cannot see the picture.
   */
  altText?: string
  /**
   * Id of a succeeded generation of this image: its picture is shown from now on.
   */
  currentGenerationId?: number
}

/**
 * One slot in an article.
 */
export interface Image {
  /**
   * The record's id.
   */
  id: number
  /**
   * Id of its article.
   */
  contentId: number
  /**
   * Title of its article.
   */
  contentTitle: string
  /**
   * Id of the account.
   */
  accountId: number
  /**
   * `featured`: one per article; `in_article`: any number.
   */
  type: 'featured' | 'in_article'
  /**
   * Order among the images of its type, from 0.
   */
  position: number
  /**
   * The shape its picture has.
   */
  shape: 'landscape' | 'square'
  /**
   * The subject only: style, and what must not show, are added when a picture is asked for.
   */
  prompt: string
  /**
   * For people who cannot see the picture.
   */
  altText: string
  /**
   * Who wrote the prompt or the alt text last: `extractive`, a text model, or a person's name.
   */
  wordsBy: string
  /**
   * Heading of the section it belongs to. Null for the top of the article.
   */
  heading: string | null
  /**
   * Index of that section in the article.
   */
  sectionIndex: number
  /**
   * Id of the generation whose picture is shown. Null: none yet.
   */
  currentGenerationId: number | null
  /**
   * The slot is more than its article asks for now. It keeps its versions, and comes back when the count is raised.
   */
  isSetAside: boolean
  /**
   * The generation whose picture is shown.
   */
  current: Generation | null
  /**
   * The newest generation, whatever its status.
   */
  latest: Generation | null
  /**
   * When the record was made.
   */
  createdAt: string
  /**
   * When the record was last changed.
   */
  updatedAt: string
}

/**
 * What came, or would come, of each article of an import.
 */
export interface ImportAnswer {
  /**
   * Whether nothing was written.
   */
  dryRun: boolean
  /**
   * Articles by what came of them.
   */
  counts: {
    /**
     * New here.
     */
    made: number
    /**
     * Its text changed. Its pictures, status and settings stay.
     */
    updated: number
    /**
     * The same as before.
     */
    unchanged: number
    /**
     * Left alone, with the reason.
     */
    skipped: number
  }
  /**
   * In the order they were read; what was left out comes last.
   *
   * Items: One article.
   */
  items: {
    /**
     * What came of it.
     */
    outcome: 'made' | 'updated' | 'unchanged' | 'skipped'
    /**
     * Its title, or the name of its file.
     */
    title: string
    /**
     * What it is known by where it comes from. Null where it says nothing.
     */
    externalId: string | null
    /**
     * Id of the article here. Null where there is none.
     */
    contentId: number | null
    /**
     * Why it was skipped. Null where it was not.
     */
    reason: string | null
    /**
     * Whether the reason is something to mend. What is in the trash, or no article, is none.
     */
    isProblem: boolean
  }[]
}

/**
 * What to import into a site: a feed by its address, or files. Exactly one of `url` and `files`.
 */
export interface ImportArticles {
  /**
   * Address of an RSS or Atom feed.
   */
  url?: string
  /**
   * Articles in Markdown or HTML, zip files of them, feeds, or WordPress exports: together at most 32 MB, and no more when unpacked.
   *
   * @minItems 1
   * @maxItems 1000
   *
   * Items: One file, by exactly one of `text` and `base64`.
   */
  files?: [
    {
      /**
       * Its name, or its path with / between folders. An article in a file is found again by it.
       */
      name: string
      /**
       * What is in it.
       */
      text?: string
      /**
       * The bytes of it in Base64, for files that say themselves what encoding they are in.
       */
      base64?: string
    },
    ...{
      /**
       * Its name, or its path with / between folders. An article in a file is found again by it.
       */
      name: string
      /**
       * What is in it.
       */
      text?: string
      /**
       * The bytes of it in Base64, for files that say themselves what encoding they are in.
       */
      base64?: string
    }[]
  ]
  /**
   * Of new articles that do not say theirs; those of a WordPress export do. Left out: `ready`.
   */
  status?: 'draft' | 'ready'
  /**
   * Write nothing, and say what would be. Left out: false.
   */
  dryRun?: boolean
}

/**
 * What a new keyword is made of.
 */
export interface KeywordCreate {
  /**
   * Id of the site it belongs to.
   */
  siteId: number
  /**
   * The words the site wants to be found by.
   */
  term: string
  /**
   * In-article images of an article, 1 to 8 and within the plan. Null: this level says nothing.
   */
  imagesPerArticle?: number | null
  /**
   * Id of a tier that has an active model and that the plan allows. Null: this level says nothing.
   */
  tierId?: string | null
  /**
   * Id of a style. Null: this level says nothing.
   */
  styleId?: string | null
  /**
   * File format of finished pictures. Null: this level says nothing.
   */
  format?: 'webp' | 'png' | 'jpeg' | null
  /**
   * What no picture should show, instead of what the level above says; the style's own is added. Empty: nothing else is ruled out. Null: this level says nothing.
   */
  negativePrompt?: string | null
  /**
   * Who writes prompts: `model` the default text model where its provider is live, else the extractive writer; `extractive` always the extractive writer, which costs nothing. Null: this level says nothing.
   */
  promptWriter?: 'model' | 'extractive' | null
}

/**
 * What to change about a keyword. What is left out stays.
 */
export interface KeywordUpdate {
  /**
   * The words the site wants to be found by.
   */
  term?: string
  /**
   * In-article images of an article, 1 to 8 and within the plan. Null: this level says nothing.
   */
  imagesPerArticle?: number | null
  /**
   * Id of a tier that has an active model and that the plan allows. Null: this level says nothing.
   */
  tierId?: string | null
  /**
   * Id of a style. Null: this level says nothing.
   */
  styleId?: string | null
  /**
   * File format of finished pictures. Null: this level says nothing.
   */
  format?: 'webp' | 'png' | 'jpeg' | null
  /**
   * What no picture should show, instead of what the level above says; the style's own is added. Empty: nothing else is ruled out. Null: this level says nothing.
   */
  negativePrompt?: string | null
  /**
   * Who writes prompts: `model` the default text model where its provider is live, else the extractive writer; `extractive` always the extractive writer, which costs nothing. Null: this level says nothing.
   */
  promptWriter?: 'model' | 'extractive' | null
}

/**
 * A keyword that articles of a site target.
 */
export interface Keyword {
  /**
   * The record's id.
   */
  id: number
  /**
   * Id of the site it belongs to.
   */
  siteId: number
  /**
   * The words the site wants to be found by. Unique within the site.
   */
  term: string
  /**
   * In-article images of an article. Null: this level says nothing.
   */
  imagesPerArticle: number | null
  /**
   * Id of the quality tier. Null: this level says nothing.
   */
  tierId: string | null
  /**
   * Id of the style. Null: this level says nothing.
   */
  styleId: string | null
  /**
   * File format of finished pictures. Null: this level says nothing.
   */
  format: 'webp' | 'png' | 'jpeg' | null
  /**
   * What no picture should show, instead of what the level above says; the style's own is added. Empty: nothing else is ruled out. Null: this level says nothing.
   */
  negativePrompt: string | null
  /**
   * Who writes prompts: `model` the default text model where its provider is live, else the extractive writer; `extractive` always the extractive writer, which costs nothing. Null: this level says nothing.
   */
  promptWriter: 'model' | 'extractive' | null
  /**
   * When the record was made.
   */
  createdAt: string
  /**
   * When the record was last changed.
   */
  updatedAt: string
}

/**
 * Why a model is switched off.
 */
export interface KillModel {
  /**
   * Shown wherever the model would have been used.
   */
  reason: string
}

/**
 * An entry of the ledger. Entries are only ever added.
 */
export interface LedgerEntry {
  /**
   * The entry's id.
   */
  id: number
  /**
   * When it was booked.
   */
  createdAt: string
  /**
   * Id of the generation. It may be gone. Null: it is about a writing of prompts.
   */
  generationId: number | null
  /**
   * Id of the writing of prompts that a text model was asked for. It may be gone. Null: it is about a generation.
   */
  promptWritingId: number | null
  /**
   * `reserve` before a call, `settle` what a call came to, `release` what came to nothing, `correct` a call that was booked before and is known better now.
   */
  kind: 'reserve' | 'settle' | 'release' | 'correct'
  /**
   * Id of the provider.
   */
  providerId: string
  /**
   * The call it is about. Null: none, or not known yet.
   */
  callId: string | null
  /**
   * US dollars more that are reserved; negative: fewer.
   */
  reservedUsd: number
  /**
   * US dollars more that are spent; negative: fewer.
   */
  spentUsd: number
  /**
   * Credits more that are reserved; negative: fewer.
   */
  reservedCredits: number
  /**
   * Credits more that are spent; negative: fewer.
   */
  spentCredits: number
  /**
   * The day (UTC) whose budgets it counts against.
   */
  bookedFor: string
}

/**
 * Entries of the ledger, newest first.
 */
export interface LedgerPage {
  /**
   * The entries.
   */
  data: LedgerEntry[]
  /**
   * The next, older page is asked for with this as `before`. Null: there is none.
   */
  nextBefore: number | null
}

/**
 * Which page of the ledger.
 */
export interface LedgerQuery {
  /**
   * Only entries older than the one of this id. Not given: from the newest on.
   */
  before?: string
  /**
   * Entries a page, 1 to 100.
   */
  perPage?: string
}

/**
 * How to page, sort and filter a list.
 */
export interface ListQuery {
  /**
   * Page, from 1.
   */
  page?: string
  /**
   * Records a page, 1 to 100; up to 1000 with a filter of ids.
   */
  perPage?: string
  /**
   * The field to sort by.
   */
  sort?: string
  /**
   * Direction.
   */
  order?: 'ASC' | 'DESC' | 'asc' | 'desc'
  /**
   * A JSON object: field to value, or to a list of values.
   */
  filter?: string
}

/**
 * One AI model a provider offers.
 */
export interface Model {
  /**
   * Id of the model.
   */
  id: string
  /**
   * Order in which people see it.
   */
  position: number
  /**
   * What its file says.
   */
  spec: import('../../config/types.gen.ts').ModelConfig
  /**
   * The file that declares it.
   */
  sourceFile: string
  /**
   * The line in that file, from 1.
   */
  sourceLine: number
  /**
   * How often it changed.
   */
  version: number
  /**
   * The release that last changed it.
   */
  releaseId: number
  /**
   * When it left the catalog. Null: it is in it.
   */
  archivedAt: string | null
  /**
   * What it makes.
   */
  modelType: 'image' | 'text'
  /**
   * Id of its provider.
   */
  providerId: string
  /**
   * Id of its tier. Null for text models.
   */
  tierId: string | null
  /**
   * Whether its file lets it be used.
   */
  isActive: boolean
  /**
   * When an operator switched it off. Null: it is not.
   */
  killedAt: string | null
  /**
   * Who switched it off.
   */
  killedBy: string | null
  /**
   * Why it was switched off.
   */
  killReason: string | null
  /**
   * Why it cannot be used now. Null: it can.
   */
  problem: string | null
  /**
   * How its provider is reached. Null where the provider is no longer in the catalog.
   */
  providerMode: 'live' | 'sandbox' | 'not_configured' | null
  /**
   * Whether it is the model its tier uses now.
   */
  usedByTier: boolean
}

/**
 * How things stand.
 */
export interface Overview {
  /**
   * The newest release. Null: no catalog was applied yet.
   */
  release: null | {
    /**
     * Its id.
     */
    id: number
    /**
     * When it was applied.
     */
    createdAt: string
    /**
     * The Git commit it came from.
     */
    gitCommit: string | null
  }
  /**
   * Every provider of the catalog.
   *
   * Items: A provider.
   */
  providers: {
    /**
     * Its id.
     */
    id: string
    /**
     * The name people see.
     */
    displayName: string
    /**
     * How it is reached.
     */
    mode: 'live' | 'sandbox' | 'not_configured'
  }[]
  /**
   * Numbers for the first look. At most five seconds old.
   */
  counts: {
    /**
     * Articles.
     */
    contents: number
    /**
     * Slots without a picture.
     */
    imagesMissing: number
    /**
     * Generations that wait.
     */
    queued: number
    /**
     * Generations that run.
     */
    running: number
    /**
     * Generations that failed in the last 24 hours.
     */
    failed24h: number
    /**
     * Generations that succeeded in the last 24 hours.
     */
    succeeded24h: number
  }
  /**
   * US dollars of generations that finished in the last 24 hours.
   */
  costUsd24h: number
  /**
   * What a person should know or do now, the most urgent first. At most five seconds old.
   *
   * Items: A notice.
   */
  notices: {
    /**
     * What it is about.
     */
    kind:
      | 'no_worker'
      | 'provider_paused'
      | 'provider_not_configured'
      | 'circuit_open'
      | 'provider_budget'
      | 'account_budget'
      | 'unknown_outcome'
    /**
     * `error`: nothing goes on until a person acts. `warning`: it may end by itself.
     */
    severity: 'error' | 'warning'
    /**
     * What happened, and what to do.
     */
    message: string
    /**
     * Id of the provider it is about.
     */
    providerId?: string
    /**
     * Id of the account it is about.
     */
    accountId?: number
    /**
     * Generations that it keeps waiting, or that wait for a person.
     */
    count: number
  }[]
}

/**
 * The fields a provider takes for one model family.
 */
export interface ParameterSet {
  /**
   * Id of the parameter set.
   */
  id: string
  /**
   * Order in which people see it.
   */
  position: number
  /**
   * What its file says.
   */
  spec: import('../domain/catalog.ts').ParameterSet
  /**
   * The file that declares it.
   */
  sourceFile: string
  /**
   * The line in that file, from 1.
   */
  sourceLine: number
  /**
   * How often it changed.
   */
  version: number
  /**
   * The release that last changed it.
   */
  releaseId: number
  /**
   * When it left the catalog. Null: it is in it.
   */
  archivedAt: string | null
}

/**
 * A new password. Other sessions of the same person end.
 */
export interface PasswordChange {
  /**
   * The password that holds now.
   */
  currentPassword: string
  /**
   * The password to come.
   */
  newPassword: string
}

/**
 * Why nothing more is to be sent to a provider.
 */
export interface PauseProvider {
  /**
   * Shown wherever the provider is.
   */
  reason: string
}

/**
 * What accounts may use.
 */
export interface Plan {
  /**
   * Id of the plan.
   */
  id: string
  /**
   * Order in which people see it.
   */
  position: number
  /**
   * What its file says.
   */
  spec: import('../../config/types.gen.ts').PlanConfig
  /**
   * The file that declares it.
   */
  sourceFile: string
  /**
   * The line in that file, from 1.
   */
  sourceLine: number
  /**
   * How often it changed.
   */
  version: number
  /**
   * The release that last changed it.
   */
  releaseId: number
  /**
   * When it left the catalog. Null: it is in it.
   */
  archivedAt: string | null
  /**
   * Accounts on this plan.
   */
  accountCount: number
}

/**
 * An error, as RFC 9457 describes it.
 */
export interface Problem {
  /**
   * `/problems/` and a code that programs can tell apart, or `about:blank`.
   */
  type: string
  /**
   * The kind of error.
   */
  title: string
  /**
   * The HTTP status.
   */
  status: number
  /**
   * What happened, and what would be accepted.
   */
  detail: string
  /**
   * For finding the request in the log.
   */
  requestId: string
  /**
   * Message by field name, for forms.
   */
  errors?: {
    [k: string]: string | undefined
  }
}

/**
 * Every writing of an article's prompts, newest first. The newest 200.
 */
export interface PromptWritings {
  /**
   * The writings.
   */
  data: PromptWriting[]
}
/**
 * One writing.
 */
export interface PromptWriting {
  /**
   * Its id.
   */
  id: number
  /**
   * Id of the article.
   */
  contentId: number
  /**
   * Who asked for it; `unknown` for what was written before this was kept.
   */
  askedBy: string
  /**
   * `extractive`, or the text model whose prompts were taken. Null: it is being written, or nothing came of it.
   */
  writer: string | null
  /**
   * The text model that was asked, also where nothing of its answers was taken. Null: none.
   */
  modelId: string | null
  /**
   * Id of that model's provider.
   */
  providerId: string | null
  /**
   * US dollars that it cost, whatever came of it.
   */
  costUsd: number
  /**
   * What a person should know, such as why the text model was not used.
   */
  notes: string[]
  /**
   * Whether prompts that were there were replaced.
   */
  isRegeneration: boolean
  /**
   * When it began.
   */
  createdAt: string
  /**
   * When it ended. Null: it has not.
   */
  finishedAt: string | null
}

/**
 * A service that runs models.
 */
export interface Provider {
  /**
   * Id of the provider.
   */
  id: string
  /**
   * Order in which people see it.
   */
  position: number
  /**
   * What its file says.
   */
  spec: import('../../config/types.gen.ts').ProviderConfig
  /**
   * The file that declares it.
   */
  sourceFile: string
  /**
   * The line in that file, from 1.
   */
  sourceLine: number
  /**
   * How often it changed.
   */
  version: number
  /**
   * The release that last changed it.
   */
  releaseId: number
  /**
   * When it left the catalog. Null: it is in it.
   */
  archivedAt: string | null
  /**
   * How it is reached.
   */
  mode: 'live' | 'sandbox' | 'not_configured'
  /**
   * Ids of its models.
   */
  modelIds: string[]
  /**
   * Whether calls go out to it. Of several reasons why none do, the one that has to end first.
   */
  state:
    | {
        /**
         * Which kind it is.
         */
        kind: 'running'
      }
    | {
        /**
         * Which kind it is.
         */
        kind: 'waiting'
        /**
         * When calls go out again.
         */
        until: string
      }
    | {
        /**
         * Which kind it is.
         */
        kind: 'circuit_open'
        /**
         * Since when.
         */
        since: string
        /**
         * When the next call tries it. Null: now.
         */
        nextTrialAt: string | null
      }
    | {
        /**
         * Which kind it is.
         */
        kind: 'paused'
        /**
         * Since when.
         */
        since: string
        /**
         * The class of the error that paused it; `operator`: a person did.
         */
        class: string
        /**
         * Why.
         */
        reason: string
        /**
         * The person who paused it. Null: an error did.
         */
        by: string | null
      }
    | {
        /**
         * Which kind it is.
         */
        kind: 'not_configured'
      }
  /**
   * Calls to it that failed in a row for its own sake.
   */
  failures: number
  /**
   * The last such failure in words, however long ago. Null: none is known.
   */
  lastFailure: string | null
  /**
   * What it cost today, against what it may.
   */
  spending: {
    /**
     * The day (UTC).
     */
    day: string
    /**
     * US dollars a day. Null: no limit.
     */
    limitUsd: number | null
    /**
     * US dollars spent.
     */
    spentUsd: number
    /**
     * US dollars held for calls under way.
     */
    reservedUsd: number
  }
  /**
   * Generations that wait for it.
   */
  queued: number
  /**
   * Generations that run at it.
   */
  running: number
}

/**
 * A release, and where it came from.
 */
export interface ReleaseOrigin {
  /**
   * The record's id.
   */
  id: number
  /**
   * When it was applied.
   */
  createdAt: string
  /**
   * Who applied it.
   */
  actor: string
  /**
   * The Git commit it came from.
   */
  gitCommit: string | null
  /**
   * The Git branch it came from.
   */
  gitBranch: string | null
  /**
   * Whether the working tree had changes of its own. Null where there is no Git.
   */
  gitDirty: boolean | null
  /**
   * The environment it was applied for. Null: the files as they are, without an overlay.
   */
  environment: string | null
}

/**
 * One applied state of the catalog.
 */
export interface Release {
  /**
   * The record's id.
   */
  id: number
  /**
   * When it was applied.
   */
  createdAt: string
  /**
   * Who applied it.
   */
  actor: string
  /**
   * The Git commit it came from.
   */
  gitCommit: string | null
  /**
   * The Git branch it came from.
   */
  gitBranch: string | null
  /**
   * Whether the working tree had changes of its own. Null where there is no Git.
   */
  gitDirty: boolean | null
  /**
   * Hash of the whole catalog.
   */
  catalogHash: string
  /**
   * What it changed, as it was planned.
   */
  plan: unknown
  /**
   * The environment it was applied for. Null: the files as they are, without an overlay.
   */
  environment: string | null
  /**
   * The overlay of its environment, and what that said. Null: there was none.
   */
  overlay: null | {
    /**
     * The environment it is for.
     */
    environment: string
    /**
     * The file it is in.
     */
    file: string
    /**
     * What it said in place of the files.
     *
     * Items: One value.
     */
    settings: {
      /**
       * What kind of entry, as its file names it.
       */
      kind: 'providers' | 'tiers' | 'plans' | 'styles' | 'parameter_sets' | 'settings' | 'models'
      /**
       * Id of the entry.
       */
      id: string
      /**
       * The field, dotted, such as `price.usd_per_image`.
       */
      path: string
      /**
       * What the field was given.
       */
      value: unknown
    }[]
  }
  /**
   * What the validator said of it when it was applied.
   *
   * Items: A finding.
   */
  findings: {
    /**
     * The rule, such as `lifecycle/retiring-soon`.
     */
    rule: string
    /**
     * How bad it is.
     */
    severity: 'error' | 'warning' | 'hint'
    /**
     * The file.
     */
    file: string
    /**
     * The line, from 1.
     */
    line: number
    /**
     * The column, from 1.
     */
    column: number
    /**
     * What is wrong, and what would do.
     */
    message: string
  }[]
  /**
   * Whom it hit, change by change.
   *
   * Items: A change of what is used.
   */
  impact: {
    /**
     * What it is about, such as `tier premium`.
     */
    concerns: string
    /**
     * What was used before, in words. Null: nothing.
     */
    before: string | null
    /**
     * What is used after, in words. Null: nothing.
     */
    after: string | null
    /**
     * Accounts it concerns.
     */
    accounts: number
    /**
     * Sites it concerns.
     */
    sites: number
    /**
     * Articles it concerns.
     */
    contents: number
    /**
     * Generations that were queued with it.
     */
    queued: number
    /**
     * Whether it left somebody without pictures.
     */
    stranded: boolean
    /**
     * Under which a plan file approves it, such as `tier/premium`. Absent where nobody is stranded.
     */
    name?: string
    /**
     * Why they are stranded. Absent where nobody is.
     */
    why?: string
    /**
     * Names of the accounts, the first hundred.
     */
    names: string[]
  }[]
  /**
   * What its plan file approved by name although it left somebody without pictures.
   */
  approvals: string[]
  /**
   * Deletions that were declared, refused and left out.
   *
   * Items: A deletion.
   */
  skipped: {
    /**
     * What kind of entry, as its file names it.
     */
    kind: 'providers' | 'tiers' | 'plans' | 'styles' | 'parameter_sets' | 'settings' | 'models'
    /**
     * Id of the entry.
     */
    id: string
    /**
     * Why it stays.
     */
    why: string
  }[]
  /**
   * The release whose catalog it brought back. Null: none.
   */
  rollbackOf: number | null
  /**
   * Whether its catalog can be read. False only for what was applied before contents were kept.
   */
  hasContent: boolean
}

/**
 * How to make another version of an image. What is left out is as the settings say.
 */
export interface Remake {
  /**
   * The subject to draw. Becomes the image's prompt.
   */
  prompt?: string
  /**
   * Id of the tier to use instead of the effective one.
   */
  tierId?: string
  /**
   * Id of a model to use instead of the tier's.
   */
  modelId?: string
  /**
   * Id of the style to use instead of the effective one.
   */
  styleId?: string
  /**
   * Repeats a picture, for models that take a seed.
   */
  seed?: number
}

/**
 * How an article with its pictures is written.
 */
export interface ResultsQuery {
  /**
   * What images are written as. `html`: elements with width, height and srcset, which Markdown lets stand. `markdown`: images of Markdown, which have neither. Left out: as the article is.
   */
  images?: 'markdown' | 'html'
  /**
   * What the article is written in. `html` can be had of an article in Markdown too, without its front matter and cleaned as imported HTML is; HTML is not turned into Markdown. Left out: as the article is.
   */
  format?: 'markdown' | 'html'
}

/**
 * An article within a run.
 */
export interface RunItem {
  /**
   * Id of the article.
   */
  id: number
  /**
   * Id of the run.
   */
  runId: number
  /**
   * The article's title.
   */
  title: string
  /**
   * `waiting` until nothing more is to be done.
   */
  state: 'waiting' | 'done' | 'skipped'
  /**
   * Why it was skipped.
   */
  reason: string | null
  /**
   * Whether this run wrote its prompts.
   */
  promptsWritten: boolean
  /**
   * Images that were missing.
   */
  imagesWanted: number
  /**
   * Images that this run made.
   */
  made: number
  /**
   * Images that failed in this run.
   */
  failed: number
  /**
   * Images that it asked for and that are not there yet.
   */
  unfinished: number
  /**
   * US dollars that its images cost in this run.
   */
  costUsd: number
}

/**
 * A line of what a run decided and did.
 */
export interface RunLogLine {
  /**
   * The record's id.
   */
  id: number
  /**
   * When.
   */
  at: string
  /**
   * `warning`: worth a look.
   */
  level: 'note' | 'warning'
  /**
   * Id of the article it is about.
   */
  contentId: number | null
  /**
   * What happened.
   */
  message: string
}

/**
 * Lines of a run's log, newest first.
 */
export interface RunLogPage {
  /**
   * The lines.
   */
  data: RunLogLine[]
  /**
   * The next, older page is asked for with this as `before`. Null: there is none.
   */
  nextBefore: number | null
}

/**
 * Which page of a run's log.
 */
export interface RunLogQuery {
  /**
   * Only lines older than the one of this id. Not given: from the newest on.
   */
  before?: string
  /**
   * Lines a page, 1 to 100.
   */
  perPage?: string
}

/**
 * What a run would do if it began now. Nothing is written.
 */
export interface RunPlan {
  /**
   * Articles of the site.
   */
  articles: number
  /**
   * Articles that something is missing of.
   */
  articlesToDo: number
  /**
   * Articles whose prompts would be written first.
   */
  prompts: number
  /**
   * Who would write them: `extractive`, which costs nothing, or a text model, whose cost is known only afterwards.
   */
  promptsWriter: string
  /**
   * Images that would be asked for, within the limits.
   */
  images: number
  /**
   * US dollars that they are estimated to cost. Prompts of a text model come on top.
   */
  costUsd: number
  /**
   * Credits that they cost.
   */
  credits: number
  /**
   * What they would be made with.
   *
   * Items: A model.
   */
  models: {
    /**
     * Id of the model.
     */
    modelId: string
    /**
     * How many of the images.
     */
    images: number
    /**
     * US dollars estimated.
     */
    costUsd: number
    /**
     * Credits.
     */
    credits: number
    /**
     * Whether its provider would be called, or the sandbox.
     */
    providerMode: 'live' | 'sandbox'
  }[]
  /**
   * What would be left alone, grouped by why.
   *
   * Items: A reason.
   */
  skipped: {
    /**
     * Why.
     */
    reason: string
    /**
     * How many articles.
     */
    articles: number
    /**
     * Some of them.
     *
     * Items: An article.
     */
    examples: {
      /**
       * Id of the article.
       */
      contentId: number
      /**
       * Its title.
       */
      title: string
    }[]
  }[]
  /**
   * Images that are missing too and that the limits would leave undone.
   */
  left: number
  /**
   * The limit that would end it, in words. Null: none would.
   */
  limit: string | null
  /**
   * Why it could not go on to its end: what the account may still spend. Null: nothing known.
   */
  problem: string | null
  /**
   * Id of the run of this site that is not over: another cannot begin. Null: none.
   */
  activeRunId: number | null
}

/**
 * How a run is to go.
 */
export interface RunStart {
  /**
   * `images`: prompts, then images. `prompts`: only prompts. Left out: images.
   */
  lastStage?: 'prompts' | 'images'
  /**
   * At most so many images are asked for. Null or left out: no limit.
   */
  imagesMax?: number | null
  /**
   * At most so many credits are spent on images. Null or left out: no limit.
   */
  creditsMax?: number | null
  /**
   * At most so many US dollars are spent, prompts included. Null or left out: no limit.
   */
  usdMax?: number | null
  /**
   * After so many minutes of running nothing more is asked for. Null or left out: no limit.
   */
  minutesMax?: number | null
}

/**
 * An automation run over a site: prompts for articles that lack them, then images.
 */
export interface Run {
  /**
   * The record's id.
   */
  id: number
  /**
   * Id of the site.
   */
  siteId: number
  /**
   * The site's name.
   */
  siteName: string
  /**
   * Id of the account that pays.
   */
  accountId: number
  /**
   * `running` and `paused` are not over; the others are.
   */
  status: 'running' | 'paused' | 'completed' | 'cancelled' | 'failed'
  /**
   * Where it stands: it lists the articles, writes prompts, then makes images.
   */
  stage: 'plan' | 'prompts' | 'images'
  /**
   * `images`: prompts, then images. `prompts`: only prompts.
   */
  lastStage: 'prompts' | 'images'
  /**
   * Who started it: a person, or a schedule.
   */
  startedBy: string
  /**
   * Id of the schedule that started it.
   */
  scheduleId: number | null
  /**
   * What bounds it. Null: no limit.
   */
  limits: {
    /**
     * Images asked for at most.
     */
    imagesMax: number | null
    /**
     * Credits spent on images at most.
     */
    creditsMax: number | null
    /**
     * US dollars spent at most, prompts included.
     */
    usdMax: number | null
    /**
     * Minutes of running after which nothing more is asked for.
     */
    minutesMax: number | null
  }
  /**
   * How far it is.
   */
  progress: {
    /**
     * Articles of the site when it was planned.
     */
    articles: number
    /**
     * Articles with nothing more to do.
     */
    articlesDone: number
    /**
     * Articles left alone; `/items` says why.
     */
    articlesSkipped: number
    /**
     * Articles whose prompts were missing.
     */
    promptsWanted: number
    /**
     * Of those, the ones that have them now.
     */
    promptsWritten: number
    /**
     * Images that were missing, of the articles not left alone.
     */
    imagesWanted: number
    /**
     * Images made.
     */
    made: number
    /**
     * Images that failed.
     */
    failed: number
    /**
     * Images that wait in the queue.
     */
    queued: number
    /**
     * Images being made.
     */
    running: number
  }
  /**
   * US dollars so far: prompts and images, failed ones included.
   */
  costUsd: number
  /**
   * US dollars of that for prompts.
   */
  promptsCostUsd: number
  /**
   * Credits so far.
   */
  credits: number
  /**
   * How fast images come, over the last minutes. Null: nothing to go by.
   */
  imagesPerMinute: number | null
  /**
   * Seconds until all images are there at this rate. Null: nobody can say.
   */
  etaSeconds: number | null
  /**
   * Seconds that it ran, pauses left out.
   */
  activeSeconds: number
  /**
   * What keeps it from going on at this moment, in words.
   */
  waitReason: string | null
  /**
   * Why it ended, or ends when what is in hand is done.
   */
  endReason:
    | 'done'
    | 'images_limit'
    | 'credits_limit'
    | 'usd_limit'
    | 'time_limit'
    | 'account_budget'
    | 'cancelled'
    | 'error'
    | null
  /**
   * The same in words.
   */
  endNote: string | null
  /**
   * The newest pictures, newest first, 6 at most.
   *
   * Items: A picture.
   */
  lastPictures: {
    /**
     * Id of the generation.
     */
    generationId: number
    /**
     * Id of the image.
     */
    imageId: number
    /**
     * Id of the article.
     */
    contentId: number
    /**
     * Its title.
     */
    contentTitle: string
    /**
     * Address of the file.
     */
    url: string
    /**
     * Address of a copy 320 pixels wide.
     */
    thumbnailUrl: string
    /**
     * Pixels.
     */
    width: number
    /**
     * Pixels.
     */
    height: number
    /**
     * What it shows.
     */
    altText: string
    /**
     * Whether a provider made it or the sandbox drew it.
     */
    providerMode: 'live' | 'sandbox' | null
  }[]
  /**
   * When it was started.
   */
  createdAt: string
  /**
   * Since when it is paused.
   */
  pausedAt: string | null
  /**
   * When it was over.
   */
  finishedAt: string | null
}

/**
 * What a new schedule is made of.
 */
export interface ScheduleCreate {
  /**
   * Id of the site.
   */
  siteId: number
  /**
   * When, as five fields: minute, hour, day of the month, month, day of the week. `30 6 * * 1-5` is half past six on weekdays.
   */
  cron: string
  /**
   * The time zone that it is read in, such as Europe/Berlin.
   */
  timeZone: string
  /**
   * Whether it starts runs. Left out: it does.
   */
  isEnabled?: boolean
  /**
   * `images`: prompts, then images. `prompts`: only prompts.
   */
  lastStage?: 'prompts' | 'images'
  /**
   * At most so many images are asked for. Null or left out: no limit.
   */
  imagesMax?: number | null
  /**
   * At most so many credits are spent on images. Null or left out: no limit.
   */
  creditsMax?: number | null
  /**
   * At most so many US dollars are spent, prompts included. Null or left out: no limit.
   */
  usdMax?: number | null
  /**
   * After so many minutes of running nothing more is asked for. Null or left out: no limit.
   */
  minutesMax?: number | null
}

/**
 * What a schedule would say.
 */
export interface ScheduleTimesQuery {
  /**
   * When, as five fields: minute, hour, day of the month, month, day of the week. `30 6 * * 1-5` is half past six on weekdays.
   */
  cron: string
  /**
   * The time zone that it is read in, such as Europe/Berlin.
   */
  timeZone: string
}

/**
 * When a schedule would be due.
 */
export interface ScheduleTimes {
  /**
   * The next times, five at most.
   *
   * Items: A time.
   */
  times: string[]
}

/**
 * What to change of a schedule.
 */
export interface ScheduleUpdate {
  /**
   * When, as five fields: minute, hour, day of the month, month, day of the week. `30 6 * * 1-5` is half past six on weekdays.
   */
  cron?: string
  /**
   * The time zone that it is read in, such as Europe/Berlin.
   */
  timeZone?: string
  /**
   * Whether it starts runs.
   */
  isEnabled?: boolean
  /**
   * `images`: prompts, then images. `prompts`: only prompts.
   */
  lastStage?: 'prompts' | 'images'
  /**
   * At most so many images are asked for. Null or left out: no limit.
   */
  imagesMax?: number | null
  /**
   * At most so many credits are spent on images. Null or left out: no limit.
   */
  creditsMax?: number | null
  /**
   * At most so many US dollars are spent, prompts included. Null or left out: no limit.
   */
  usdMax?: number | null
  /**
   * After so many minutes of running nothing more is asked for. Null or left out: no limit.
   */
  minutesMax?: number | null
}

/**
 * When runs of a site begin by themselves.
 */
export interface Schedule {
  /**
   * The record's id.
   */
  id: number
  /**
   * Id of the site.
   */
  siteId: number
  /**
   * The site's name.
   */
  siteName: string
  /**
   * When, as five fields: minute, hour, day of the month, month, day of the week. `30 6 * * 1-5` is half past six on weekdays.
   */
  cron: string
  /**
   * The time zone that it is read in, such as Europe/Berlin.
   */
  timeZone: string
  /**
   * Whether it starts runs.
   */
  isEnabled: boolean
  /**
   * `images`: prompts, then images. `prompts`: only prompts.
   */
  lastStage: 'prompts' | 'images'
  /**
   * What bounds it. Null: no limit.
   */
  limits: {
    /**
     * Images asked for at most.
     */
    imagesMax: number | null
    /**
     * Credits spent on images at most.
     */
    creditsMax: number | null
    /**
     * US dollars spent at most, prompts included.
     */
    usdMax: number | null
    /**
     * Minutes of running after which nothing more is asked for.
     */
    minutesMax: number | null
  }
  /**
   * When it is due next. Null: it is switched off.
   */
  nextAt: string | null
  /**
   * The next times it is due, three at most.
   *
   * Items: A time.
   */
  nextTimes: string[]
  /**
   * When it was due last.
   */
  lastDueAt: string | null
  /**
   * What came of it, in words.
   */
  lastOutcome: string | null
  /**
   * Who made it.
   */
  createdBy: string
  /**
   * When the record was made.
   */
  createdAt: string
  /**
   * When the record was last changed.
   */
  updatedAt: string
}

/**
 * Who signs in.
 */
export interface SessionCreate {
  /**
   * The name.
   */
  name: string
  /**
   * The password.
   */
  password: string
}

/**
 * Who is signed in.
 */
export interface SessionUser {
  /**
   * The record's id.
   */
  id: number
  /**
   * The name one signs in with.
   */
  name: string
  /**
   * `editor` may not switch models off nor change accounts.
   */
  role: 'admin' | 'operator' | 'editor'
}

/**
 * A session.
 */
export interface Session {
  /**
   * Who is signed in.
   */
  user: SessionUser
}

/**
 * System defaults: what holds where no account, site, keyword or article says otherwise.
 */
export interface Settings {
  /**
   * Id of the settings.
   */
  id: string
  /**
   * Order in which people see it.
   */
  position: number
  /**
   * What its file says.
   */
  spec: import('../../config/types.gen.ts').SettingsConfig
  /**
   * The file that declares it.
   */
  sourceFile: string
  /**
   * The line in that file, from 1.
   */
  sourceLine: number
  /**
   * How often it changed.
   */
  version: number
  /**
   * The release that last changed it.
   */
  releaseId: number
  /**
   * When it left the catalog. Null: it is in it.
   */
  archivedAt: string | null
}

/**
 * What a new site is made of.
 */
export interface SiteCreate {
  /**
   * Id of the account it belongs to.
   */
  accountId: number
  /**
   * The name people see.
   */
  name: string
  /**
   * Where the site is, https or http. Null where it is nowhere yet.
   */
  url?: string | null
  /**
   * In-article images of an article, 1 to 8 and within the plan. Null: this level says nothing.
   */
  imagesPerArticle?: number | null
  /**
   * Id of a tier that has an active model and that the plan allows. Null: this level says nothing.
   */
  tierId?: string | null
  /**
   * Id of a style. Null: this level says nothing.
   */
  styleId?: string | null
  /**
   * File format of finished pictures. Null: this level says nothing.
   */
  format?: 'webp' | 'png' | 'jpeg' | null
  /**
   * What no picture should show, instead of what the level above says; the style's own is added. Empty: nothing else is ruled out. Null: this level says nothing.
   */
  negativePrompt?: string | null
  /**
   * Who writes prompts: `model` the default text model where its provider is live, else the extractive writer; `extractive` always the extractive writer, which costs nothing. Null: this level says nothing.
   */
  promptWriter?: 'model' | 'extractive' | null
}

/**
 * What to change about a site. What is left out stays.
 */
export interface SiteUpdate {
  /**
   * The name people see.
   */
  name?: string
  /**
   * Where the site is, https or http. Null where it is nowhere yet.
   */
  url?: string | null
  /**
   * In-article images of an article, 1 to 8 and within the plan. Null: this level says nothing.
   */
  imagesPerArticle?: number | null
  /**
   * Id of a tier that has an active model and that the plan allows. Null: this level says nothing.
   */
  tierId?: string | null
  /**
   * Id of a style. Null: this level says nothing.
   */
  styleId?: string | null
  /**
   * File format of finished pictures. Null: this level says nothing.
   */
  format?: 'webp' | 'png' | 'jpeg' | null
  /**
   * What no picture should show, instead of what the level above says; the style's own is added. Empty: nothing else is ruled out. Null: this level says nothing.
   */
  negativePrompt?: string | null
  /**
   * Who writes prompts: `model` the default text model where its provider is live, else the extractive writer; `extractive` always the extractive writer, which costs nothing. Null: this level says nothing.
   */
  promptWriter?: 'model' | 'extractive' | null
}

/**
 * A website of an account.
 */
export interface Site {
  /**
   * The record's id.
   */
  id: number
  /**
   * Id of the account it belongs to.
   */
  accountId: number
  /**
   * The name people see. Unique within the account.
   */
  name: string
  /**
   * Where the site is. Null where it is nowhere yet.
   */
  url: string | null
  /**
   * In-article images of an article. Null: this level says nothing.
   */
  imagesPerArticle: number | null
  /**
   * Id of the quality tier. Null: this level says nothing.
   */
  tierId: string | null
  /**
   * Id of the style. Null: this level says nothing.
   */
  styleId: string | null
  /**
   * File format of finished pictures. Null: this level says nothing.
   */
  format: 'webp' | 'png' | 'jpeg' | null
  /**
   * What no picture should show, instead of what the level above says; the style's own is added. Empty: nothing else is ruled out. Null: this level says nothing.
   */
  negativePrompt: string | null
  /**
   * Who writes prompts: `model` the default text model where its provider is live, else the extractive writer; `extractive` always the extractive writer, which costs nothing. Null: this level says nothing.
   */
  promptWriter: 'model' | 'extractive' | null
  /**
   * When the record was made.
   */
  createdAt: string
  /**
   * When the record was last changed.
   */
  updatedAt: string
}

/**
 * Words added to a prompt, and a negative prompt.
 */
export interface Style {
  /**
   * Id of the style.
   */
  id: string
  /**
   * Order in which people see it.
   */
  position: number
  /**
   * What its file says.
   */
  spec: import('../../config/types.gen.ts').StyleConfig
  /**
   * The file that declares it.
   */
  sourceFile: string
  /**
   * The line in that file, from 1.
   */
  sourceLine: number
  /**
   * How often it changed.
   */
  version: number
  /**
   * The release that last changed it.
   */
  releaseId: number
  /**
   * When it left the catalog. Null: it is in it.
   */
  archivedAt: string | null
}

/**
 * A quality tier.
 */
export interface Tier {
  /**
   * Id of the tier.
   */
  id: string
  /**
   * Order in which people see it.
   */
  position: number
  /**
   * What its file says.
   */
  spec: import('../../config/types.gen.ts').TierConfig
  /**
   * The file that declares it.
   */
  sourceFile: string
  /**
   * The line in that file, from 1.
   */
  sourceLine: number
  /**
   * How often it changed.
   */
  version: number
  /**
   * The release that last changed it.
   */
  releaseId: number
  /**
   * When it left the catalog. Null: it is in it.
   */
  archivedAt: string | null
  /**
   * Ids of its models, by priority.
   */
  modelIds: string[]
  /**
   * The model it uses now. Null: none can be used.
   */
  currentModelId: string | null
  /**
   * Why it cannot be used now. Null: it can.
   */
  problem: string | null
  /**
   * Ids of the plans that allow it.
   */
  planIds: string[]
}

/**
 * What a new webhook is made of.
 */
export interface WebhookCreate {
  /**
   * Id of the account whose articles it is told of.
   */
  accountId: number
  /**
   * Where deliveries are sent: https, and no address of a private network unless the server allows it.
   */
  url: string
  /**
   * What it is for.
   */
  description?: string
  /**
   * What it is told of. `images.ready`: all that was asked for is there; `images.failed`: some of it is not.
   *
   * @minItems 1
   */
  events: ('images.ready' | 'images.failed')[]
}

/**
 * One event for one webhook.
 */
export interface WebhookDelivery {
  /**
   * The record's id.
   */
  id: number
  /**
   * Id of the webhook.
   */
  webhookId: number
  /**
   * What `webhook-id` says, in every attempt.
   */
  eventId: string
  /**
   * What happened; `webhook.test` is what a person sent to try.
   */
  type: 'images.ready' | 'images.failed' | 'webhook.test'
  /**
   * The body, as JSON.
   */
  payload: unknown
  /**
   * `pending`: it will be sent; `dropped`: its webhook was switched off first.
   */
  status: 'pending' | 'delivered' | 'failed' | 'dropped'
  /**
   * How often it was tried.
   */
  attempts: number
  /**
   * When it is tried next. Null: not again.
   */
  nextAt: string | null
  /**
   * Somebody is sending it now.
   */
  isBeingSent: boolean
  /**
   * HTTP status of the last answer. Null: none came.
   */
  responseStatus: number | null
  /**
   * What went wrong the last time.
   */
  error: string | null
  /**
   * When the record was made.
   */
  createdAt: string
  /**
   * When it was over. Null: not yet.
   */
  finishedAt: string | null
}

/**
 * A webhook with its new secret. Nobody can read the secret again.
 */
export interface WebhookSecret {
  /**
   * What signatures are made with: `whsec_` and base64, as Standard Webhooks have it.
   */
  secret: string
  webhook: Webhook
}
/**
 * Its record.
 */
export interface Webhook {
  /**
   * The record's id.
   */
  id: number
  /**
   * Id of the account whose articles it is told of.
   */
  accountId: number
  /**
   * Where deliveries are sent.
   */
  url: string
  /**
   * What it is for.
   */
  description: string
  /**
   * What it is told of. `images.ready`: all that was asked for is there; `images.failed`: some of it is not.
   */
  events: ('images.ready' | 'images.failed')[]
  /**
   * Whether anything is sent.
   */
  enabled: boolean
  /**
   * Why nothing is sent, where no person decided that.
   */
  disabledReason: string | null
  /**
   * Until when deliveries are signed with the secret before the last rotation too.
   */
  previousSecretUntil: string | null
  /**
   * The newest delivery that ended or was tried.
   */
  lastDelivery: WebhookDelivery | null
  /**
   * Who made it.
   */
  createdBy: string
  /**
   * When the record was made.
   */
  createdAt: string
  /**
   * When the record was last changed.
   */
  updatedAt: string
}

/**
 * What to change of a webhook. What is left out stays as it is.
 */
export interface WebhookUpdate {
  /**
   * Where deliveries are sent: https, and no address of a private network unless the server allows it.
   */
  url?: string
  /**
   * What it is for.
   */
  description?: string
  /**
   * What it is told of. `images.ready`: all that was asked for is there; `images.failed`: some of it is not.
   *
   * @minItems 1
   */
  events?: ('images.ready' | 'images.failed')[]
  /**
   * Whether anything is sent. Switched off, what waits is dropped.
   */
  enabled?: boolean
}

/**
 * An address that is told when images are ready, or failed.
 */
export interface Webhook {
  /**
   * The record's id.
   */
  id: number
  /**
   * Id of the account whose articles it is told of.
   */
  accountId: number
  /**
   * Where deliveries are sent.
   */
  url: string
  /**
   * What it is for.
   */
  description: string
  /**
   * What it is told of. `images.ready`: all that was asked for is there; `images.failed`: some of it is not.
   */
  events: ('images.ready' | 'images.failed')[]
  /**
   * Whether anything is sent.
   */
  enabled: boolean
  /**
   * Why nothing is sent, where no person decided that.
   */
  disabledReason: string | null
  /**
   * Until when deliveries are signed with the secret before the last rotation too.
   */
  previousSecretUntil: string | null
  /**
   * The newest delivery that ended or was tried.
   */
  lastDelivery: WebhookDelivery | null
  /**
   * Who made it.
   */
  createdBy: string
  /**
   * When the record was made.
   */
  createdAt: string
  /**
   * When the record was last changed.
   */
  updatedAt: string
}

/**
 * A worker as it last said of itself. One that is silent for 15 minutes is left out.
 */
export interface Worker {
  /**
   * Host, process and a random part.
   */
  id: string
  /**
   * Name of its machine.
   */
  host: string
  /**
   * Id of its process there.
   */
  processId: number
  /**
   * Generations it takes at once.
   */
  slots: number
  /**
   * Generations it works on.
   */
  inHand: number
  /**
   * When it began.
   */
  startedAt: string
  /**
   * When it last said so.
   */
  seenAt: string
  /**
   * It said so within the last minute. Workers do three times a minute.
   */
  isAlive: boolean
}

/**
 * The article and its images after the prompts were written.
 */
export interface WritePromptsAnswer {
  /**
   * The article.
   */
  content: Content
  /**
   * All of its images.
   */
  images: Image[]
  /**
   * The new generations, where pictures were to be made anew.
   */
  generations: Generation[]
  /**
   * Images for which nothing was queued although pictures were to be made anew.
   *
   * Items: One image.
   */
  skipped: {
    /**
     * Its id.
     */
    imageId: number
    /**
     * Why not.
     */
    reason: string
  }[]
}

/**
 * How to write an article's prompts.
 */
export interface WritePrompts {
  /**
   * Replace prompts that are there. Pictures already made stay.
   */
  regenerate?: boolean
  /**
   * Only these images of the article get a new prompt; the others keep theirs.
   *
   * @minItems 1
   * @maxItems 50
   */
  imageIds?: number[]
  /**
   * Also make another version of every picture whose prompt is written anew. Without it pictures already made stay.
   */
  remake?: boolean
}
