import { randomInt } from 'node:crypto'

/** How much the chaos tests do. All of it together takes about two minutes on two processors. */
export const chaosSizes = {
  killed: { generations: 1500, deathsAtEachPoint: 2, deathsAnywhere: 8 },
  database: { generations: 300, rounds: 12 },
  storage: { generations: 160, rounds: 6 },
  clock: { generations: 160 },
}

/** CHAOS_SCALE=5 makes five times as many pictures. */
export const chaosScale = Number(process.env['CHAOS_SCALE'] ?? 1)

/** What happens by chance follows from it. CHAOS_SEED=1234 has a run again. */
export const chaosSeed = Number(process.env['CHAOS_SEED'] ?? randomInt(1_000_000))
