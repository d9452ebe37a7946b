import { AppError } from '../domain/error.ts'

const refusal = (name: string, reason: string): AppError => new AppError('invalid', `${name} cannot be read: ${reason}`)

/** By its first bytes: a byte order mark, or `<` in two bytes, as XML has it. */
function encodingByMark(bytes: Uint8Array): string | undefined {
  const [first, second, third] = bytes
  if (first === 0xef && second === 0xbb && third === 0xbf) return 'utf-8'
  if ((first === 0xfe && second === 0xff) || (first === 0 && second === 0x3c)) return 'utf-16be'
  if ((first === 0xff && second === 0xfe) || (first === 0x3c && second === 0)) return 'utf-16le'
  return undefined
}

/** By the declaration of an XML document, which every encoding that can be declared writes in ASCII. */
function encodingDeclared(bytes: Uint8Array): string | undefined {
  const head = Buffer.from(bytes.subarray(0, 200)).toString('latin1')
  return /^\s*<\?xml[^>]*?\bencoding\s*=\s*["']([\w.:-]+)["']/i.exec(head)?.[1]
}

/**
 * The text of a feed, an export or an article, in the encoding it says itself.
 * @param charset what the server said of it
 * @throws AppError `invalid` that names what is wrong
 */
export function decodeSource(bytes: Uint8Array, name: string, charset?: string): string {
  const encoding = encodingByMark(bytes) ?? charset ?? encodingDeclared(bytes) ?? 'utf-8'
  let text: string
  try {
    text = new TextDecoder(encoding, { fatal: true }).decode(bytes)
  } catch (error) {
    if (error instanceof RangeError)
      throw refusal(name, `it is in the encoding "${encoding}", which is not known. Save it as UTF-8.`)
    throw refusal(name, `it is not valid ${encoding.toUpperCase()}. Save it as UTF-8, or have it declare its encoding.`)
  }
  const zeroAt = text.indexOf('\0')
  if (zeroAt !== -1) throw refusal(name, `it is not a text: character ${zeroAt + 1} is NUL.`)
  return text
}
