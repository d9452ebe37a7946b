import { useQuery, useQueryClient } from '@tanstack/react-query'
import {
  Edit,
  ReferenceInput,
  SaveButton,
  SelectInput,
  SimpleForm,
  TextInput,
  Toolbar,
  required,
  useDataProvider,
  useRecordContext,
} from 'react-admin'
import type { ConsoleProvider } from '../data-provider.ts'
import type { ArticleText, Content } from '../records.ts'
import { OverrideInputs } from '../ui/override-inputs.tsx'
import { ProblemNotice } from '../ui/problem-notice.tsx'
import { statusChoices } from './content-status.tsx'
import { SourceInput } from './source-input.tsx'

const saveOnly = (
  <Toolbar>
    <SaveButton />
  </Toolbar>
)

/** The source is not part of the record, since lists would carry it along: it is read here and joined for the form. */
function ContentForm() {
  const content = useRecordContext<Content>()
  const provider = useDataProvider<ConsoleProvider>()
  const {
    data: article,
    error,
    refetch,
  } = useQuery({
    queryKey: ['article', content?.id, content?.updatedAt],
    queryFn: ({ signal }) => provider.readArticle(content?.id ?? '', signal),
    enabled: content !== undefined,
  })
  if (error)
    return <ProblemNotice error={error} title="The article’s text could not be read" onRetry={() => void refetch()} />
  if (!content || !article) return null
  return (
    <SimpleForm
      noValidate
      toolbar={saveOnly}
      record={{ ...content, source: article.source }}
      resetOptions={{ keepDirtyValues: true }}
    >
      <TextInput source="title" label="Title" fullWidth validate={required()} helperText={false} />
      <SelectInput source="status" choices={statusChoices} validate={required()} helperText={false} fullWidth />
      <ReferenceInput source="keywordId" reference="keywords" filter={{ siteId: content.siteId }} perPage={100}>
        <SelectInput label="Keyword" optionText="term" emptyText="None" helperText={false} fullWidth />
      </ReferenceInput>
      <OverrideInputs level="content" />
      <SourceInput />
    </SimpleForm>
  )
}

const kept = [
  'title',
  'status',
  'keywordId',
  'imagesPerArticle',
  'tierId',
  'styleId',
  'format',
  'negativePrompt',
  'promptWriter',
  'source',
]

/** Title, settings and text of an article. Prompts and pictures it already has stay. */
export function ContentEdit() {
  const client = useQueryClient()
  const takeKept = (form: Partial<Content> & { source?: string }, options?: { previousData?: Content }) => {
    const article = client.getQueryData<ArticleText>(['article', form.id, form.updatedAt])
    const sameText = article?.source === form.source
    const next = Object.entries(form).filter(([key]) => kept.includes(key) && !(key === 'source' && sameText))
    return { ...options?.previousData, ...Object.fromEntries(next) }
  }
  return (
    <Edit<Content> mutationMode="pessimistic" redirect="show" transform={takeKept} sx={{ maxWidth: 900 }}>
      <ContentForm />
    </Edit>
  )
}
