-- What is known of stored pictures that nothing refers to.

-- What this database is called where others keep things for it, such as a picture store. Not made here, but by the first
-- process that asks: databases that are copied from one template would all have the same.
create table installation (
  is_only boolean primary key default true check (is_only),
  id uuid not null default gen_random_uuid()
);

-- What is done once in a while, by one of all processes.
create table chores (
  name text primary key,
  started_at timestamptz not null default now()
);

create index generation_attempts_sha256 on generation_attempts (sha256) where sha256 is not null;
