import { useGetList } from 'react-admin'
import type { Generation } from '../records.ts'

/** Every version of an image, newest first. */
export function useImageVersions(imageId: number): Generation[] {
  const { data = [] } = useGetList<Generation>('generations', {
    filter: { imageId },
    pagination: { page: 1, perPage: 100 },
    sort: { field: 'id', order: 'DESC' },
  })
  return data
}
