/** For columns that a narrow screen has no room for. What they say that matters is then said in the first column. */
export const wideOnly = { display: { xs: 'none', md: 'table-cell' } } as const

/** For what the first column says in their place. */
export const narrowOnly = {
  display: { xs: 'flex', md: 'none' },
  flexWrap: 'wrap',
  alignItems: 'center',
  gap: 1,
  mt: 0.75,
} as const
