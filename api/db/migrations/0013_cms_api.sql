-- What a CMS signs in with, what it is told, and what is still to be told.

-- Only the SHA-256 of a token is kept, so that a copy of the database opens nothing.
create table access_tokens (
  id integer generated always as identity primary key,
  account_id integer not null references accounts on delete cascade,
  name text not null check (name <> ''),
  token_sha256 text not null unique,
  -- How it begins, so that people know it again.
  hint text not null,
  scopes jsonb not null check (jsonb_typeof(scopes) = 'array' and jsonb_array_length(scopes) > 0),
  created_by text not null,
  created_at timestamptz not null default now(),
  expires_at timestamptz,
  last_used_at timestamptz,
  revoked_at timestamptz,
  revoked_by text,
  check ((revoked_at is null) = (revoked_by is null))
);
create index access_tokens_account on access_tokens (account_id, id desc);

-- A key belongs to whoever sent it: a person, or a token.
alter table idempotency_keys drop constraint idempotency_keys_pkey;
alter table idempotency_keys alter column user_id drop not null;
alter table idempotency_keys add column token_id integer references access_tokens on delete cascade;
alter table idempotency_keys add check (num_nonnulls(user_id, token_id) = 1);
create unique index idempotency_keys_user on idempotency_keys (user_id, key) where user_id is not null;
create unique index idempotency_keys_token on idempotency_keys (token_id, key) where token_id is not null;

-- A CMS reads what changed since it last looked, in the order of change.
create index contents_changed on contents (site_id, updated_at, id) where external_id is not null;

create table webhooks (
  id integer generated always as identity primary key,
  account_id integer not null references accounts on delete cascade,
  url text not null,
  description text not null default '',
  events jsonb not null check (jsonb_typeof(events) = 'array' and jsonb_array_length(events) > 0),
  -- As it signs: signatures need the secret itself.
  secret text not null,
  -- After a rotation, deliveries are signed with the old one too until then.
  previous_secret text,
  previous_until timestamptz,
  enabled boolean not null default true,
  -- Why nothing is sent; null where a person switched it off, or it is on.
  disabled_reason text,
  created_by text not null,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now()
);
create index webhooks_account on webhooks (account_id) where enabled;

-- The outbox. Rows are claimed by any process, for the time of a lease; `claims` is the fence of a claim.
create table webhook_deliveries (
  id bigint generated always as identity primary key,
  webhook_id integer not null references webhooks on delete cascade,
  -- The same in every attempt, and for every webhook that is told of it.
  event_id uuid not null,
  type text not null check (type in ('images.ready', 'images.failed', 'webhook.test')),
  payload jsonb not null,
  status text not null default 'pending' check (status in ('pending', 'delivered', 'failed', 'dropped')),
  -- Since it was last put here, which a person may do again.
  attempts integer not null default 0,
  claims integer not null default 0,
  next_at timestamptz not null default now(),
  lease_until timestamptz,
  response_status integer,
  error text,
  created_at timestamptz not null default now(),
  finished_at timestamptz,
  unique (webhook_id, event_id),
  check ((status = 'pending') = (finished_at is null))
);
create index webhook_deliveries_pending on webhook_deliveries (webhook_id, next_at, id) where status = 'pending';
create index webhook_deliveries_webhook on webhook_deliveries (webhook_id, id desc);

-- Generations that ended and that no event has told of yet. Written in the transaction that ends them, without a lock that
-- another end could wait for: whether it was an article's last one is decided after it, by one process at a time
-- (webhook-outbox.ts). So two that end at once make one event, and none is lost.
create table ended_generations (
  id bigint generated always as identity primary key,
  generation_id bigint not null references generations on delete cascade,
  content_id integer not null,
  ended_at timestamptz not null default now()
);
create index ended_generations_content on ended_generations (content_id);
create index ended_generations_generation on ended_generations (generation_id);

create function note_ended_generation() returns trigger language plpgsql as $$
begin
  if exists (select from webhooks where account_id = new.account_id and enabled) then
    insert into ended_generations (generation_id, content_id) values (new.id, new.content_id);
    perform pg_notify('atelier_webhooks', '');
  end if;
  return null;
end $$;
create trigger generations_ended after update of status on generations for each row
  when (old.status in ('queued', 'running') and new.status in ('succeeded', 'failed', 'cancelled'))
  execute function note_ended_generation();

-- Whatever is put into the outbox is to be sent now. A statement that put nothing there must not wake those who look: they
-- would look, put nothing there, and wake themselves for ever.
create function notify_webhooks() returns trigger language plpgsql as $$
begin
  if exists (select from added) then
    perform pg_notify('atelier_webhooks', '');
  end if;
  return null;
end $$;
create trigger webhook_deliveries_notify after insert on webhook_deliveries referencing new table as added
  for each statement execute function notify_webhooks();
