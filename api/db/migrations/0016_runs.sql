-- Automation: a run goes over a site, writes the prompts that are missing and makes the images that are missing.
--
-- What a run has done is in the generations that carry its id, so that nothing about it can be lost with the process that
-- conducts it. That process holds a lease; when it dies, another takes the run over where it stands.

create table run_schedules (
  id integer generated always as identity primary key,
  site_id integer not null references sites on delete cascade,
  -- Five fields, read in the time zone.
  cron text not null,
  time_zone text not null,
  is_enabled boolean not null default true,
  -- The limits of the runs that it starts. Null: none.
  images_max integer check (images_max > 0),
  credits_max integer check (credits_max > 0),
  usd_max numeric(12, 6) check (usd_max > 0),
  minutes_max integer check (minutes_max > 0),
  last_stage text not null default 'images' check (last_stage in ('prompts', 'images')),
  -- When it is due. Whoever moves this on has fired it: no two processes can.
  next_at timestamptz,
  last_due_at timestamptz,
  -- What came of it the last time, in words.
  last_outcome text,
  created_by text not null,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  check (next_at is not null or not is_enabled)
);
create index run_schedules_due on run_schedules (next_at) where is_enabled;
create index run_schedules_site on run_schedules (site_id);

create table runs (
  id integer generated always as identity primary key,
  site_id integer not null references sites,
  account_id integer not null references accounts,
  status text not null default 'running' check (status in ('running', 'paused', 'completed', 'cancelled', 'failed')),
  -- `plan` lists the articles, `prompts` writes, `images` makes.
  stage text not null default 'plan' check (stage in ('plan', 'prompts', 'images')),
  last_stage text not null default 'images' check (last_stage in ('prompts', 'images')),
  started_by text not null,
  schedule_id integer references run_schedules on delete set null,
  images_max integer check (images_max > 0),
  credits_max integer check (credits_max > 0),
  usd_max numeric(12, 6) check (usd_max > 0),
  minutes_max integer check (minutes_max > 0),
  prompts_cost_usd numeric(12, 6) not null default 0,
  -- Why nothing more is asked for, while what is in hand is still waited for; and at the end why it ended.
  end_reason text check (end_reason in (
    'done', 'images_limit', 'credits_limit', 'usd_limit', 'time_limit', 'account_budget', 'cancelled', 'error')),
  end_note text,
  -- What keeps it from going on at this moment, in words.
  wait_reason text,
  correlation_id text,
  created_at timestamptz not null default now(),
  -- When it last began to run, and how long it ran before that.
  resumed_at timestamptz default now(),
  active_seconds numeric(12, 3) not null default 0,
  paused_at timestamptz,
  finished_at timestamptz,
  conductor text,
  lease_until timestamptz,
  check ((status in ('running', 'paused')) = (finished_at is null)),
  check ((status = 'running') = (resumed_at is not null))
);
-- The whole lock: a site has one run that is not over. It is a row and not a flag, so no crash can leave it behind.
create unique index runs_one_active on runs (site_id) where status in ('running', 'paused');
create index runs_site on runs (site_id, id desc);
create index runs_to_conduct on runs (lease_until nulls first) where status = 'running';

create table run_items (
  run_id integer not null references runs on delete cascade,
  content_id integer not null references contents on delete cascade,
  position integer not null,
  -- `waiting` until nothing more is to be done for the article.
  state text not null default 'waiting' check (state in ('waiting', 'done', 'skipped')),
  -- Why it was skipped, in words.
  reason text,
  needs_prompts boolean not null default false,
  has_prompts boolean not null default false,
  images_wanted integer not null default 0,
  primary key (run_id, content_id)
);
create index run_items_waiting on run_items (run_id, position) where state = 'waiting';

-- What was decided, for people.
create table run_log (
  id bigint generated always as identity primary key,
  run_id integer not null references runs on delete cascade,
  at timestamptz not null default clock_timestamp(),
  level text not null default 'note' check (level in ('note', 'warning')),
  -- No reference: the line outlives the article.
  content_id integer,
  message text not null
);
create index run_log_run on run_log (run_id, id desc);

alter table generations add column run_id integer references runs on delete set null;
create index generations_run on generations (run_id, id) where run_id is not null;

create function record_run_event() returns trigger language plpgsql as $$
begin
  insert into events (topic, record_id, payload)
  values ('runs', new.id::text, jsonb_build_object('id', new.id, 'siteId', new.site_id, 'status', new.status, 'stage', new.stage));
  return null;
end $$;
create trigger runs_event_new after insert on runs for each row execute function record_run_event();
create trigger runs_event_changed after update on runs for each row
  when ((new.status, new.stage, new.end_reason, new.wait_reason) is distinct from (old.status, old.stage, old.end_reason, old.wait_reason))
  execute function record_run_event();
