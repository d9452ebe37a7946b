import { randomUUID } from 'node:crypto'
import type { PictureFormat } from '../domain/image-provider.ts'
import { lengthOf } from '../domain/prompt-text.ts'
import { type Size, parseSize } from '../domain/size.ts'
import { chanceOf } from './chance.ts'
import type { SandboxContext } from './context.ts'
import type { Fault, FaultKind } from './faults.ts'
import { parameterProblems } from './parameters.ts'
import type { FaultyPictureRequest } from './pictures-to-draw.ts'
import { show } from './reply.ts'
import { type Refusal, parameterRefusal, refusal, sizeRefusal } from './runware-errors.ts'
import { isFieldAnywhere } from './runware-fields.ts'
import { type ServedModel, priceUsdOf, servedModel } from './served-models.ts'

type Task = Record<string, unknown>

const formats: Record<string, PictureFormat> = { JPG: 'jpeg', PNG: 'png', WEBP: 'webp' }

/** Why Runware would not take a task; otherwise the model that it is for. */
export function checkImageTask(task: Task, context: SandboxContext): Refusal | ServedModel {
  if (task['model'] === undefined)
    return refusal(400, 'missingModel', "Missing required parameter 'model'.", { parameter: 'model' })
  const served = servedModel(task['model'], context.catalog(), 'runware', 'image', context.today())
  if (!served) {
    return refusal(
      404,
      'modelNotFound',
      `The model '${show(task['model'])}' was not found. It does not exist, is private, or is no longer available.`,
      { parameter: 'model' },
    )
  }
  // The model's own row knows its sizes better than the schema of its family.
  const problem = parameterProblems(task, served).find(
    ({ field, kind }) => !(['width', 'height'].includes(field) && (kind === 'below' || kind === 'above')),
  )
  if (problem) return parameterRefusal(problem, isFieldAnywhere(problem.field, context.catalog()))
  const { resolution } = task
  if (resolution !== undefined && served.wire.resolutions[show(resolution)] === undefined)
    return parameterRefusal({ kind: 'unknown', field: 'resolution', rule: null, schema: {}, value: resolution })
  const prompt = show(task['positivePrompt'])
  const longest = served.model.accepts?.prompt_chars_max ?? Infinity
  if (lengthOf(prompt) > longest) {
    return refusal(
      400,
      'invalidPositivePromptLength',
      `Invalid value for 'positivePrompt' parameter. It must be at most ${longest} characters long.`,
      { parameter: 'positivePrompt', type: 'string', max: longest },
    )
  }
  const size = sizeOf(task, served)
  return sizeRefusal(size.width, size.height, served.model) ?? served
}

/** A resolution is a square of its class. With neither size nor resolution the provider chooses: the model's square. */
function sizeOf(task: Task, { model, wire }: ServedModel): Size {
  if (task['width'] !== undefined) return { width: Number(task['width']), height: Number(task['height']) }
  return (
    parseSize(wire.resolutions[show(task['resolution'])] ?? model.square_size ?? model.landscape_size ?? '') ?? {
      width: 0,
      height: 0,
    }
  )
}

const numberOf = (value: unknown): number | undefined => (typeof value === 'number' ? value : undefined)

async function delivered(request: FaultyPictureRequest, outputType: unknown, context: SandboxContext): Promise<Task> {
  if (outputType !== 'base64Data' && outputType !== 'dataURI') {
    return { imageURL: `${context.url()}/images/${context.pictures.add(request)}` }
  }
  const base64 = Buffer.from(await context.pictures.draw(request)).toString('base64')
  return outputType === 'base64Data'
    ? { imageBase64Data: base64 }
    : { imageDataURI: `data:image/${request.format};base64,${base64}` }
}

/** The results of an accepted task, as Runware gives them. Each is billed. */
export async function drawTask(
  task: Task,
  served: ServedModel,
  fault: Fault | null,
  context: SandboxContext,
): Promise<Task[]> {
  const { model } = served
  const taskId = show(task['taskUUID'])
  const size = sizeOf(task, served)
  const costUsd = priceUsdOf(served, size)
  const seed = numberOf(task['seed']) ?? chanceOf(taskId).whole(1, 2_147_483_647)
  const quality = numberOf(task['outputQuality'])
  const wantsCheck = task['checkNSFW'] === true || task['safety'] !== undefined
  return Promise.all(
    Array.from({ length: numberOf(task['numberResults']) ?? 1 }, async (_, index) => {
      const request: FaultyPictureRequest = {
        size,
        format: formats[show(task['outputFormat'] ?? 'JPG')] ?? 'jpeg',
        prompt: show(task['positivePrompt']),
        seed: seed + index,
        modelName: model.model_name,
        fault: fault?.kind ?? null,
        ...(quality !== undefined && { quality }),
      }
      context.ledger.bill({
        adapter: 'runware',
        taskId,
        clientRequestId: null,
        modelName: model.model_name,
        prompt: request.prompt,
        costUsd,
      })
      return {
        taskType: 'imageInference',
        taskUUID: taskId,
        imageUUID: randomUUID(),
        ...(await delivered(request, task['outputType'], context)),
        seed: request.seed,
        ...(wantsCheck && { NSFWContent: false }),
        ...(task['includeCost'] === true && { cost: costUsd }),
      }
    }),
  )
}

const faultRefusals: Partial<Record<FaultKind, (fault: Fault) => Refusal>> = {
  'rate-limit': () => refusal(429, 'rateLimitExceeded', 'Too many requests. Please slow down and try again.'),
  'no-credits': () =>
    refusal(402, 'insufficientCredits', 'Insufficient credits. Add credits to your account to continue.'),
  fail: ({ status = 500, code = 'internalServerError' }) =>
    refusal(status, code, 'The task could not be processed. Please try again later.'),
  blocked: () =>
    refusal(400, 'invalidProviderContent', "The provider's content moderation system rejected the request.", {
      parameter: 'positivePrompt',
    }),
}

/** A fault as Runware words it, where it is one that leaves no picture. */
export const faultRefusal = (fault: Fault): Refusal | undefined => faultRefusals[fault.kind]?.(fault)
