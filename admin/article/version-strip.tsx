import CheckIcon from '@mui/icons-material/CheckCircle'
import { Box, ButtonBase, Tooltip } from '@mui/material'
import { useVersionUse } from '../images/version-use.ts'
import type { Generation, Image } from '../records.ts'
import { Picture } from '../ui/picture.tsx'
import { SlotFrame } from '../ui/slot-frame.tsx'
import { costText, statusWords, timeText } from '../ui/wording.ts'

interface VersionStripProps {
  image: Image
  /** Newest first. */
  versions: readonly Generation[]
  /** What pressing a version does; without it, a finished one becomes the current picture. */
  onChoose?: (version: Generation) => void
  shownId?: number | undefined
  /** What the strip is called. */
  label?: string
  /** A version that is left out; the others keep their numbers. */
  without?: number
}

/** Every version of an image. The one in use is marked; a finished one can be put in its place. */
export function VersionStrip({ image, versions, onChoose, shownId, label = 'Versions', without }: VersionStripProps) {
  const { use } = useVersionUse(image)
  return (
    <Box
      component="ul"
      aria-label={label}
      sx={{ m: 0, p: 0, listStyle: 'none', display: 'flex', gap: 0.75, overflowX: 'auto', py: 0.5 }}
    >
      {versions.map((version, index) => {
        if (version.id === without) return null
        const isCurrent = version.id === image.currentGenerationId
        const number = versions.length - index
        const name = `Version ${number}, ${isCurrent ? 'in use' : version.pictureDeletedAt ? 'picture deleted' : statusWords[version.status].toLowerCase()}, ${timeText(version.createdAt)}, ${costText(version.costUsd)}`
        return (
          <li key={version.id}>
            <Tooltip title={name}>
              <span>
                <ButtonBase
                  aria-label={onChoose || isCurrent || !version.picture ? name : `${name}. Use this one`}
                  aria-current={isCurrent}
                  disabled={!onChoose && (isCurrent || !version.picture)}
                  onClick={() => (onChoose ? onChoose(version) : use(version))}
                  sx={{
                    position: 'relative',
                    height: 56,
                    aspectRatio: `${version.width} / ${version.height}`,
                    borderRadius: 1,
                    overflow: 'hidden',
                    outline: isCurrent || version.id === shownId ? '2px solid' : 'none',
                    outlineColor: (theme) => (isCurrent ? theme.palette.primary.main : theme.palette.text.secondary),
                    outlineOffset: -2,
                  }}
                >
                  {version.picture ? (
                    <Picture picture={version.picture} alt="" sizes="120px" />
                  ) : (
                    <SlotFrame status={version.status} compact />
                  )}
                  {isCurrent ? (
                    <CheckIcon
                      sx={{
                        position: 'absolute',
                        right: 3,
                        bottom: 3,
                        fontSize: 18,
                        color: 'primary.main',
                        bgcolor: 'background.paper',
                        borderRadius: '50%',
                      }}
                    />
                  ) : null}
                </ButtonBase>
              </span>
            </Tooltip>
          </li>
        )
      })}
    </Box>
  )
}
