import { useGetList } from 'react-admin'
import { useLookEvery } from '../live/look-every.ts'
import type { Worker } from '../records.ts'
import { CountTile } from './count-tile.tsx'

/** How many workers are alive. None is alarming: nothing is made. */
export function WorkerTile() {
  const refetchInterval = useLookEvery(10_000)
  const { data } = useGetList<Worker>('workers', {}, { refetchInterval })
  const alive = data?.filter(({ isAlive }) => isAlive).length
  return (
    <CountTile
      name="Workers alive"
      value={alive === undefined ? '…' : String(alive)}
      to="/workers"
      alarming={alive === 0}
    />
  )
}
