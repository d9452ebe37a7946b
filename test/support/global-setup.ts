import { ensureBuilt } from '../../scripts/build.mjs'

/** Tests of command lines run what is built, so that it is what the sources say. */
export default async function setup(): Promise<void> {
  await ensureBuilt({ console: false })
}
