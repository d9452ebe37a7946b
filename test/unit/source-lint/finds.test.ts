import { describe, expect, it } from 'vitest'
import { lintTexts, rulesIn } from './lint.ts'

const duplicated = ['code/duplicated-fact']
const fallback = ['code/size-fallback']
const orphan = ['code/orphan-constant']

describe('the source lint', () => {
  it.each<[string, string, string, string[]]>([
    ['a model name', 'a.ts', "if (model === 'dall-e-3') go()", duplicated],
    ['a model name in JSX', 'a.tsx', 'const a = () => <Option value="bria:10@1" />', duplicated],
    ['a union of model names', 'a.ts', "type Model = 'dall-e-2' | 'dall-e-3'", orphan],
    ['steps in a branch of its own', 'a.ts', "if (model.startsWith('bria:')) { task.steps = 8 }", duplicated],
    ['steps in a switch', 'a.js', "switch (provider) { case 'runware': task.steps = 30; break }", duplicated],
    ['steps in a match', 'a.py', "match provider:\n    case 'runware':\n        task['steps'] = 30\n", duplicated],
    ['steps by a regular expression', 'a.ts', 'const steps = /^bria:/.test(model) ? 8 : undefined', duplicated],
    [
      'steps behind a variable',
      'a.py',
      "is_bria = model.startswith('bria:')\nif is_bria:\n    call(steps=8)\n",
      duplicated,
    ],
    ['steps by family', 'a.py', "DEFAULTS = {'bria:': {'steps': 8}}\nprint(DEFAULTS)\n", duplicated],
    ['a scale however it is spelt', 'a.py', "if model.startswith('runware:'):\n    cfg_scale = 5\n", duplicated],
    ['a pixel limit', 'a.ts', 'if (width * height < 3_686_400) refuse()', duplicated],
    ['a pixel limit as a product', 'a.py', 'MIN_PIXELS = 1920 * 1920\nprint(MIN_PIXELS)\n', duplicated],
    ['a list of tiers', 'a.ts', "export const TIERS = ['basic', 'quality', 'premium'] as const", orphan],
    ['a test for tiers', 'a.py', "if tier in ('basic', 'premium'):\n    pass\n", duplicated],
    [
      'choices of tiers',
      'a.py',
      "CHOICES = [('basic', 'Basic'), ('premium', 'Premium')]\nprint(CHOICES)\n",
      duplicated,
    ],
    [
      'a class of tiers',
      'a.py',
      "class Tier(TextChoices):\n    BASIC = 'basic', 'Basic'\n    PREMIUM = 'premium', 'Premium'\n",
      orphan,
    ],
    ['an enum of tiers', 'a.ts', "enum Tier { Basic = 'basic', Premium = 'premium' }\nshow(Tier.Basic)", duplicated],
    [
      'sizes by shape',
      'a.ts',
      "const imageSizes = { landscape: '1344x768', square: '1024x1024' }\nshow(imageSizes)",
      duplicated,
    ],
    ['a fallback by ??', 'a.ts', "const size = model.square_size ?? '1024x1024' // image model", fallback],
    ['a fallback by or', 'a.py', "image_size = config.size or '1024x1024'\n", fallback],
    ['a fallback of get()', 'a.py', "size = config.get('landscape_size', '1344x768')\n", fallback],
    [
      'a fallback of an else',
      'a.py',
      "def image_size(model):\n    if model:\n        return model.size\n    else:\n        return '1024x1024'\n",
      fallback,
    ],
    ['a default of a parameter', 'a.py', "def generate(prompt, image_size='1024x1024'):\n    pass\n", fallback],
    [
      'a default of a switch',
      'a.ts',
      "function imageSize(m) { switch (m) { case 1: return m.size; default: return '1024x1024' } }",
      fallback,
    ],
    ['a fallback when something was thrown', 'a.ts', "try { go() } catch { imageSize = '1024x1024' }", fallback],
  ])('finds %s', async (_, path, text, rules) => {
    expect(await rulesIn(path, text)).toEqual(rules)
  })

  it.each<[string, string, string]>([
    ['one size in code about something else', 'a.ts', "const label = '1024x1024'\nshow(label)"],
    ['the size of an icon', 'a.ts', "const iconSize = '1024x1024'\nshow(iconSize)"],
    [
      'the icons of a manifest',
      'a.ts',
      "export const icons = [{ src: 'a.png', sizes: '256x256' }, { src: 'b.png', sizes: '512x512' }]",
    ],
    [
      'a viewBox and pixels',
      'a.tsx',
      'const a = () => <svg viewBox="0 0 1024 1024" width={1024} height={1024} style={{ width: 1024, height: 768 }} />',
    ],
    ['a size in a comment', 'a.py', "# dall-e-3 draws '1024x1024' for tiers basic and premium\nx = 1\n"],
    ['a model name within a sentence', 'a.ts', "log('dall-e-3 is gone')"],
    ['one tier', 'a.ts', "if (tier === 'basic') go()"],
    ['plans that are called like tiers', 'a.ts', "const plans = ['basic', 'premium']"],
    ['a branch by provider without its parameters', 'a.ts', "if (provider === 'runware') return new Runware()"],
    ['steps of something else', 'a.ts', 'const wizard = { steps: 20 }\nshow(wizard)'],
    ['a number that is also a pixel limit', 'a.ts', 'const cacheBytes = 16777216\nshow(cacheBytes)'],
    ['sizes that no model has', 'a.ts', "const SIZES = ['800x600', '1280x720']\nshow(SIZES)"],
    [
      'what is read from the catalog',
      'a.ts',
      'const size = model.landscape_size\nconst { steps } = model.generation_params\nshow(size, steps)',
    ],
    [
      'type predicates and bare yields',
      'a.ts',
      "const isText = (value: unknown): value is string => typeof value === 'string' // dall-e-3",
    ],
  ])('is silent about %s', async (_, path, text) => {
    expect(await lintTexts({ [path]: text })).toEqual([])
  })

  it('accepts what a comment above gives a reason for, and nothing without one', async () => {
    const text = (reason: string) => `// atelier-disable-next-line code/duplicated-fact${reason}\nuse('dall-e-3')\n`
    expect(await rulesIn('a.ts', text(' -- the name of a price list'))).toEqual([])
    expect(await rulesIn('a.ts', text(''))).toEqual(duplicated)
    expect(await rulesIn('a.py', "# atelier-disable-next-line code/size-fallback -- why\nuse('dall-e-3')\n")).toEqual(
      duplicated,
    )
  })

  it('warns of a file that cannot be parsed, and never ends because of one', async () => {
    const [finding] = await lintTexts({ 'a.ts': "const a = ;;( 'dall-e-3'" })
    expect(finding).toMatchObject({ rule: 'code/syntax', severity: 'warning', line: 1 })
    const deep = `x = ${'['.repeat(20_000)}'dall-e-3'${']'.repeat(20_000)}\n`
    expect((await lintTexts({ 'a.py': deep })).map(({ rule }) => rule)).toContain('code/syntax')
  })
})
