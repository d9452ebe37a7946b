import { Button, Dialog, DialogActions, DialogContent, DialogTitle, Typography } from '@mui/material'
import { keepPreviousData, useQuery, useQueryClient } from '@tanstack/react-query'
import { Form, FormDataConsumer, ReferenceInput, SelectInput, required, useDataProvider, useNotify } from 'react-admin'
import { Link, useNavigate } from 'react-router-dom'
import type { ConsoleProvider } from '../data-provider.ts'
import type { RunPlan, RunStart } from '../records.ts'
import { ProblemNotice } from '../ui/problem-notice.tsx'
import { useSettled } from '../ui/settled.ts'
import { useSpending } from '../ui/spending.ts'
import { countOf } from '../ui/wording.ts'
import { LastStageInput, LimitInputs } from './limit-inputs.tsx'
import type { RunWishes } from './limits.ts'
import { noLimits, runStartOf } from './limits.ts'
import { RunPlanPart, isNothing } from './run-plan-part.tsx'

interface StartForm extends RunWishes {
  siteId: number | null
}

/** What the server is to be asked. */
interface Question {
  siteId: number
  body: RunStart
}

/** react-admin would take the record of the page for the form's. */
const noRecord = {}

function questionOf(wishes: Partial<StartForm>): Question | null {
  const body = runStartOf(wishes)
  return wishes.siteId && body ? { siteId: wishes.siteId, body } : null
}

/** What a run would do as the form stands now. */
function usePlan(wishes: Partial<StartForm>) {
  const provider = useDataProvider<ConsoleProvider>()
  const now = questionOf(wishes)
  const asked = useSettled(now)
  const plan = useQuery({
    queryKey: ['run-plan', asked],
    queryFn: ({ signal }) => provider.planRun(asked?.siteId ?? 0, asked?.body ?? {}, signal),
    enabled: asked !== null,
    placeholderData: keepPreviousData,
    retry: false,
    staleTime: 0,
    gcTime: 0,
  })
  const isOld = plan.isPlaceholderData || JSON.stringify(now) !== JSON.stringify(asked)
  return { question: now, plan, isOld }
}

function startText(plan: RunPlan | undefined): string {
  if (!plan || isNothing(plan)) return 'Start'
  return plan.images > 0
    ? `Make ${countOf(plan.images, 'image')}`
    : `Write prompts for ${countOf(plan.prompts, 'article')}`
}

function SiteInput() {
  return (
    <ReferenceInput source="siteId" reference="sites" perPage={100} sort={{ field: 'name', order: 'ASC' }}>
      <SelectInput label="Site" validate={required()} fullWidth helperText={false} />
    </ReferenceInput>
  )
}

/** The question, its answer, and the button. */
function DialogBody({
  wishes,
  fixedSite,
  onClose,
}: {
  wishes: Partial<StartForm>
  fixedSite: boolean
  onClose: () => void
}) {
  const provider = useDataProvider<ConsoleProvider>()
  const client = useQueryClient()
  const navigate = useNavigate()
  const notify = useNotify()
  const { question, plan, isOld } = usePlan(wishes)
  const start = useSpending(({ siteId, body }: Question, key) => provider.startRun(siteId, body, key), {
    onDone: (run) => {
      notify(`Run #${run.id} has begun.`, { type: 'success' })
      void client.invalidateQueries({ queryKey: ['runs'] })
      onClose()
      void navigate(`/runs/${run.id}/show`)
    },
    onFailed: () => void plan.refetch(),
  })
  const shown = question || isOld ? plan.data : undefined
  const activeRunId = shown?.activeRunId ?? null
  const canStart = question !== null && !isOld && shown !== undefined && !isNothing(shown) && activeRunId === null
  return (
    <>
      <DialogContent sx={{ display: 'grid', gridTemplateColumns: 'minmax(0, 1fr)', gap: 1.5, pt: 0 }}>
        <Typography sx={{ color: 'text.secondary' }}>
          A run goes over all articles of the site, writes the prompts that are missing, then makes the images that are
          missing. You can pause or cancel it between two images.
        </Typography>
        {fixedSite ? null : <SiteInput />}
        <LastStageInput />
        <LimitInputs />
        {question === null && plan.data === undefined ? null : (
          <RunPlanPart plan={shown} error={plan.error} isOld={isOld} onRetry={() => void plan.refetch()} />
        )}
        {start.error ? <ProblemNotice error={start.error} title="The run did not begin" /> : null}
      </DialogContent>
      <DialogActions sx={{ px: 3, pb: 2.5 }}>
        <Button onClick={onClose}>Close</Button>
        {activeRunId === null ? (
          <Button
            variant="contained"
            disabled={!canStart}
            loading={start.isPending}
            onClick={() => question && start.mutate(question)}
          >
            {startText(shown)}
          </Button>
        ) : (
          <Button variant="contained" component={Link} to={`/runs/${activeRunId}/show`} onClick={onClose}>
            To run #{activeRunId}
          </Button>
        )}
      </DialogActions>
    </>
  )
}

/** Asks how far and within which limits, and says what a run would make, skip and cost before it begins. */
export function StartRunDialog({
  site,
  onClose,
}: {
  /** Undefined: it is to be chosen. */
  site?: { id: number; name: string } | undefined
  onClose: () => void
}) {
  return (
    <Dialog
      open
      onClose={onClose}
      fullWidth
      maxWidth="sm"
      aria-labelledby="start-run-title"
      sx={{ '& form': { display: 'flex', flexDirection: 'column', minHeight: 0 } }}
    >
      <DialogTitle id="start-run-title" component="h2">
        Fill what is missing{site ? ` on ${site.name}` : ''}
      </DialogTitle>
      <Form record={noRecord} defaultValues={{ ...noLimits, siteId: site?.id ?? null }} mode="onChange">
        <FormDataConsumer<StartForm>>
          {({ formData }) => <DialogBody wishes={formData} fixedSite={site !== undefined} onClose={onClose} />}
        </FormDataConsumer>
      </Form>
    </Dialog>
  )
}
