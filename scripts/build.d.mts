export declare function ensureBuilt(options?: {
  console?: boolean
  template?: boolean
  ifPossible?: boolean
  announce?: (line: string) => void
}): Promise<void>
