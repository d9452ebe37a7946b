/** How a description begins that names what is in a picture, by language. */
const inPicture: Record<string, string> = {
  de: 'Im Bild:',
  fr: 'Sur l’image :',
  es: 'En la imagen:',
  it: 'Nell’immagine:',
  pt: 'Na imagem:',
  nl: 'In beeld:',
  sv: 'I bild:',
  pl: 'Na obrazku:',
  ja: '絵：',
  zh: '图中：',
}

/** A description, in a language other than English, of a picture with these things in it. */
export function describeThings(things: string[], topic: string, language: string | null): string {
  const lead = inPicture[language ?? ''] ?? ''
  const isUnspaced = language === 'ja' || language === 'zh'
  const shown = things.length === 0 ? topic : things.join(isUnspaced ? '、' : ', ')
  return lead === '' ? shown : isUnspaced ? `${lead}${shown}` : `${lead} ${shown}`
}
