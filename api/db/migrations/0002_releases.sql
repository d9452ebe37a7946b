-- A release keeps what it made of each entry, so that the catalog of any release can be read, compared and brought back.

alter table releases
  -- The overlay it was applied with, and what that said; null: the files as they are.
  add column environment text,
  add column overlay jsonb,
  -- What the validator had to say of it.
  add column findings jsonb not null default '[]',
  -- Whom it hit: accounts, sites, articles and queued generations by change.
  add column impact jsonb not null default '[]',
  -- What its plan file approved by name although it left somebody without pictures.
  add column approvals jsonb not null default '[]',
  -- Deletions that were declared, refused, and left out.
  add column skipped jsonb not null default '[]',
  -- The release whose catalog this one brought back.
  add column rollback_of integer references releases,
  -- False only for what was applied before contents were kept.
  add column has_content boolean not null default true;

-- The release whose provider and model a call was made with. What is in hand is finished under it, whatever was applied
-- since; `release_id` stays the one that decided what was asked for.
alter table generations add column sent_release_id integer references releases;

-- One row for each entry that a release changed. The catalog of a release is, of each entry, the newest row up to it.
create table release_entries (
  kind text not null,
  id text not null,
  release_id integer not null references releases,
  position integer not null,
  -- Null: from here on there is no such entry; it was archived, or has another id.
  spec jsonb,
  source_file text not null,
  source_line integer not null,
  -- The id before, where this release renamed it.
  moved_from text,
  primary key (kind, id, release_id)
);

-- Order matters where people see it, which is within a file. Each model and parameter set has a file of its own.
update models set position = 0;
update parameter_sets set position = 0;

-- An archived model says what its file said last, with the names that were good then. A provider or tier that is renamed
-- later must not be held back by it; the validator has seen to it that what is declared refers to what is there.
alter table models drop constraint models_provider_id_fkey, drop constraint models_tier_id_fkey;

update releases set has_content = false where id < (select max(id) from releases);
insert into release_entries (kind, id, release_id, position, spec, source_file, source_line)
select kind, id, (select max(id) from releases), position, spec, source_file, source_line from (
  select 'providers' as kind, id, position, spec, source_file, source_line, archived_at from providers
  union all select 'tiers', id, position, spec, source_file, source_line, archived_at from tiers
  union all select 'plans', id, position, spec, source_file, source_line, archived_at from plans
  union all select 'styles', id, position, spec, source_file, source_line, archived_at from styles
  union all select 'parameter_sets', id, position, spec, source_file, source_line, archived_at from parameter_sets
  union all select 'settings', id, position, spec, source_file, source_line, archived_at from settings
  union all select 'models', id, position, spec, source_file, source_line, archived_at from models) entries
where archived_at is null;

-- Applying a release says so for its transaction (`atelier.applying`). Anything else that changes what a row declares is an
-- edit by hand: in an emergency it must be possible, and afterwards it must be plain who made it and when. It moves the
-- row's version, so that a plan made before it is stale.
create function note_edit_by_hand() returns trigger language plpgsql as $$
begin
  if current_setting('atelier.applying', true) = 'on' then
    return new;
  end if;
  if tg_op = 'UPDATE' then
    if (new.id, new.spec, new.position, new.archived_at) is not distinct from (old.id, old.spec, old.position, old.archived_at) then
      return new;
    end if;
    new.version := old.version + 1;
  end if;
  new.edited_by := session_user;
  new.edited_at := now();
  return new;
end $$;

-- Moves with every statement that changes rows of the catalog outside of a release, deletions included. The time of an
-- edit would not do: a transaction that began earlier may commit later.
create table catalog_edits (
  only_row boolean primary key default true check (only_row),
  count bigint not null default 0
);
insert into catalog_edits default values;

create function count_edit_by_hand() returns trigger language plpgsql as $$
begin
  if current_setting('atelier.applying', true) is distinct from 'on' then
    update catalog_edits set count = count + 1;
  end if;
  return null;
end $$;

alter table providers add column edited_by text, add column edited_at timestamptz;
alter table tiers add column edited_by text, add column edited_at timestamptz;
alter table plans add column edited_by text, add column edited_at timestamptz;
alter table styles add column edited_by text, add column edited_at timestamptz;
alter table parameter_sets add column edited_by text, add column edited_at timestamptz;
alter table settings add column edited_by text, add column edited_at timestamptz;
alter table models add column edited_by text, add column edited_at timestamptz;

create trigger providers_edit before insert or update on providers for each row execute function note_edit_by_hand();
create trigger tiers_edit before insert or update on tiers for each row execute function note_edit_by_hand();
create trigger plans_edit before insert or update on plans for each row execute function note_edit_by_hand();
create trigger styles_edit before insert or update on styles for each row execute function note_edit_by_hand();
create trigger parameter_sets_edit before insert or update on parameter_sets for each row execute function note_edit_by_hand();
create trigger settings_edit before insert or update on settings for each row execute function note_edit_by_hand();
create trigger models_edit before insert or update on models for each row execute function note_edit_by_hand();

create trigger providers_count after insert or update or delete on providers for each statement execute function count_edit_by_hand();
create trigger tiers_count after insert or update or delete on tiers for each statement execute function count_edit_by_hand();
create trigger plans_count after insert or update or delete on plans for each statement execute function count_edit_by_hand();
create trigger styles_count after insert or update or delete on styles for each statement execute function count_edit_by_hand();
create trigger parameter_sets_count after insert or update or delete on parameter_sets for each statement execute function count_edit_by_hand();
create trigger settings_count after insert or update or delete on settings for each statement execute function count_edit_by_hand();
create trigger models_count after insert or update or delete on models for each statement execute function count_edit_by_hand();

-- A release may make work possible that was not: another model in a tier, more calls at once.
create or replace function record_release_event() returns trigger language plpgsql as $$
begin
  insert into events (topic, record_id, payload) values ('releases', new.id::text, jsonb_build_object('id', new.id));
  perform pg_notify('atelier_queue', '');
  return null;
end $$;
