/** Something to show, and the words in a text that call for it. */
export interface Motif {
  /** English, in lower case. A word matches when it begins with one; with a trailing `$`, when it is exactly that. */
  stems: string[]
  scenes: string[]
}

/** Reads motifs, one a line: `stem stem | a scene / another scene`. */
export function readMotifs(lines: string): Motif[] {
  return lines
    .split('\n')
    .filter((line) => line.includes('|'))
    .map((line) => {
      const [stems = '', scenes = ''] = line.split('|')
      return { stems: readStems(stems), scenes: scenes.split(' / ').map((scene) => scene.trim()) }
    })
}

/** Reads word stems with white space between them. */
export const readStems = (stems: string): string[] => stems.trim().split(/\s+/)
