import { Client } from 'pg'
import sharp from 'sharp'
import type { Catalog } from '../../api/domain/catalog.ts'
import { AppError } from '../../api/domain/error.ts'
import { startSandbox } from '../../api/sandbox/server.ts'
import { readPicture } from '../../api/storage/picture.ts'
import { readProcess, startAtelierProcess } from './atelier-process.ts'
import { watchBackends } from './backend-load.ts'
import { serverOf } from './bench-database.ts'
import { benchKey } from './engine-catalog.ts'
import { openEnginePlace } from './engine-place.ts'
import { startDriver } from './queues/driver.ts'
import { seedHistory } from './queues/history.ts'
import type { Table } from './table.ts'
import { medianOfNumbers } from './trend.ts'

/** How to measure. */
export interface PicturesBench {
  databaseUrl: string | undefined
  runs: number
  /** Pictures in a round. */
  pictures: number
  announce: (line: string) => void
}

const sizes = [
  { pictureSize: '256x192', squareSize: '256x256' },
  { pictureSize: '1280x768', squareSize: '1024x1024' },
] as const

interface PictureCost {
  workerMs: number
  serverMs: number | undefined
}

async function untilNothingIsLeft(left: () => Promise<number>): Promise<void> {
  while ((await left()) > 0) await new Promise((settle) => setTimeout(settle, 50))
}

/** Processor time for each picture, of a worker as `npm run work` starts it, and of the database's sessions. */
async function measureSize(
  serverUrl: string,
  size: (typeof sizes)[number],
  bench: PicturesBench,
): Promise<PictureCost[]> {
  let catalog: Catalog | undefined
  const sandbox = await startSandbox({
    catalog: () => {
      if (!catalog) throw new AppError('unavailable', 'The sandbox has no catalog yet.')
      return catalog
    },
  })
  const place = await openEnginePlace(serverUrl, { baseUrl: `${sandbox.url}/runware/v1`, concurrency: 4, ...size })
  const client = new Client({ connectionString: place.url })
  await client.connect()
  catalog = await place.stores.catalogs.current()
  const images = bench.pictures + 20
  await seedHistory(place.url, { generations: 1, images, accounts: 1 }, bench.announce)
  const worker = await startAtelierProcess({
    root: place.root,
    command: 'api/work',
    env: { ...benchKey, DATABASE_URL: place.url, ATELIER_HOME: place.home, ATELIER_SANDBOX: 'off', LOG_LEVEL: 'warn' },
    ready: /looks at the queue/,
    onComplaint: bench.announce,
  })
  const [width = '', height = ''] = size.pictureSize.split('x')
  const asker = await startDriver(place.root, 'atelier-driver', {
    DATABASE_URL: place.url,
    BENCH_IMAGES: String(images),
    BENCH_ACCOUNTS: '1',
    BENCH_SIZE: `${width}x${height}`,
  })
  const costs: PictureCost[] = []
  try {
    // Code is compiled, connections are opened and thumbnails of plans are kept by then.
    await asker.ask('fill', { count: 20 })
    await untilNothingIsLeft(() => asker.ask('left'))
    for (let run = 0; run < bench.runs; run++) {
      const backends = await watchBackends(client)
      const before = readProcess(worker.pid)?.cpuSeconds ?? Number.NaN
      await asker.ask('fill', { count: bench.pictures })
      await untilNothingIsLeft(() => asker.ask('left'))
      const after = readProcess(worker.pid)?.cpuSeconds ?? Number.NaN
      const server = await backends.stop()
      costs.push({
        workerMs: ((after - before) * 1000) / bench.pictures,
        serverMs: server === undefined ? undefined : (server * 1000) / bench.pictures,
      })
    }
    return costs
  } finally {
    await asker.stop()
    await worker.stop()
    await client.end()
    await place.remove()
    await sandbox.stop()
  }
}

/** Processor time to make a PNG into the WebP that was asked for: what a provider costs that answers in another format. */
async function conversionMs(pictureSize: string, times: number): Promise<number> {
  const [width = 0, height = 0] = pictureSize.split('x').map(Number)
  const noise = { type: 'gaussian', mean: 128, sigma: 20 } as const
  const png = await sharp({ create: { width, height, channels: 3, background: '#888888', noise } })
    .png()
    .toBuffer()
  const before = process.cpuUsage()
  for (let index = 0; index < times; index++) await readPicture(png, { size: { width, height }, format: 'webp' })
  const { user, system } = process.cpuUsage(before)
  return (user + system) / 1000 / times
}

const shown = (values: readonly (number | undefined)[]): string => {
  const known = values.flatMap((value) => value ?? [])
  if (known.length === 0) return ''
  return `${medianOfNumbers(known).toFixed(1)} ms (${Math.min(...known).toFixed(1)}–${Math.max(...known).toFixed(1)})`
}

/** Real files over real HTTP, from the sandbox to the disk. */
export async function benchPictures(bench: PicturesBench): Promise<Table> {
  const serverUrl = serverOf(bench.databaseUrl, 'pictures')
  const rows: string[][] = []
  for (const size of sizes) {
    bench.announce(`pictures of ${size.pictureSize} ...`)
    const costs = await measureSize(serverUrl, size, bench)
    rows.push([
      size.pictureSize,
      shown(costs.map(({ workerMs }) => workerMs)),
      shown(costs.map(({ serverMs }) => serverMs)),
      shown([await conversionMs(size.pictureSize, Math.min(10, bench.pictures))]),
    ])
  }
  return {
    columns: ['WebP of', 'worker', 'PostgreSQL', 'more, where a PNG of noise is converted'],
    rows,
  }
}
