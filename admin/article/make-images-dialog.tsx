import {
  Box,
  Button,
  Dialog,
  DialogActions,
  DialogContent,
  DialogTitle,
  FormControlLabel,
  Radio,
  RadioGroup,
  Typography,
} from '@mui/material'
import { useState } from 'react'
import { useDataProvider, useNotify } from 'react-admin'
import type { ConsoleProvider } from '../data-provider.ts'
import type { Content, GenerateContent, WhichImages } from '../records.ts'
import { EstimatePart } from '../making/estimate-part.tsx'
import { useEstimate } from '../making/estimate-query.ts'
import { StyleChoice, TierChoice } from '../making/tier-and-style.tsx'
import { ProblemNotice } from '../ui/problem-notice.tsx'
import { useRefreshImages } from '../ui/refresh-images.ts'
import { useSpending } from '../ui/spending.ts'
import { countOf } from '../ui/wording.ts'
import { useArticle } from './article-context.ts'

function choicesOf(content: Content): { value: WhichImages; label: string }[] {
  const { expected, current, failed } = content.imageCounts
  const missing = Math.max(0, expected - current)
  const choices: { value: WhichImages; label: string }[] = []
  if (missing > 0) choices.push({ value: 'missing', label: `What is missing (${missing})` })
  if (failed > 0) choices.push({ value: 'failed', label: `What failed (${failed})` })
  choices.push({
    value: 'all',
    label: current > 0 ? `All of them anew (${expected}); earlier versions are kept` : `All of them (${expected})`,
  })
  return choices
}

/** Asks which images, in which tier and style, and says what that costs before it is done. */
export function MakeImagesDialog({ onClose }: { onClose: () => void }) {
  const { content, settings } = useArticle()
  const provider = useDataProvider<ConsoleProvider>()
  const refresh = useRefreshImages()
  const notify = useNotify()
  const choices = choicesOf(content)
  const [which, setWhich] = useState<WhichImages>(choices[0]?.value ?? 'all')
  const [tierId, setTierId] = useState('')
  const [styleId, setStyleId] = useState('')
  const question = { contentId: content.id, which, ...(tierId && { tierId }), ...(styleId && { styleId }) }
  const { isMakeable, ...answer } = useEstimate(question)
  const make = useSpending((body: GenerateContent, key) => provider.generateForContent(content.id, body, key), {
    onDone: ({ generations, skipped }) => {
      for (const { reason } of skipped.slice(0, 1)) notify(reason, { type: 'warning' })
      if (skipped.length === 0) notify(`${countOf(generations.length, 'image')} queued.`, { type: 'success' })
      refresh()
      onClose()
    },
    onFailed: () => undefined,
  })
  const count = answer.estimate?.images ?? 0
  return (
    <Dialog open onClose={onClose} fullWidth maxWidth="sm" aria-labelledby="make-images-title">
      <DialogTitle id="make-images-title" component="h2">
        Make images
      </DialogTitle>
      <DialogContent sx={{ display: 'grid', gap: 1.5 }}>
        <RadioGroup aria-label="Which images" value={which} onChange={(_, value) => setWhich(value as WhichImages)}>
          {choices.map((choice) => (
            <FormControlLabel
              key={choice.value}
              value={choice.value}
              label={choice.label}
              control={<Radio size="small" />}
            />
          ))}
        </RadioGroup>
        <Box sx={{ display: 'grid', gridTemplateColumns: { xs: '1fr', sm: '1fr 1fr' }, gap: 1.5 }}>
          <TierChoice
            value={tierId}
            onChange={setTierId}
            inherited={settings?.tierId.value}
            accountId={content.accountId}
          />
          <StyleChoice value={styleId} onChange={setStyleId} inherited={settings?.styleId.value} />
        </Box>
        <EstimatePart {...answer} />
        {content.promptsWrittenAt ? null : (
          <Typography sx={{ color: 'text.secondary', fontSize: '0.9rem' }}>The prompts are written first.</Typography>
        )}
        {make.error ? <ProblemNotice error={make.error} title="Nothing was queued" /> : null}
      </DialogContent>
      <DialogActions sx={{ px: 3, pb: 2.5 }}>
        <Button onClick={onClose}>Cancel</Button>
        <Button
          variant="contained"
          disabled={!isMakeable}
          loading={make.isPending}
          onClick={() => make.mutate({ which, ...(tierId && { tierId }), ...(styleId && { styleId }) })}
        >
          {count > 0 ? `Make ${countOf(count, 'image')}` : 'Make images'}
        </Button>
      </DialogActions>
    </Dialog>
  )
}
