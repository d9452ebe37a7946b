export interface Death {
  point: string
  /** At the how many-eth time that it gets there. */
  nth: number
}
export const deathPoints: readonly string[]
export function letDie(parts: { queue: object; pictures: object }, death: Death, die: () => Promise<never>): void
