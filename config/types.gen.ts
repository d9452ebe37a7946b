// Generated from config/schema/*.schema.json by `npm run generate`. Do not edit.

/**
 * One AI model that a provider offers. One file per model, under config/models/<provider>/.
 */
export type ModelConfig = {
  /**
   * The id the provider knows the model by. Unique in the catalog; sent as it is.
   */
  model_name: string
  /**
   * The name people see in the console.
   */
  display_name: string
  /**
   * Id of the provider that serves the model, from providers.yaml.
   */
  provider: string
  /**
   * What the model makes: `image` makes pictures, `text` writes prompts.
   */
  model_type: 'image' | 'text'
  /**
   * Id of the tier the model serves, from tiers.yaml. Image models only.
   */
  quality_tier?: string
  /**
   * Order within the tier, 1 first. The first active model is used, the others are its fallbacks.
   */
  priority?: number
  /**
   * Whether the model may be used. A retired model stays in the catalog, inactive.
   */
  is_active: boolean
  /**
   * Exactly one active model per model_type is the default. The default image model's tier is the default tier.
   */
  is_default: boolean
  landscape_size?: SizeText
  square_size?: SizeText1
  /**
   * Every size the provider accepts for this model, when it accepts a closed list.
   *
   * @minItems 1
   */
  valid_sizes?: [SizeText2, ...SizeText2[]]
  /**
   * The rule a size must keep, when the provider accepts any size within limits.
   */
  size_rules?: {
    /**
     * Smallest width or height in pixels.
     */
    min_side: number
    /**
     * Largest width or height in pixels.
     */
    max_side: number
    /**
     * Width and height must be multiples of this many pixels.
     */
    step?: number
    /**
     * Smallest width times height.
     */
    min_pixels?: number
    /**
     * Largest width times height.
     */
    max_pixels?: number
    /**
     * Largest ratio of the longer side to the shorter.
     */
    max_ratio?: number
  }
  /**
   * Smallest width times height. Shorthand beside valid_sizes; with size_rules, put it there.
   */
  min_pixels?: number
  /**
   * Parameters sent with every request as they are. Checked against the provider's parameter set for this model family, config/schema/params/.
   */
  generation_params?: {}
  /**
   * What a request to this model may carry.
   */
  accepts?: {
    /**
     * Whether the model takes a negative prompt. Where it does not, the style's is left out and the generation says so.
     */
    negative_prompt?: boolean
    /**
     * Whether the model takes a seed.
     */
    seed?: boolean
    /**
     * Longest prompt in characters.
     */
    prompt_chars_max: number
    /**
     * Text models: whether the model honours a JSON schema for its answer.
     */
    json_schema?: boolean
  }
  /**
   * What the provider charges. `usd_per_image`, or rates per million tokens by kind.
   */
  price: {
    /**
     * US dollars for one image of this model's default size and parameters. With token rates beside it: the estimate shown and reserved before a call.
     */
    usd_per_image?: number
    /**
     * US dollars per million tokens, by kind. The cost of a call is its usage times these rates.
     */
    usd_per_1m_tokens?: {
      /**
       * Text tokens sent.
       */
      text_input?: number
      /**
       * Image tokens sent.
       */
      image_input?: number
      /**
       * Text tokens received.
       */
      text_output?: number
      /**
       * Image tokens received.
       */
      image_output?: number
    }
  }
  /**
   * Credits an account is charged for one image.
   */
  credits_per_image?: number
  /**
   * When the provider takes the model away, and what replaces it.
   */
  lifecycle?: {
    /**
     * First day on which the provider no longer serves the model.
     */
    retires_on?: string
    /**
     * model_name of the model to use instead.
     */
    replaced_by?: string
  }
  /**
   * Whether the model stays even when its file goes: taking it out of the files is then refused until this was false for a release.
   */
  protected?: boolean
  /**
   * The model_name this file had before a rename, so that the plan renames the row instead of archiving it.
   */
  moved_from?: string
  /**
   * What a reader should know: where a value comes from, what surprised us.
   */
  notes?: string
}
/**
 * Size of featured images and of in-article images at odd positions, as WIDTHxHEIGHT in pixels. Wider than high. An active image model must have one.
 */
export type SizeText = string
/**
 * Size of in-article images at even positions, as WIDTHxHEIGHT in pixels. As wide as high. An active image model must have one.
 */
export type SizeText1 = string
/**
 * WIDTHxHEIGHT in pixels, with a plain x.
 */
export type SizeText2 = string

/**
 * What accounts may use.
 */
export interface PlansFile {
  /**
   * The plans, in the order people see them.
   *
   * @minItems 1
   */
  plans: [PlanConfig, ...PlanConfig[]]
}
/**
 * One plan. It bounds every setting of its accounts.
 */
export interface PlanConfig {
  /**
   * The name that accounts refer to.
   */
  id: string
  /**
   * The name people see.
   */
  display_name: string
  /**
   * Ids of the tiers the plan allows.
   *
   * @minItems 1
   */
  tiers: [string, ...string[]]
  /**
   * Most in-article images of one article. The featured image comes on top.
   */
  images_per_article_max: number
  /**
   * Credits an account may use in a calendar month (UTC).
   */
  credits_per_month: number
  /**
   * US dollars of provider cost an account may cause in a calendar month (UTC).
   */
  usd_per_month: number
  /**
   * Whether the plan stays even when its declaration goes: taking it out of the files is then refused until this was false for a release.
   */
  protected?: boolean
  /**
   * The id this plan had before a rename.
   */
  moved_from?: string
}

