-- Catalog: what config/ declares, as last applied. `spec` is the file's content; the rest is derived or ours.
-- Rows are never deleted: `archived_at` takes a row out of the catalog and keeps history readable.

create table releases (
  id integer generated always as identity primary key,
  created_at timestamptz not null default now(),
  actor text not null,
  git_commit text,
  git_branch text,
  git_dirty boolean,
  catalog_hash text not null,
  plan jsonb not null
);

create table tiers (
  id text primary key,
  position integer not null,
  spec jsonb not null,
  source_file text not null,
  source_line integer not null,
  version integer not null default 1,
  release_id integer not null references releases,
  archived_at timestamptz
);

create table plans (like tiers including all);
alter table plans add foreign key (release_id) references releases;
create table styles (like tiers including all);
alter table styles add foreign key (release_id) references releases;
create table providers (like tiers including all);
alter table providers add foreign key (release_id) references releases;
create table parameter_sets (like tiers including all);
alter table parameter_sets add foreign key (release_id) references releases;
-- One row, id 'system'.
create table settings (like tiers including all);
alter table settings add foreign key (release_id) references releases;

create table models (
  id text primary key,
  position integer not null,
  spec jsonb not null,
  source_file text not null,
  source_line integer not null,
  version integer not null default 1,
  release_id integer not null references releases,
  archived_at timestamptz,
  model_type text not null generated always as (spec ->> 'model_type') stored,
  provider_id text not null generated always as (spec ->> 'provider') stored references providers deferrable initially deferred,
  tier_id text generated always as (spec ->> 'quality_tier') stored references tiers deferrable initially deferred,
  is_active boolean not null generated always as ((spec ->> 'is_active')::boolean) stored,
  -- An operator's kill switch. Belongs to the database alone: applying a catalog leaves it as it is.
  killed_at timestamptz,
  killed_by text,
  kill_reason text,
  check ((killed_at is null) = (kill_reason is null))
);

-- People.

create table users (
  id integer generated always as identity primary key,
  name text not null unique,
  password_hash text not null,
  role text not null check (role in ('admin', 'operator', 'editor')),
  created_at timestamptz not null default now()
);

-- Only the SHA-256 of a session's token is kept, so that a copy of the database opens no session.
create table sessions (
  token_sha256 text primary key,
  user_id integer not null references users on delete cascade,
  created_at timestamptz not null default now(),
  last_seen_at timestamptz not null default now(),
  expires_at timestamptz not null
);

create table login_failures (
  id bigint generated always as identity primary key,
  subject text not null,
  failed_at timestamptz not null default now()
);
create index login_failures_subject on login_failures (subject, failed_at);

create table idempotency_keys (
  user_id integer not null references users on delete cascade,
  key text not null,
  request_sha256 text not null,
  response_status integer,
  response jsonb,
  created_at timestamptz not null default now(),
  primary key (user_id, key)
);

-- Tenants and their articles. Null in an override column: this level says nothing.

create table accounts (
  id integer generated always as identity primary key,
  name text not null unique,
  plan_id text not null references plans on update cascade,
  images_per_article integer check (images_per_article between 1 and 8),
  tier_id text references tiers on update cascade,
  style_id text references styles on update cascade,
  format text check (format in ('webp', 'png', 'jpeg')),
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now()
);

create table sites (
  id integer generated always as identity primary key,
  account_id integer not null references accounts,
  name text not null,
  url text,
  images_per_article integer check (images_per_article between 1 and 8),
  tier_id text references tiers on update cascade,
  style_id text references styles on update cascade,
  format text check (format in ('webp', 'png', 'jpeg')),
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  unique (account_id, name)
);

create table keywords (
  id integer generated always as identity primary key,
  site_id integer not null references sites,
  term text not null,
  images_per_article integer check (images_per_article between 1 and 8),
  tier_id text references tiers on update cascade,
  style_id text references styles on update cascade,
  format text check (format in ('webp', 'png', 'jpeg')),
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  unique (site_id, term)
);

create table contents (
  id integer generated always as identity primary key,
  account_id integer not null references accounts,
  site_id integer not null references sites,
  keyword_id integer references keywords,
  title text not null,
  source_format text not null check (source_format in ('markdown', 'html')),
  source text not null,
  language text,
  words integer not null,
  images_per_article integer check (images_per_article between 1 and 8),
  tier_id text references tiers on update cascade,
  style_id text references styles on update cascade,
  format text check (format in ('webp', 'png', 'jpeg')),
  prompts_written_at timestamptz,
  prompts_writer text,
  prompts_cost_usd numeric(12, 6),
  prompts_notes jsonb not null default '[]',
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now()
);
create index contents_site on contents (site_id, id desc);
create index contents_account on contents (account_id, id desc);

