import { Box, Button, Card, Typography } from '@mui/material'
import { useGetList } from 'react-admin'
import { Link } from 'react-router-dom'
import type { Content } from '../records.ts'
import { countOf } from '../ui/wording.ts'

/** For the first minute: an article to open, and what to press there. */
export function StartHere() {
  const { data: contents = [] } = useGetList<Content>('contents', {
    pagination: { page: 1, perPage: 3 },
    sort: { field: 'id', order: 'ASC' },
  })
  return (
    <Card component="section" sx={{ p: { xs: 2.5, sm: 4 }, borderColor: 'primary.main' }}>
      <Typography variant="h2" sx={{ fontSize: '1.6rem' }}>
        Start here
      </Typography>
      <Typography sx={{ mt: 1, mb: 2.5, color: 'text.secondary', maxWidth: 640 }}>
        {contents.length > 0
          ? 'Open an article and press “Make images”. Atelier reads it, writes a prompt for each picture and draws them where they belong.'
          : 'Add an article in Markdown or HTML. Atelier reads it, writes a prompt for each picture and draws them where they belong.'}
      </Typography>
      <Box
        sx={{
          display: 'grid',
          gap: 1.5,
          gridTemplateColumns: { xs: '1fr', md: 'repeat(3, 1fr)' },
          mb: contents.length > 0 ? 2 : 0,
        }}
      >
        {contents.map((content) => (
          <Card
            key={content.id}
            component={Link}
            to={`/contents/${content.id}/show`}
            sx={{
              p: 2,
              textDecoration: 'none',
              color: 'text.primary',
              bgcolor: 'background.default',
              '&:hover': { borderColor: 'primary.main' },
            }}
          >
            <Typography variant="h3" sx={{ mb: 0.5 }}>
              {content.title}
            </Typography>
            <Typography sx={{ color: 'text.secondary', fontSize: '0.88rem' }}>
              {countOf(content.words, 'word')}, {countOf(content.imageCounts.expected, 'image')} to make
            </Typography>
          </Card>
        ))}
      </Box>
      <Button component={Link} to="/contents/create" variant={contents.length > 0 ? 'text' : 'contained'}>
        Add an article of your own
      </Button>
    </Card>
  )
}
