import { fork } from 'node:child_process'
import { join } from 'node:path'
import type { QueueCommands, Told } from './answer.ts'

type Commands = Required<QueueCommands>

/** A process with one queue in it. */
export interface Driver {
  pid: number
  ask<Name extends keyof Commands>(name: Name, ...options: Parameters<Commands[Name]>): ReturnType<Commands[Name]>
  /** Jobs that it has finished since it began. */
  done(): number
  /** When its handler was called for the first time with this job; resolves once it was. */
  started(key: string): Promise<number>
  stop: () => Promise<void>
}

/** Starts one. `command` is a path in dist/scripts/bench/queues/, without extension. */
export async function startDriver(root: string, command: string, env: Record<string, string>): Promise<Driver> {
  const child = fork(join(root, 'scripts', 'launch.mjs'), [`scripts/bench/queues/${command}`], {
    env: { ...process.env, ...env },
    execArgv: [],
  })
  const kill = (): void => void child.kill('SIGKILL')
  process.once('exit', kill)
  const answers = new Map<number, { resolve: (value: unknown) => void; reject: (error: Error) => void }>()
  const starts = new Map<string, number>()
  const waiting = new Map<string, (atMs: number) => void>()
  let done = 0
  let asked = 0
  const ready = new Promise<void>((settle, reject) => {
    child.once('exit', (code) => {
      const error = new Error(`The process of ${command} ended with ${code}.`)
      reject(error)
      for (const { reject: refuse } of answers.values()) refuse(error)
    })
    child.on('message', (told: Told) => {
      switch (told.kind) {
        case 'ready':
          return settle()
        case 'done':
          done = told.count
          return undefined
        case 'started': {
          if (!starts.has(told.key)) starts.set(told.key, told.atMs)
          return waiting.get(told.key)?.(told.atMs)
        }
        case 'answer':
          return answers.get(told.id)?.resolve(told.value)
        case 'failure':
          return answers.get(told.id)?.reject(new Error(`${command}: ${told.error}`))
      }
    })
  })
  await ready
  const ask = (name: keyof QueueCommands, options?: unknown): Promise<unknown> =>
    new Promise((resolve, reject) => {
      asked += 1
      answers.set(asked, { resolve, reject })
      child.send({ id: asked, name, options })
    })
  return {
    pid: child.pid ?? 0,
    ask: ask as Driver['ask'],
    done: () => done,
    started: (key) => {
      const known = starts.get(key)
      if (known !== undefined) return Promise.resolve(known)
      return new Promise((resolve) => waiting.set(key, resolve))
    },
    async stop() {
      const ended = new Promise<void>((settle) => child.once('exit', () => settle()))
      await ask('close')
      child.disconnect()
      await ended
      process.off('exit', kill)
    },
  }
}