-- Pictures by content. The bytes are in the picture store under the same name.
create table pictures (
  sha256 text primary key,
  format text not null check (format in ('webp', 'png', 'jpeg')),
  width integer not null,
  height integer not null,
  bytes integer not null,
  created_at timestamptz not null default now()
);

create table images (
  id bigint generated always as identity primary key,
  content_id integer not null references contents on delete cascade,
  account_id integer not null references accounts,
  type text not null check (type in ('featured', 'in_article')),
  position integer not null check (position between 0 and 7),
  prompt text not null,
  alt_text text not null,
  heading text,
  section_index integer not null,
  current_generation_id bigint,
  -- The slot is more than the article now asks for. It keeps its versions and comes back when the count is raised.
  set_aside_at timestamptz,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  unique (content_id, type, position),
  check (type <> 'featured' or position = 0)
);

create table generations (
  id bigint generated always as identity primary key,
  image_id bigint not null references images on delete cascade,
  content_id integer not null references contents on delete cascade,
  account_id integer not null references accounts,
  status text not null default 'queued' check (status in ('queued', 'running', 'succeeded', 'failed', 'cancelled')),
  priority integer not null default 0,
  -- What was asked for, complete, so that the row alone says which config made this picture.
  release_id integer not null references releases,
  tier_id text not null references tiers on update cascade,
  model_id text not null references models on update cascade,
  provider_id text not null references providers on update cascade,
  style_id text not null references styles on update cascade,
  prompt text not null,
  negative_prompt text,
  width integer not null,
  height integer not null,
  format text not null check (format in ('webp', 'png', 'jpeg')),
  seed bigint,
  generation_params jsonb not null default '{}',
  -- Models passed over and why, and anything else a person should know.
  notes jsonb not null default '[]',
  requested_by text not null,
  -- Queue. `attempts` is also the fence: a worker writes only while the row still carries its id and its count.
  attempts integer not null default 0,
  max_attempts integer not null,
  run_at timestamptz not null default now(),
  worker_id text,
  lease_until timestamptz,
  -- One provider call. `task_id` and `sent_at` are committed before it, `answer` right after it, before any download.
  task_id uuid,
  sent_at timestamptz,
  answer jsonb,
  answered_at timestamptz,
  provider_mode text check (provider_mode in ('live', 'sandbox')),
  -- The one second call that the provider's `retry_once` allows where the outcome of the first cannot be known.
  resent_blind boolean not null default false,
  -- Outcome.
  sha256 text references pictures,
  -- Of all calls; `cost_before_usd` is what those before the last one cost.
  cost_usd numeric(12, 6) not null default 0,
  cost_before_usd numeric(12, 6) not null default 0,
  cost_source text,
  credits integer not null default 0,
  request_id text,
  error_class text,
  error_code text,
  error_message text,
  error_raw jsonb,
  created_at timestamptz not null default now(),
  started_at timestamptz,
  finished_at timestamptz,
  check (status <> 'succeeded' or sha256 is not null),
  check (status <> 'failed' or error_class is not null),
  check (status <> 'running' or (worker_id is not null and lease_until is not null))
);
alter table images add foreign key (current_generation_id) references generations on delete set null;
create index generations_queued on generations (provider_id, priority desc, id) where status = 'queued';
create index generations_running on generations (provider_id, lease_until) where status = 'running';
-- One picture of a slot is made at a time: asking twice, by two clicks or two people, queues and pays once.
create unique index generations_one_unfinished on generations (image_id) where status in ('queued', 'running');
create index generations_status on generations (status, id desc);
create index generations_image on generations (image_id, id desc);
create index generations_content on generations (content_id, id desc);
create index generations_sha256 on generations (sha256) where sha256 is not null;
create index generations_account on generations (account_id, id desc);
create index generations_model on generations (model_id, id desc);
create index generations_failed on generations (error_class, id desc) where error_class is not null;
create index generations_finished on generations (finished_at) include (status, cost_usd) where finished_at is not null;
create index images_content on images (content_id);
create index images_account on images (account_id, id desc);
create index images_missing on images (id desc) where current_generation_id is null;

-- What changed, in commit order, for the event stream.
create table events (
  id bigint generated always as identity primary key,
  -- Ids are given out before commit, so a later id can be seen before an earlier one. Readers go by transaction, then id,
  -- and stop at the oldest transaction still running: they never step over an event.
  transaction_id xid8 not null default pg_current_xact_id(),
  topic text not null,
  record_id text not null,
  payload jsonb not null,
  created_at timestamptz not null default now()
);

