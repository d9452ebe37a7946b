import type { Article } from '../domain/article.ts'

/**
 * The section that a picture belongs in now. The text may have changed since its prompt was written: then the section
 * with its heading, else the one at its place, else the last.
 */
export function sectionOf(image: { sectionIndex: number; heading: string | null }, article: Article): number {
  const { sections } = article
  const { sectionIndex, heading } = image
  if (heading === null || sections[sectionIndex]?.heading === heading)
    return Math.min(sectionIndex, sections.length - 1)
  const byHeading = sections.findIndex((section) => section.heading === heading)
  return byHeading === -1 ? Math.min(sectionIndex, sections.length - 1) : byHeading
}
