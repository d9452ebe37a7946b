import ErrorIcon from '@mui/icons-material/ErrorOutlineOutlined'
import { Button } from '@mui/material'
import { Title } from 'react-admin'
import { EmptyState } from '../ui/empty-state.tsx'

/** What browsers say where a part of the console cannot be fetched, in their words. */
const partMissing = /dynamically imported module|importing a module script|error loading dynamically/i

/** Stands in a page's place when it broke, or when its code is no longer there because Atelier was updated meanwhile. */
export function PageError({ error }: { error: Error }) {
  const isUpdated = partMissing.test(error.message)
  const reload = (
    <Button variant="contained" onClick={() => location.reload()}>
      Load the console again
    </Button>
  )
  return (
    <>
      <Title title={isUpdated ? 'This page could not be fetched' : 'This page broke'} preferenceKey={false} />
      <EmptyState
        icon={<ErrorIcon />}
        title={isUpdated ? 'Atelier was updated, or does not answer' : 'Something went wrong here'}
        action={reload}
      >
        {isUpdated
          ? 'The console in this window is older than the server. Nothing that was saved is lost.'
          : `Nothing that was saved is lost. What the console says of it: ${error.message}`}
      </EmptyState>
    </>
  )
}
