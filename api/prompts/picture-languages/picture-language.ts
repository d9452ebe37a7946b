/** How prompts and descriptions of pictures are put in one language. */
export interface PictureLanguage {
  /** Between how a picture is framed and what it shows. Where it is a colon, any list of things can follow. */
  of: string
  /** Between two things of a list. */
  comma: string
  /** At the end of a sentence. */
  stop: string
  /** Between two sentences. */
  gap: string
  /** Begins a description: what follows is in the picture. */
  inPicture: string
  /** Begins the sentence that names what an article or a section of it is about. */
  subject: string
  /** How the picture of a whole article is framed. */
  establishing: string
  /** How pictures of passages are framed, and what their light and order are, by position. Two lists of unlike length never fall in step. */
  framings: readonly string[]
  endings: readonly string[]
  /** Scenes that go with anything, for a passage that names no thing. */
  everyday: readonly string[]
}
