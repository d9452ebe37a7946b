import type { ModelConfig } from '../../config/types.gen.ts'
import type { ParameterSet } from './catalog.ts'
import type { Size } from './size.ts'

export type PictureFormat = 'webp' | 'png' | 'jpeg'

/** A picture to ask for. Complete: an adapter renames fields and decides nothing. */
export interface RenderPlan {
  /** UUID v4, new for every call, stored before it. */
  taskId: string
  model: ModelConfig
  parameterSet: ParameterSet
  prompt: string
  /** Null where there is none or the model takes none. */
  negativePrompt: string | null
  size: Size
  format: PictureFormat
  /** Null: the provider chooses. */
  seed: number | null
}

/** What a generation asks for, whether it is only planned, queued or claimed. */
export interface RenderWish {
  prompt: string
  negativePrompt: string | null
  width: number
  height: number
  format: PictureFormat
  seed: number | null
  generationParams: Record<string, unknown>
}

/** The plan of a generation, with the parameters that it was queued with and not those that its model has by now. */
export const renderPlanOf = (
  wish: RenderWish,
  { taskId, model, parameterSet }: Pick<RenderPlan, 'taskId' | 'model' | 'parameterSet'>,
): RenderPlan => ({
  taskId,
  model: { ...model, generation_params: wish.generationParams },
  parameterSet,
  prompt: wish.prompt,
  negativePrompt: wish.negativePrompt,
  size: { width: wish.width, height: wish.height },
  format: wish.format,
  seed: wish.seed,
})

/** Where the finished picture is. */
export type PictureSource = { kind: 'bytes'; bytes: Uint8Array } | { kind: 'url'; url: string }

/** A provider's answer, before anything was downloaded. The call is paid for from here on. */
export interface ProviderPicture {
  source: PictureSource
  /** US dollars; null where neither the answer nor the catalog's rates tell. */
  costUsd: number | null
  costSource: 'provider' | 'usage' | 'catalog' | null
  seed: number | null
  requestId: string | null
  /** The answer as it came, without the picture's bytes. */
  raw: unknown
}

/** What a provider says about a task sent earlier. */
export type TaskOutcome =
  | { status: 'succeeded'; picture: ProviderPicture }
  | { status: 'failed'; error: Error }
  | { status: 'pending' }
  /** The provider never got it, or no longer remembers: sending again cannot pay twice for one picture we could have had. */
  | { status: 'unknown' }

export interface ImageProvider {
  /** The exact JSON body that `generate` sends. Pure, so that it can be checked before it costs anything. */
  requestBody(plan: RenderPlan): unknown
  /** The object in the body that the model's parameter set describes. */
  parametersOf(body: unknown): Record<string, unknown>
  /** One call, no retry. Throws ProviderError, whose `outcomeUnknown` says whether it may have been billed. */
  generate(plan: RenderPlan, signal: AbortSignal): Promise<ProviderPicture>
  /** Asks what became of a task. Absent where the provider has no such question. Throws ProviderError. */
  findTask?(taskId: string, plan: RenderPlan, signal: AbortSignal): Promise<TaskOutcome>
}

/** One turn of a chat with a text model. */
export interface ChatMessage {
  role: 'system' | 'user' | 'assistant'
  content: string
}

export interface ChatRequest {
  model: ModelConfig
  messages: ChatMessage[]
  /** Shape of the answer. Plain: types, required, additionalProperties false. */
  schema: { name: string; schema: Record<string, unknown> }
  /** How the schema travels: enforced by the server, or only the promise of some JSON, or nothing. */
  mode: 'json_schema' | 'json_object' | 'text'
}

export interface ChatAnswer {
  text: string
  costUsd: number | null
  finishReason: string | null
  requestId: string | null
}

export interface ChatProvider {
  /** One call, no retry. Throws ProviderError. */
  complete(request: ChatRequest, signal: AbortSignal): Promise<ChatAnswer>
}
