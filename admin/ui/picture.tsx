import { Box } from '@mui/material'
import type { Picture as PictureFile } from '../records.ts'

/** A finished picture in the smallest copy that is sharp where it is shown. */
export function Picture({
  picture,
  alt,
  sizes,
  fit = 'cover',
  appear = false,
}: {
  picture: PictureFile
  alt: string
  sizes: string
  fit?: 'cover' | 'contain'
  appear?: boolean
}) {
  const copies = Object.entries(picture.thumbnails).map(
    ([widthPx, url]) => `${url} ${Math.min(Number(widthPx), picture.width)}w`,
  )
  return (
    <Box
      component="img"
      src={picture.thumbnails['320'] ?? picture.url}
      srcSet={[...copies, `${picture.url} ${picture.width}w`].join(', ')}
      sizes={sizes}
      width={picture.width}
      height={picture.height}
      alt={alt}
      loading="lazy"
      decoding="async"
      sx={{
        display: 'block',
        width: '100%',
        height: '100%',
        objectFit: fit,
        animation: appear ? 'atelier-appear 700ms ease-out' : 'none',
      }}
    />
  )
}
