import { Box } from '@mui/material'
import { Link } from 'react-router-dom'

const pages = [
  { name: 'runs', label: 'Runs' },
  { name: 'schedules', label: 'Schedules' },
] as const

/** The two pages of automation: what ran, and what begins by itself. Links that look like tabs. */
export function AutomationTabs({ current }: { current: (typeof pages)[number]['name'] }) {
  return (
    <Box
      component="nav"
      aria-label="Automation"
      sx={{ display: 'flex', gap: 3, borderBottom: 1, borderColor: 'divider', mb: 1 }}
    >
      {pages.map(({ name, label }) => (
        <Box
          key={name}
          component={Link}
          to={`/${name}`}
          aria-current={name === current ? 'page' : undefined}
          sx={{
            py: 1,
            mb: '-1px',
            fontWeight: 600,
            textDecoration: 'none',
            color: name === current ? 'primary.main' : 'text.secondary',
            borderBottom: 2,
            borderColor: name === current ? 'primary.main' : 'transparent',
            '&:hover': { color: 'primary.main' },
          }}
        >
          {label}
        </Box>
      ))}
    </Box>
  )
}
