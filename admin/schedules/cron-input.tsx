import { Box, MenuItem, TextField } from '@mui/material'
import { useState } from 'react'
import { required, useInput } from 'react-admin'
import { monospace } from '../theme.ts'
import type { Rhythm } from './cron.ts'
import { cronOf, rhythmOf, weekdayNames } from './cron.ts'

type Kind = Rhythm['kind'] | 'own'

const kinds: { value: Kind; label: string }[] = [
  { value: 'daily', label: 'Every day' },
  { value: 'weekdays', label: 'On weekdays' },
  { value: 'weekly', label: 'Once a week' },
  { value: 'monthly', label: 'On the first of each month' },
  { value: 'own', label: 'Own times (cron)' },
]

/** What the inputs show: also what the five fields cannot say, such as a time that is being typed. */
interface Shown {
  kind: Kind
  rhythm: Rhythm
}

const early: Rhythm = { kind: 'daily', time: '06:00', weekday: 1 }

function shownOf(cron: string): Shown {
  const rhythm = rhythmOf(cron)
  return { kind: rhythm?.kind ?? 'own', rhythm: rhythm ?? early }
}

const wrapped = '@@react-admin@@'

/** react-admin wraps what a form's field is told, as JSON. */
function plain(message: string): string {
  const inner: unknown = message.startsWith(wrapped) ? JSON.parse(message.slice(wrapped.length)) : message
  return typeof inner === 'string' ? inner : message
}

/** When, in the words that people use, or as five fields. @param refusal why the server cannot read what stands here now */
export function CronInput({ refusal }: { refusal: string | undefined }) {
  const { field, fieldState, id } = useInput<string>({ source: 'cron', validate: required() })
  const cron = field.value
  const [shown, setShown] = useState(() => shownOf(cron))
  const { kind, rhythm } = shown
  const change = (changed: Partial<Rhythm>) => {
    const next = { ...rhythm, ...changed }
    setShown({ kind: next.kind, rhythm: next })
    if (next.time !== '') field.onChange(cronOf(next))
  }
  const changeKind = (next: Kind) => (next === 'own' ? setShown({ kind: next, rhythm }) : change({ kind: next }))
  const said = fieldState.error?.message
  const problem = said ? plain(said) : refusal
  const isOwn = kind === 'own'
  return (
    <Box
      sx={{
        width: '100%',
        display: 'grid',
        columnGap: 2,
        gridTemplateColumns: { xs: '1fr', sm: isOwn ? '1fr 1fr' : kind === 'weekly' ? '1fr 1fr 1fr' : '1fr 1fr' },
        alignItems: 'start',
      }}
    >
      <TextField
        select
        id={`${id}-kind`}
        label="Begins"
        value={kind}
        error={problem !== undefined && !isOwn}
        helperText={isOwn ? ' ' : (problem ?? ' ')}
        onChange={(event) => changeKind(event.target.value as Kind)}
      >
        {kinds.map(({ value, label }) => (
          <MenuItem key={value} value={value}>
            {label}
          </MenuItem>
        ))}
      </TextField>
      {kind === 'weekly' ? (
        <TextField
          select
          id={`${id}-weekday`}
          label="On"
          value={rhythm.weekday}
          onChange={(event) => change({ weekday: Number(event.target.value) })}
        >
          {weekdayNames.map((name, weekday) => (
            <MenuItem key={name} value={weekday}>
              {name}
            </MenuItem>
          ))}
        </TextField>
      ) : null}
      {isOwn ? (
        <TextField
          {...field}
          id={id}
          label="Cron"
          error={problem !== undefined}
          helperText={problem ?? 'Minute, hour, day of the month, month, day of the week: 30 6 * * 1-5'}
          slotProps={{ htmlInput: { style: { fontFamily: monospace }, spellCheck: false, autoComplete: 'off' } }}
        />
      ) : (
        <TextField
          id={id}
          type="time"
          label="At"
          value={rhythm.time}
          onChange={(event) => change({ time: event.target.value })}
          slotProps={{ inputLabel: { shrink: true } }}
        />
      )}
    </Box>
  )
}
