import CircuitIcon from '@mui/icons-material/ElectricalServicesOutlined'
import KeyOffIcon from '@mui/icons-material/KeyOff'
import PausedIcon from '@mui/icons-material/PauseCircleOutlined'
import RunningIcon from '@mui/icons-material/CheckCircleOutlined'
import WaitingIcon from '@mui/icons-material/HourglassEmptyOutlined'
import { Chip } from '@mui/material'
import type { ReactNode } from 'react'
import type { Provider, ProviderState } from '../records.ts'
import { When } from '../ui/when.tsx'
import { countOf, errorText } from '../ui/wording.ts'

const looks = {
  running: { icon: <RunningIcon />, colour: 'success', words: 'Takes calls' },
  waiting: { icon: <WaitingIcon />, colour: 'info', words: 'Asked to wait' },
  circuit_open: { icon: <CircuitIcon />, colour: 'warning', words: 'Held back' },
  paused: { icon: <PausedIcon />, colour: 'error', words: 'Paused' },
  not_configured: { icon: <KeyOffIcon />, colour: 'warning', words: 'No key' },
} as const

/** Whether calls go out to a provider, as a word with a sign. */
export function ProviderStateChip({ state }: { state: ProviderState }) {
  const { icon, colour, words } = looks[state.kind]
  return <Chip size="small" variant="outlined" color={colour} icon={icon} label={words} />
}

/** Why no calls go out, since when, and until when. */
export function ProviderStateText({ provider }: { provider: Provider }): ReactNode {
  const { state, failures } = provider
  switch (state.kind) {
    case 'running':
      return 'Calls go out.'
    case 'waiting':
      return (
        <>
          It asked to be left alone for a while. Calls go out again <When at={state.until} />.
        </>
      )
    case 'circuit_open':
      return (
        <>
          It failed {countOf(failures, 'time')} in a row, since <When at={state.since} />. One call at a time tries
          whether it is well again;{' '}
          {state.nextTrialAt ? (
            <>
              the next <When at={state.nextTrialAt} />.
            </>
          ) : (
            'the next goes out as soon as there is work.'
          )}
        </>
      )
    case 'paused':
      return (
        <>
          {state.by ? `${state.by} paused it` : `It paused itself (${errorText(state.class)})`}{' '}
          <When at={state.since} />: {state.reason}
        </>
      )
    case 'not_configured':
      return 'It has no key, and no sandbox stands in.'
  }
}
