import { Alert, Box, Typography } from '@mui/material'
import { Title } from 'react-admin'
import type { Release } from '../records.ts'
import { monospace } from '../theme.ts'
import { Commit } from '../ui/commit.tsx'
import { EntryName } from '../ui/entry-name.tsx'
import { Fact, Facts } from '../ui/facts.tsx'
import { Panel } from '../ui/panel.tsx'
import { RecordLink } from '../ui/record-link.tsx'
import { RecordPage } from '../ui/record-page.tsx'
import { timeText } from '../ui/wording.ts'
import { ReleaseFindings } from './release-findings.tsx'
import { ReleaseImpact } from './release-impact.tsx'
import { ReleaseOverlay } from './release-overlay.tsx'
import { ReleasePlan } from './release-plan.tsx'

function Origin({ release }: { release: Release }) {
  return (
    <Facts>
      <Fact name="Applied">{timeText(release.createdAt)}</Fact>
      <Fact name="By">{release.actor}</Fact>
      <Fact name="Commit">
        <Commit release={release} />
      </Fact>
      {release.rollbackOf === null ? null : (
        <Fact name="Brings back">
          <RecordLink resource="releases" id={release.rollbackOf}>
            release #{release.rollbackOf}
          </RecordLink>
        </Fact>
      )}
      <Fact name="Environment">
        <ReleaseOverlay release={release} />
      </Fact>
      <Fact name="Hash of the catalog">
        <Box component="code" sx={{ fontFamily: monospace, fontSize: '0.85rem' }}>
          {release.catalogHash}
        </Box>
      </Fact>
    </Facts>
  )
}

function Skipped({ release }: { release: Release }) {
  return (
    <Box component="ul" sx={{ m: 0, p: 0, listStyle: 'none', display: 'grid', gap: 1 }}>
      {release.skipped.map(({ kind, id, why }) => (
        <li key={`${kind}/${id}`}>
          <EntryName kind={kind} id={id} />
          <Box sx={{ color: 'text.secondary' }}>{why}</Box>
        </li>
      ))}
    </Box>
  )
}

function ReleasePage({ release }: { release: Release }) {
  return (
    <Box sx={{ display: 'grid', gridTemplateColumns: 'minmax(0, 1fr)', gap: 2, maxWidth: 980 }}>
      <Title title={`Release #${release.id}`} preferenceKey={false} />
      <Panel title="Where it came from">
        <Origin release={release} />
      </Panel>
      {release.hasContent ? (
        <Panel title="Whom it hit">
          <ReleaseImpact impact={release.impact} approvals={release.approvals} />
        </Panel>
      ) : (
        <Alert severity="info" variant="outlined">
          Applied before releases kept their content: whom it hit, and what its whole catalog said, is not known.
        </Alert>
      )}
      {release.findings.length > 0 ? (
        <Panel title="Applied with these findings">
          <ReleaseFindings findings={release.findings} />
        </Panel>
      ) : null}
      {release.skipped.length > 0 ? (
        <Panel title="Not taken out">
          <Typography sx={{ mb: 1.5, color: 'text.secondary' }}>
            The files no longer have these, but something still needs them, so they stayed.
          </Typography>
          <Skipped release={release} />
        </Panel>
      ) : null}
      <Panel title="What it changed">
        <ReleasePlan plan={release.plan} />
      </Panel>
    </Box>
  )
}

/** One release: where it came from, whom it hit, and what it changed. */
export function ReleaseShow() {
  return <RecordPage<Release> noun="release" render={(release) => <ReleasePage release={release} />} />
}