create index events_order on events (transaction_id, id);

create function record_generation_event() returns trigger language plpgsql as $$
begin
  if tg_op = 'UPDATE' and new.status = old.status and new.attempts = old.attempts
     and new.run_at = old.run_at and new.answered_at is not distinct from old.answered_at then
    return null;
  end if;
  insert into events (topic, record_id, payload) values ('generations', new.id::text, jsonb_build_object(
    'id', new.id, 'imageId', new.image_id, 'contentId', new.content_id, 'status', new.status,
    'attempts', new.attempts, 'modelId', new.model_id, 'providerMode', new.provider_mode,
    'sha256', new.sha256, 'errorClass', new.error_class, 'errorMessage', new.error_message,
    'sentAt', new.sent_at, 'answeredAt', new.answered_at, 'finishedAt', new.finished_at));
  return null;
end $$;
create trigger generations_event after insert or update on generations
  for each row execute function record_generation_event();

create function record_image_event() returns trigger language plpgsql as $$
begin
  insert into events (topic, record_id, payload) values ('images', new.id::text, jsonb_build_object(
    'id', new.id, 'contentId', new.content_id, 'type', new.type, 'position', new.position,
    'prompt', new.prompt, 'altText', new.alt_text, 'heading', new.heading,
    'currentGenerationId', new.current_generation_id, 'setAsideAt', new.set_aside_at));
  return null;
end $$;
create trigger images_event after insert or update on images
  for each row execute function record_image_event();

create function record_content_event() returns trigger language plpgsql as $$
begin
  insert into events (topic, record_id, payload) values ('contents', new.id::text, jsonb_build_object(
    'id', new.id, 'title', new.title, 'promptsWrittenAt', new.prompts_written_at));
  return null;
end $$;
create trigger contents_event after insert or update on contents
  for each row execute function record_content_event();

create function record_release_event() returns trigger language plpgsql as $$
begin
  insert into events (topic, record_id, payload) values ('releases', new.id::text, jsonb_build_object('id', new.id));
  return null;
end $$;
create trigger releases_event after insert on releases
  for each row execute function record_release_event();

-- Empty payloads, once a statement: NOTIFY takes a lock that all commits share. A wake-up is a hint; polling is the promise.
create function notify_events() returns trigger language plpgsql as $$
begin
  perform pg_notify('atelier_events', '');
  return null;
end $$;
create trigger events_notify after insert on events
  for each statement execute function notify_events();

create function notify_queue() returns trigger language plpgsql as $$
begin
  perform pg_notify('atelier_queue', '');
  return null;
end $$;
create trigger generations_notify after insert on generations
  for each statement execute function notify_queue();

-- Claims generations for a worker: the queued ones that are due, and the running ones whose lease has run out.
-- Never more than a provider's `concurrency` run at once, over all workers. That holds because each provider's row is
-- locked first and the count is a statement of its own, which sees what was committed while it waited for the lock.
-- As one statement the count would use the older snapshot and let every waiting worker through.
-- `in_hand` is what the claimer works on already. After a long silence (a lost database, a sleeping machine) those leases
-- are over too, and it must not take its own work from under itself and pay for it a second time.
create function claim_generations(claimer text, slots integer, lease_seconds integer, in_hand bigint[])
returns setof generations
language plpgsql as $$
declare
  provider record;
  wanted integer := slots;
  free integer;
  due bigint[];
begin
  for provider in
    select id, (spec ->> 'concurrency')::integer as concurrency from providers
    where exists (select 1 from generations g where g.provider_id = providers.id and g.status in ('queued', 'running'))
    order by id for no key update
  loop
    exit when wanted <= 0;
    select provider.concurrency - count(*) into free from generations
      where provider_id = provider.id and status = 'running' and lease_until >= now();
    continue when free <= 0;
    -- Two questions, each in the order of an index: as one with `or` it would sort the whole backlog for every claim.
    due := array(
      select id from generations
      where provider_id = provider.id and status = 'running' and lease_until < now() and id <> all(in_hand)
      order by lease_until limit least(free, wanted) for update skip locked);
    due := due || array(
      select id from generations
      where provider_id = provider.id and status = 'queued' and run_at <= now()
      order by priority desc, id limit least(free, wanted) - cardinality(due) for update skip locked);
    wanted := wanted - cardinality(due);
    return query
      update generations g set
        status = 'running',
        worker_id = claimer,
        attempts = g.attempts + 1,
        lease_until = now() + make_interval(secs => lease_seconds),
        started_at = coalesce(g.started_at, now())
      where g.id = any(due)
      returning g.*;
  end loop;
end $$;
