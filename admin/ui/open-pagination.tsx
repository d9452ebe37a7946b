import { TablePagination } from '@mui/material'
import { useListContext } from 'react-admin'

/** For lists that are not counted: says what is shown and whether there is more, never a total nobody knows. */
export function OpenPagination({ choices }: { choices: number[] }) {
  const { data, page, perPage, hasNextPage, setPage, setPerPage } = useListContext()
  const shown = data?.length ?? 0
  if (shown === 0 && page === 1) return null
  const first = (page - 1) * perPage + 1
  const range = shown === 0 ? 'nothing more' : `${first} to ${first + shown - 1}${hasNextPage ? ', and more' : ''}`
  return (
    <TablePagination
      component="nav"
      aria-label="Pages of the list"
      count={hasNextPage ? -1 : page * perPage}
      page={page - 1}
      rowsPerPage={perPage}
      rowsPerPageOptions={choices}
      labelRowsPerPage="A page"
      labelDisplayedRows={() => range}
      onPageChange={(_, next) => setPage(next + 1)}
      onRowsPerPageChange={(event) => setPerPage(Number(event.target.value))}
    />
  )
}
