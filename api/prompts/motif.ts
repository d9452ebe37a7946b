/** Word stems in lower case. A word matches when it begins with one; with a trailing `$`, when it is exactly that. */
export interface Stems {
  english: string[]
  /** Of other languages. Not looked for in English: "tier" is no animal there, and "rat" no council. */
  other: string[]
}

/** Something to show, and the words in a text that call for it. */
export interface Motif {
  stems: Stems
  scenes: string[]
}

/** Reads motifs, one a line: `stem stem ; stem of another language | a scene / another scene`. */
export function readMotifs(lines: string): Motif[] {
  return lines
    .split('\n')
    .filter((line) => line.includes('|'))
    .map((line) => {
      const [stems = '', scenes = ''] = line.split('|')
      return { stems: readStems(stems), scenes: scenes.split(' / ').map((scene) => scene.trim()) }
    })
}

/** Reads word stems with white space between them; those of other languages stand after a semicolon. */
export function readStems(stems: string): Stems {
  const [english = '', other = ''] = stems.split(';').map((part) => part.trim())
  return { english: english.split(/\s+/), other: other === '' ? [] : other.split(/\s+/) }
}
