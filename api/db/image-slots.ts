import { sql } from 'kysely'
import { AppError } from '../domain/error.ts'
import type { ImageType } from '../domain/image-slot.ts'
import type { ImagePrompt } from '../domain/prompt-writer.ts'
import type { Trx } from './database.ts'

interface SlotOwner {
  contentId: number
  accountId: number
}

/** A writing that cost nothing and that nobody waited for. */
export async function addWriting(trx: Trx, owner: SlotOwner, isRegeneration: boolean): Promise<number> {
  const { id } = await trx
    .insertInto('promptWritings')
    .values({ ...owner, isRegeneration, askedBy: 'unknown' })
    .returning('id')
    .executeTakeFirstOrThrow()
  return id
}

/**
 * The slots whose words a person wrote after a writing began. Whoever waits for new prompts and writes one meanwhile means
 * what is written last. They are locked: nobody changes them until this is over.
 */
export async function slotsByHand(
  trx: Trx,
  contentId: number,
  writingId: number,
): Promise<{ type: ImageType; position: number }[]> {
  const { rows } = await sql<{ type: ImageType; position: number }>`
    select i.type, i.position from images i
    where i.content_id = ${contentId} and i.prompt_writing_id is null and exists (
      select from image_prompts p join prompt_writings w on w.id = ${writingId}
      where p.image_id = i.id and p.prompt_writing_id is null and p.created_at > w.created_at)
    order by i.type, i.position for no key update of i`.execute(trx)
  return rows
}

/** Writes prompts into their slots, and makes the slots that are not there. */
export async function putSlots(
  trx: Trx,
  owner: SlotOwner & { wordsBy: string; promptWritingId: number },
  prompts: ImagePrompt[],
  overwrite: boolean,
): Promise<void> {
  if (prompts.length === 0) return
  const slots = prompts.map(({ type, position, prompt, altText, heading, sectionIndex }) => ({
    ...owner,
    type,
    position,
    prompt,
    altText,
    heading,
    sectionIndex,
  }))
  await trx
    .insertInto('images')
    .values(slots)
    .onConflict((conflict) => {
      const slot = conflict.columns(['contentId', 'type', 'position'])
      if (!overwrite) return slot.doNothing()
      return slot.doUpdateSet((excluded) => ({
        updatedAt: sql<Date>`now()`,
        prompt: excluded.ref('excluded.prompt'),
        altText: excluded.ref('excluded.altText'),
        heading: excluded.ref('excluded.heading'),
        sectionIndex: excluded.ref('excluded.sectionIndex'),
        wordsBy: excluded.ref('excluded.wordsBy'),
        promptWritingId: excluded.ref('excluded.promptWritingId'),
      }))
    })
    .execute()
}

/** Notes that a person chose a version. Locks it, so that its picture is not deleted at the same time. */
export async function choosePicture(trx: Trx, imageId: number, generationId: number): Promise<void> {
  const generation = await trx
    .selectFrom('generations')
    .select(['imageId', 'status', 'pictureDeletedAt'])
    .where('id', '=', generationId)
    .forUpdate()
    .executeTakeFirst()
  const isOwn = generation?.imageId === imageId
  if (isOwn && generation.status === 'succeeded' && generation.pictureDeletedAt === null) {
    await trx
      .updateTable('generations')
      .set({ chosenAt: sql<Date>`now()` })
      .where('id', '=', generationId)
      .execute()
    return
  }
  const problem = !isOwn
    ? 'it is not one of this image'
    : generation.pictureDeletedAt === null
      ? `it is ${generation.status}`
      : 'its picture was deleted'
  const message = `Generation ${generationId} cannot be the picture of image ${imageId}: ${problem}. Choose a succeeded generation of this image.`
  throw new AppError('invalid', message, { fields: { currentGenerationId: message } })
}
