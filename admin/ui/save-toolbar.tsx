import { SaveButton, Toolbar } from 'react-admin'

/** Saving only: records are never deleted from the console. */
export function SaveToolbar() {
  return (
    <Toolbar>
      <SaveButton />
    </Toolbar>
  )
}