/**
 * The services that run the models, and how to talk to them.
 */
export interface ProvidersFile {
  /**
   * The providers, in the order people see them.
   *
   * @minItems 1
   */
  providers: [ProviderConfig, ...ProviderConfig[]]
}
/**
 * One provider. Its key is never here: only the name of the environment variable that holds it.
 */
export interface ProviderConfig {
  /**
   * The name that models refer to.
   */
  id: string
  /**
   * The name people see.
   */
  display_name: string
  /**
   * The wire protocol: `runware` task arrays, or `openai` (Images and Chat Completions, also of compatible gateways).
   */
  adapter: 'runware' | 'openai'
  /**
   * Where the protocol's paths begin. https, unless on this machine.
   */
  base_url: string
  /**
   * Name of the environment variable that holds the key. Absent: the server checks no key, so none is sent and the provider is always live. Only for `openai` providers of text models.
   */
  key_env?: string
  /**
   * Most calls in flight at once, over all workers.
   */
  concurrency: number
  /**
   * Most calls begun in a minute, over all workers.
   */
  requests_per_minute?: number
  /**
   * Most US dollars that calls may cost in a day (UTC), over all accounts. What does not fit waits for the next day. Absent: no limit but those of the plans.
   */
  usd_per_day?: number
  /**
   * How long one call may take before it is given up. Five minutes is as long as an HTTP client waits for an answer to begin.
   */
  timeout_seconds: number
  /**
   * Most calls for one generation, the first one included.
   */
  max_attempts: number
  /**
   * What to do when a worker died during a call and the provider cannot be asked what became of it: `park` fails the generation for a person to decide, `retry_once` calls again and may pay twice.
   */
  unknown_outcome: 'park' | 'retry_once'
  /**
   * Hosts that finished pictures may be fetched from; a host includes its subdomains.
   */
  download_hosts?: string[]
  /**
   * Whether the provider stays even when its declaration goes: taking it out of the files is then refused until this was false for a release.
   */
  protected?: boolean
  /**
   * The id this provider had before a rename.
   */
  moved_from?: string
}

/**
 * System defaults: what holds where no account, site, keyword or article says otherwise.
 */
export interface SettingsConfig {
  /**
   * In-article images of an article. The featured image comes on top.
   */
  images_per_article: number
  /**
   * Id of the style, from styles.yaml.
   */
  style: string
  /**
   * File format of finished pictures.
   */
  format: 'webp' | 'png' | 'jpeg'
  /**
   * How a prompt becomes what is sent. {prompt} must be in it; {style} and {title} may be.
   */
  prompt_template: string
  /**
   * What no picture should show, for the models that take a negative prompt.
   */
  negative_prompt?: string
  /**
   * Who writes prompts: `model` the default text model where its provider is live, else the extractive writer; `extractive` always the extractive writer, which costs nothing.
   */
  prompt_writer?: 'model' | 'extractive'
  retention?: RetentionConfig
  /**
   * US dollars that a credit is worth. With it, validate-config finds models whose credits do not cover their price.
   */
  usd_per_credit?: number
  /**
   * Folders whose source code is searched for facts that belong in the catalog, relative to the folder that validate-config runs in.
   */
  source?: string[]
}
/**
 * When pictures of old versions are deleted. Absent: all are kept. The version that is shown always stays, and so do prompts, costs and what a version was made with.
 */
export interface RetentionConfig {
  /**
   * Versions that were made, or that somebody chose, in this many days stay.
   */
  days: number
  /**
   * The newest so many versions of an image stay, however old.
   */
  versions_per_image?: number
}

/**
 * Looks that can be asked for.
 */
export interface StylesFile {
  /**
   * The styles, in the order people see them.
   *
   * @minItems 1
   */
  styles: [StyleConfig, ...StyleConfig[]]
}
/**
 * Words added to a prompt, and a negative prompt for the models that take one.
 */
export interface StyleConfig {
  /**
   * The name that settings refer to.
   */
  id: string
  /**
   * The name people see.
   */
  display_name: string
  /**
   * Put where the prompt template says {style}.
   */
  prompt_words: string
  /**
   * What the picture should not show, added to the system's negative prompt.
   */
  negative_prompt?: string
  /**
   * Whether the style stays even when its declaration goes: taking it out of the files is then refused until this was false for a release.
   */
  protected?: boolean
  /**
   * The id this style had before a rename.
   */
  moved_from?: string
}

/**
 * The quality tiers an account, site, keyword or article can choose from.
 */
export interface TiersFile {
  /**
   * The tiers, in the order people see them.
   *
   * @minItems 1
   */
  tiers: [TierConfig, ...TierConfig[]]
}
/**
 * One quality tier. Its models name it in their quality_tier.
 */
export interface TierConfig {
  /**
   * The name that models, plans and settings refer to.
   */
  id: string
  /**
   * The name people see.
   */
  display_name: string
  /**
   * What one gets for one's money, in a sentence.
   */
  description: string
  /**
   * Whether the tier's next model makes a picture that its first could not: when the provider is down or has taken the model away, never because of the prompt. The picture may look and cost different.
   */
  fallback?: boolean
  /**
   * Whether the tier stays even when its declaration goes: taking it out of the files is then refused until this was false for a release.
   */
  protected?: boolean
  /**
   * The id this tier had before a rename.
   */
  moved_from?: string
}
