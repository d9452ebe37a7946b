import type { Section } from '../domain/article.ts'
import { isFurnitureHeading } from './prose.ts'

/** A section with all the places in it where a picture can stand, in source order. */
export interface PlacedSection extends Section {
  /** Never empty; the first is `placeAt`. */
  places: number[]
}

/** What a reader of one format finds. */
export interface SourceReading {
  sections: PlacedSection[]
  /** Where the featured picture can stand: after the front matter, and after the first h1 where the article starts with one. */
  topAt: number
  title: string | null
  /** First h1. */
  mainHeading: string | null
  summary: string | null
  language: string | null
}

/** Collects headings and prose in reading order into sections. */
export class SectionDraft {
  #sections: { heading: string | null; level: number; paragraphs: string[]; fallbackAt: number; places: number[] }[]

  constructor(topAt: number) {
    this.#sections = [{ heading: null, level: 0, paragraphs: [], fallbackAt: topAt, places: [] }]
  }

  /** `afterAt`: where a picture can stand right after the heading; null where none can. */
  addHeading(heading: string, level: number, afterAt: number | null): void {
    const previous = this.#sections.at(-1)
    const fallbackAt = afterAt ?? previous?.places.at(-1) ?? previous?.fallbackAt ?? 0
    this.#sections.push({ heading, level, paragraphs: [], fallbackAt, places: [] })
  }

  /** `afterAt`: where a picture can stand right after this prose; null inside a list or quote. */
  addProse(text: string, afterAt: number | null): void {
    const section = this.#sections.at(-1)
    section?.paragraphs.push(text)
    if (afterAt !== null) section?.places.push(afterAt)
  }

  /** The sections without furniture. */
  finish(): PlacedSection[] {
    const kept: PlacedSection[] = []
    let furnitureLevel = Infinity
    for (const { heading, level, paragraphs, fallbackAt, places } of this.#sections) {
      if (heading === null && paragraphs.length === 0) continue
      if (heading !== null) {
        if (level > furnitureLevel) continue
        furnitureLevel = isFurnitureHeading(heading) ? level : Infinity
        if (furnitureLevel === level) continue
      }
      const all = places.length > 0 ? places : [fallbackAt]
      kept.push({ heading, level, paragraphs, placeAt: all[0] ?? fallbackAt, places: all })
    }
    return kept
  }
}
