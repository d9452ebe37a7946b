import { SaxesParser, type SaxesTagNS } from 'saxes'
import { absoluteUrl } from '../article/relative-links.ts'
import { AppError } from '../domain/error.ts'
import { restNow } from './rest.ts'

/** An element with what is in it, in order. */
export interface XmlElement {
  /** Without a prefix. */
  name: string
  /** Empty where it has none. */
  namespace: string
  attributes: Map<string, string>
  /** What addresses in it are relative to by `xml:base`, its own or of an element around it; null where none says. */
  base: string | null
  children: (XmlElement | string)[]
}

/** Nothing that a person reads nests deeper, and what walks an element calls itself for each. */
const deepest = 200
/** Read at a time, so that others have their turn between two. */
const pieceChars = 16_384
/** Elements within one item; a post with ten thousand comments has fewer. */
const mostElements = 500_000

function elementOf(
  { local, uri, attributes }: SaxesTagNS,
  outerBase: string | null,
  address: string | null,
): XmlElement {
  const values = new Map(Object.values(attributes).map((attribute) => [attribute.name, attribute.value]))
  const own = values.get('xml:base')
  const base = own === undefined ? outerBase : (absoluteUrl(own, outerBase ?? address) ?? outerBase)
  return { name: local, namespace: uri, attributes: values, base, children: [] }
}

/** What a reader is told of a document. */
interface XmlReader {
  /** Where the document is; null where that is not known, or not yet. */
  address: () => string | null
  /** Every element outside of items as it starts, by its path of names: the root first. */
  onStart: (path: string, element: XmlElement) => void
  /** Elements of these names are handed over whole, and then forgotten: only one is held at a time. */
  itemNames: ReadonlySet<string>
  onItem: (item: XmlElement) => void
  /** Every other element with nothing but text in it, by its path of names. */
  onText: (path: string, text: string) => void
}

/**
 * Reads a document item by item. No entity but the five of XML is ever expanded and nothing is fetched: a document
 * that declares its own is refused.
 * @throws AppError `invalid` with the line of what is wrong
 */
export async function readXmlItems(text: string, name: string, reader: XmlReader): Promise<void> {
  const parser = new SaxesParser({ xmlns: true, position: true })
  const open: XmlElement[] = []
  const path: string[] = []
  const bases: (string | null)[] = []
  let loose = ''
  let elements = 0
  const refuse = (reason: string): never => {
    throw new AppError('invalid', `${name} cannot be read: line ${parser.line}, column ${parser.column + 1}: ${reason}`)
  }
  parser.on('error', (error) => refuse(`${error.message.replace(/^.*?\d+:\d+: /, '').replace(/\.$/, '')}.`))
  parser.on('doctype', (doctype) => {
    if (/<!(?:ENTITY|ELEMENT|ATTLIST|NOTATION)|%/i.test(doctype))
      refuse('it declares entities or elements of its own, which no feed needs. Remove the part in [ ] of its DOCTYPE.')
  })
  parser.on('opentag', (tag) => {
    path.push(tag.local)
    if (path.length > deepest) refuse(`its elements are nested more than ${deepest} deep.`)
    const element = elementOf(tag, bases.at(-1) ?? null, reader.address())
    bases.push(element.base)
    loose = ''
    if (open.length === 0) {
      if (!reader.itemNames.has(tag.local) || path.length === 1) reader.onStart(path.join('/'), element)
      if (!reader.itemNames.has(tag.local)) return
    }
    if (++elements > mostElements) refuse(`one item has more than ${mostElements} elements.`)
    open.at(-1)?.children.push(element)
    open.push(element)
  })
  const onText = (piece: string): void => {
    const element = open.at(-1)
    if (element) element.children.push(piece)
    else loose += piece
  }
  parser.on('text', onText)
  parser.on('cdata', onText)
  parser.on('closetag', () => {
    const element = open.pop()
    if (element === undefined && loose.trim() !== '') reader.onText(path.join('/'), loose.trim())
    loose = ''
    path.pop()
    bases.pop()
    if (element === undefined || open.length > 0) return
    elements = 0
    reader.onItem(element)
  })
  const rest = restNow()
  for (let at = 0; at < text.length; at += pieceChars) {
    parser.write(text.slice(at, at + pieceChars))
    await rest()
  }
  parser.close()
}

/** All text in an element. */
export const textIn = (element: XmlElement): string =>
  element.children.map((child) => (typeof child === 'string' ? child : textIn(child))).join('')

export const childrenNamed = (element: XmlElement, name: string, namespace?: RegExp): XmlElement[] =>
  element.children.filter(
    (child): child is XmlElement =>
      typeof child !== 'string' && child.name === name && (namespace === undefined || namespace.test(child.namespace)),
  )

/** The text of the first child of a name; empty where there is none. */
export const childText = (element: XmlElement, name: string, namespace?: RegExp): string => {
  const [first] = childrenNamed(element, name, namespace)
  return first ? textIn(first).trim() : ''
}

const escapeText = (text: string): string =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;')

/** Elements that HTML writes without an end. */
const voidElements = new Set('area base br col embed hr img input link meta source track wbr'.split(' '))

/** XHTML as HTML. */
export const htmlOf = (nodes: readonly (XmlElement | string)[]): string =>
  nodes
    .map((node) => {
      if (typeof node === 'string') return escapeText(node)
      const attributes = [...node.attributes]
        .filter(([name]) => !/^xml(?:ns)?(?::|$)/.test(name))
        .map(([name, value]) => ` ${name}="${escapeText(value).replaceAll('"', '&quot;')}"`)
      const start = `<${node.name}${attributes.join('')}>`
      return voidElements.has(node.name) ? start : `${start}${htmlOf(node.children)}</${node.name}>`
    })
    .join('')

/** Plain text as a paragraph of HTML. */
export const paragraphOf = (text: string): string => `<p>${escapeText(text)}</p>`
