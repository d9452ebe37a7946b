-- What a CMS calls an article, and whether anything is to be made for it.
alter table contents
  -- `draft`: not finished, left alone by runs and bulk actions. `archived`: kept, and left alone.
  add column status text not null default 'ready' check (status in ('draft', 'ready', 'archived')),
  -- The name another system knows the article by; one article of a site has it.
  add column external_id text check (external_id <> '');
create unique index contents_external_id on contents (site_id, external_id) where external_id is not null;
