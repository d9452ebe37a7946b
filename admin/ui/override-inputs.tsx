import { Box, Typography } from '@mui/material'
import { NumberInput, ReferenceInput, SelectInput, TextInput } from 'react-admin'
import type { SettingLevel } from '../records.ts'
import { useInherited } from './inherited-settings.ts'
import { InheritedText } from './inherited-text.tsx'
import { NegativePromptInput } from './negative-prompt-input.tsx'
import { writerWords } from './wording.ts'

const displayName = (record: { id: string; spec?: { display_name?: string } }): string =>
  record.spec?.display_name ?? record.id
/** An empty choice says what holds instead. */
const showsEmpty = { select: { displayEmpty: true }, inputLabel: { shrink: true } }
const formats = ['webp', 'png', 'jpeg'].map((id) => ({ id, name: id }))
const writers = Object.entries(writerWords).map(([id, name]) => ({ id, name }))
const byPosition = { field: 'position', order: 'ASC' as const }
const aboves: Record<SettingLevel, string> = {
  content: 'the keyword or the site',
  keyword: 'the site',
  site: 'the account',
  account: 'the system',
}

function TemplateInput() {
  const inherited = useInherited('account')('promptTemplate')
  return (
    <TextInput
      source="promptTemplate"
      label="Prompt template"
      multiline
      fullWidth
      placeholder={inherited?.value ?? 'Inherited'}
      helperText="{prompt} must be in it; {style} and {title} may be"
      slotProps={{ inputLabel: { shrink: true } }}
      sx={{ gridColumn: '1 / -1' }}
    />
  )
}

/** The settings a level may say something about. Left empty, the next level up decides; each input says what that comes to. */
export function OverrideInputs({ level }: { level: SettingLevel }) {
  const inherited = useInherited(level)
  const count = inherited('imagesPerArticle')
  return (
    <Box component="fieldset" sx={{ border: 0, p: 0, m: 0, mt: 2, width: '100%', minWidth: 0 }}>
      <Typography component="legend" variant="h3" sx={{ p: 0, mb: 0.5 }}>
        Image settings
      </Typography>
      <Typography sx={{ color: 'text.secondary', mb: 1.5, fontSize: '0.9rem' }}>
        What is left empty is taken from {aboves[level]}.
      </Typography>
      <Box sx={{ display: 'grid', gridTemplateColumns: { xs: '1fr', sm: '1fr 1fr' }, columnGap: 2 }}>
        <NumberInput
          source="imagesPerArticle"
          label="In-article images"
          min={1}
          max={8}
          step={1}
          placeholder={count ? `${count.value}, from ${count.from}` : 'Inherited'}
          slotProps={{ inputLabel: { shrink: true } }}
          helperText="1 to 8; the featured image comes on top"
        />
        <ReferenceInput source="tierId" reference="tiers" perPage={100} sort={byPosition}>
          <SelectInput
            label="Tier"
            optionText={displayName}
            emptyText={<InheritedText inherited={inherited('tierId')} resource="tiers" />}
            helperText={false}
            slotProps={showsEmpty}
          />
        </ReferenceInput>
        <ReferenceInput source="styleId" reference="styles" perPage={100} sort={byPosition}>
          <SelectInput
            label="Style"
            optionText={displayName}
            emptyText={<InheritedText inherited={inherited('styleId')} resource="styles" />}
            helperText={false}
            slotProps={showsEmpty}
          />
        </ReferenceInput>
        <SelectInput
          source="format"
          label="File format"
          choices={formats}
          emptyText={<InheritedText inherited={inherited('format')} />}
          helperText={false}
          slotProps={showsEmpty}
        />
        <SelectInput
          source="promptWriter"
          label="Prompts written by"
          choices={writers}
          emptyText={<InheritedText inherited={inherited('promptWriter')} words={writerWords} />}
          helperText={false}
          slotProps={showsEmpty}
        />
        <NegativePromptInput inherited={inherited('negativePrompt')} />
        {level === 'account' ? <TemplateInput /> : null}
      </Box>
    </Box>
  )
}
