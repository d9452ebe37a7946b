import { describe, expect, it } from 'vitest'
import { fixture, lintTexts, placesOf, rulesIn } from './lint.ts'

const core = 'backend/igny8_core'

describe('code that repeats the catalog', () => {
  it('is found at its place, by the rule that is meant for it', async () => {
    const findings = await lintTexts(await fixture('audit'))
    expect(placesOf(findings)).toEqual([
      `${core}/ai/ai_core.py:13:39 code/duplicated-fact`,
      `${core}/ai/ai_core.py:15:39 code/duplicated-fact`,
      `${core}/ai/ai_core.py:16:42 code/duplicated-fact`,
      `${core}/ai/ai_core.py:20:33 code/duplicated-fact`,
      `${core}/ai/ai_core.py:22:17 code/duplicated-fact`,
      `${core}/ai/constants.py:3:1 code/duplicated-fact`,
      `${core}/ai/tasks.py:12:32 code/size-fallback`,
      `${core}/ai/tasks.py:13:29 code/size-fallback`,
      `${core}/modules/system/global_settings_models.py:6:5 code/orphan-constant`,
      `${core}/modules/system/global_settings_models.py:13:5 code/orphan-constant`,
      'frontend/src/components/common/ImageGenerationCard.tsx:3:7 code/duplicated-fact',
    ])
  })

  it('leads to the line of the catalog that holds the fact', async () => {
    const findings = await lintTexts(await fixture('audit'))
    const related = findings.map(({ related: [first] }) => first && `${first.file} ${first.message}`)
    expect(related).toEqual([
      'config/models/runware/bria-3.2.yaml steps of bria:10@1',
      'config/models/runware/hidream-i1-full.yaml steps of runware:97@1',
      'config/models/runware/hidream-i1-full.yaml CFGScale of runware:97@1',
      'config/models/runware/seedream-4.5.yaml min_pixels of bytedance:seedream@4.5',
      'config/models/runware/seedream-4.5.yaml square_size of bytedance:seedream@4.5',
      'config/models/openai/dall-e-3.yaml square_size of dall-e-3',
      'config/models/openai/dall-e-3.yaml landscape_size of dall-e-3',
      'config/models/openai/dall-e-2.yaml square_size of dall-e-2',
      'config/models/runware/hidream-i1-full.yaml landscape_size of runware:97@1',
      'config/models/openai/dall-e-2.yaml square_size of dall-e-2',
      'config/models/openai/dall-e-3.yaml square_size of dall-e-3',
    ])
  })

  it('is silent once it reads the catalog', async () => {
    expect(placesOf(await lintTexts(await fixture('fixed')))).toEqual([])
  })

  it('is found in an excerpt that begins in the middle of an if', async () => {
    const excerpt = "else:\n    # Fallback sizes\n    model_landscape_size = '1792x1024'\n"
    expect(await rulesIn('tasks.py', excerpt)).toEqual(['code/syntax', 'code/size-fallback'])
  })
})

const sizes = "export const VALID_SIZES_BY_MODEL = { 'dall-e-3': ['1024x1024', '1792x1024'] }\n"

describe('a constant that repeats the catalog', () => {
  it.each<[string, Record<string, string>]>([
    ['is not used', { 'sizes.ts': sizes }],
    ['is only handed on', { 'sizes.ts': sizes, 'index.ts': "export { VALID_SIZES_BY_MODEL } from './sizes'\n" }],
    [
      'is only called like another',
      { 'sizes.ts': sizes, 'card.ts': 'const VALID_SIZES_BY_MODEL = load()\nshow(VALID_SIZES_BY_MODEL)\n' },
    ],
    [
      'is in Python, and its namesake in TypeScript is used',
      { 'sizes.py': "VALID_SIZES = {'dall-e-3': ['1024x1024']}\n", 'a.ts': 'show(VALID_SIZES)\n' },
    ],
    ['is only exported', { 'sizes.cjs': "const SIZES = { 'dall-e-3': ['1024x1024'] }\nmodule.exports = { SIZES }\n" }],
  ])('is an orphan when it %s', async (_, texts) => {
    const findings = await lintTexts(texts)
    expect(findings.map(({ rule }) => rule)).toEqual(['code/orphan-constant'])
  })

  it.each<[string, Record<string, string>]>([
    ['in its file', { 'sizes.ts': `${sizes}console.log(VALID_SIZES_BY_MODEL)\n` }],
    [
      'through an import',
      { 'sizes.ts': sizes, 'a/card.tsx': "import { VALID_SIZES_BY_MODEL as all } from '../sizes.ts'\nshow(all)\n" },
    ],
    [
      'through a namespace',
      { 'sizes.ts': sizes, 'card.ts': "import * as s from './sizes.js'\nshow(s.VALID_SIZES_BY_MODEL)\n" },
    ],
    [
      'through an alias of the bundler',
      {
        'src/sizes.ts': sizes,
        'src/a/b.ts': "import { VALID_SIZES_BY_MODEL } from '@/sizes'\nshow(VALID_SIZES_BY_MODEL)\n",
      },
    ],
    [
      'through another file',
      {
        'sizes.ts': sizes,
        'index.ts': "export * from './sizes'\n",
        'b.ts': "import { VALID_SIZES_BY_MODEL } from '.'\nshow(VALID_SIZES_BY_MODEL)\n",
      },
    ],
    [
      'through require',
      {
        'sizes.cjs': "const SIZES = { 'dall-e-3': ['1024x1024'] }\nmodule.exports = { SIZES }\n",
        'b.cjs': "const { SIZES } = require('./sizes')\nshow(SIZES)\n",
      },
    ],
    [
      'by default',
      {
        'sizes.mjs': "const SIZES = { 'dall-e-3': ['1024x1024'] }\nexport default SIZES\n",
        'b.mjs': "import all from './sizes.mjs'\nshow(all)\n",
      },
    ],
    [
      'through a from import',
      {
        'pkg/ai/constants.py': "SIZES = {'dall-e-3': ['1024x1024']}\n",
        'pkg/ai/core.py': 'from .constants import SIZES\nprint(SIZES)\n',
      },
    ],
    [
      'through a module',
      {
        'pkg/ai/constants.py': "SIZES = {'dall-e-3': ['1024x1024']}\n",
        'pkg/core.py': 'from pkg.ai import constants\nprint(constants.SIZES)\n',
      },
    ],
    [
      'as a part of its class',
      { 'a.py': "class A:\n    SIZES = {'dall-e-3': ['1024x1024']}\n", 'b.py': 'from a import A\nprint(A.SIZES)\n' },
    ],
  ])('is a duplicate when it is used %s', async (_, texts) => {
    const findings = await lintTexts(texts)
    expect(findings.map(({ rule }) => rule)).toEqual(['code/duplicated-fact'])
  })
})
