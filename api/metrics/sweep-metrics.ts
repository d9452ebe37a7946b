import { Counter, Gauge, type Registry } from 'prom-client'

/** What sweeps of the picture store do. */
export interface SweepMeter {
  removed: () => void
  /** How many pictures the last sweep left because they were suspiciously many; 0 where it did its work. */
  refused: (count: number) => void
}

export function sweepMetrics(registry: Registry): { sweepMeter: SweepMeter } {
  const registers = [registry]
  const removed = new Counter({
    name: 'atelier_pictures_swept_total',
    help: 'Stored pictures that nothing referred to and that this process removed.',
    registers,
  })
  const refused = new Gauge({
    name: 'atelier_pictures_sweep_refused',
    help: 'Stored pictures that the last sweep of this process left because they were suspiciously many.',
    registers,
  })
  return { sweepMeter: { removed: () => removed.inc(), refused: (count) => refused.set(count) } }
}
