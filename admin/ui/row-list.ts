/** A list of rows with lines between them, in a panel that has room of its own below. */
export const rowList = {
  m: 0,
  p: 0,
  listStyle: 'none',
  '& > li': { borderTop: 1, borderColor: 'divider', py: 1.25 },
  '& > li:last-of-type': { pb: 0 },
} as const
