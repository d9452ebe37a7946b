import { Client } from 'pg'
import { AppError } from '../../api/domain/error.ts'

/** A database on a server, for one measurement. */
export interface BenchDatabase {
  url: string
  drop: () => Promise<void>
}

let made = 0

async function onServer(serverUrl: string, statement: string): Promise<void> {
  const client = new Client({ connectionString: serverUrl })
  await client.connect()
  try {
    await client.query(statement)
  } finally {
    await client.end()
  }
}

/** An empty database of a name of its own. */
export async function createBenchDatabase(serverUrl: string): Promise<BenchDatabase> {
  made += 1
  const name = `atelier_bench_${process.pid}_${made}`
  await onServer(serverUrl, `create database ${name}`)
  const url = new URL(serverUrl)
  url.pathname = `/${name}`
  return { url: url.href, drop: () => onServer(serverUrl, `drop database ${name} with (force)`) }
}

/** The server that a bench cannot do without. */
export function serverOf(databaseUrl: string | undefined, bench: string): string {
  if (databaseUrl !== undefined) return databaseUrl
  throw new AppError('invalid', `bench ${bench} needs --database URL, a PostgreSQL server to make databases on.`)
}
