import type { ComponentType } from 'react'
import { lazy } from 'react'

/** A component whose code is fetched when it is first shown, so that the console's first script stays small. */
export const lazyPage = <Name extends string, Props extends object>(
  load: () => Promise<Record<Name, ComponentType<Props>>>,
  name: Name,
) => lazy(async () => ({ default: (await load())[name] }))
