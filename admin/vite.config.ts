import { readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { brotliCompress, gzip } from 'node:zlib'
import react from '@vitejs/plugin-react'
import { type Plugin, defineConfig } from 'vite'

const compressions = [
  { ending: '.br', compress: promisify(brotliCompress) },
  { ending: '.gz', compress: promisify(gzip) },
]

/** Writes each text file a second and a third time, compressed: once here instead of at every request. */
const precompressed = (): Plugin => ({
  name: 'precompressed',
  apply: 'build',
  async writeBundle({ dir }, bundle) {
    const paths = Object.keys(bundle)
      .filter((path) => /\.(js|css|html|svg)$/.test(path))
      .map((path) => join(dir ?? '', path))
    await Promise.all(
      paths.map(async (path) => {
        const content = await readFile(path)
        await Promise.all(
          compressions.map(async ({ ending, compress }) => writeFile(path + ending, await compress(content))),
        )
      }),
    )
  },
})

export default defineConfig({
  base: '/',
  plugins: [react(), precompressed()],
  // One copy each, whatever a nested dependency brings along: two routers or two ra-cores share no context.
  resolve: {
    dedupe: ['react', 'react-dom', 'react-router', 'react-router-dom', 'ra-core', '@emotion/react', '@mui/material'],
  },
  build: {
    target: 'es2022',
    // Everything is a file with a hashed name, so that it can be kept for ever and the page needs no inline script.
    assetsInlineLimit: 0,
    chunkSizeWarningLimit: 1600,
    reportCompressedSize: false,
    // Compressing takes most of the time of so small a build, which is no reason to warn.
    rolldownOptions: {
      checks: { pluginTimings: false },
      // All that the first page needs in one file: cut up by what each later page shares with it, it compresses a tenth worse.
      output: { codeSplitting: { groups: [{ name: 'first', tags: ['$initial'] }] } },
    },
  },
  server: {
    port: 4311,
    proxy: { '/api': `http://127.0.0.1:${process.env['ATELIER_PORT'] ?? '4310'}` },
  },
})
