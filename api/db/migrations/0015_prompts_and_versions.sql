-- What was written for a slot and what was made of it is kept: every prompt, every writing and what it cost, and of a picture
-- that somebody deleted, that there was one.

-- One writing of an article's prompts. Rows are made before a text model is asked, with what it may cost at most.
create table prompt_writings (
  id bigint generated always as identity primary key,
  content_id integer not null references contents on delete cascade,
  account_id integer not null references accounts,
  asked_by text not null,
  -- `extractive`, or the model whose prompts were taken; null while it is being written, and where nothing came of it.
  writer text,
  -- The text model that was asked, also where nothing of its answers was taken; null where none was.
  model_id text references models on update cascade,
  provider_id text references providers on update cascade,
  estimate_usd numeric(12, 6) not null default 0,
  -- The day (UTC) whose budgets hold the estimate; null where nothing is held.
  reserved_for date,
  cost_usd numeric(12, 6) not null default 0,
  notes jsonb not null default '[]',
  -- Whether prompts that were there were replaced.
  is_regeneration boolean not null default false,
  created_at timestamptz not null default now(),
  finished_at timestamptz,
  check ((model_id is null) = (provider_id is null)),
  check (reserved_for is null or finished_at is null)
);
create index prompt_writings_content on prompt_writings (content_id, id desc);
create index prompt_writings_account on prompt_writings (account_id);
create index prompt_writings_open on prompt_writings (created_at) where finished_at is null;

insert into prompt_writings (content_id, account_id, asked_by, writer, cost_usd, notes, created_at, finished_at)
select id, account_id, 'unknown', prompts_writer, coalesce(prompts_cost_usd, 0), prompts_notes, prompts_written_at, prompts_written_at
from contents where prompts_written_at is not null and prompts_writer is not null order by id;

-- Who wrote the words that an image has now: a writer's name or a person's, and in which writing. No reference: both go with
-- the article.
alter table images
  add column words_by text not null default 'unknown',
  add column prompt_writing_id bigint;

-- Every prompt and alt text a slot ever had, the ones of now included.
create table image_prompts (
  id bigint generated always as identity primary key,
  image_id bigint not null references images on delete cascade,
  prompt text not null,
  alt_text text not null,
  written_by text not null,
  -- The writing it came from; null where a person wrote it.
  prompt_writing_id bigint,
  created_at timestamptz not null default now()
);
create index image_prompts_image on image_prompts (image_id, id desc);

update images i set words_by = w.writer, prompt_writing_id = w.id from prompt_writings w where w.content_id = i.content_id;
insert into image_prompts (image_id, prompt, alt_text, written_by, prompt_writing_id, created_at)
select id, prompt, alt_text, words_by, prompt_writing_id, updated_at from images order by id;

-- Kept by triggers, so that no way of changing a prompt can forget it. New images come many at once, others one by one.
create function keep_first_words() returns trigger language plpgsql as $$
begin
  insert into image_prompts (image_id, prompt, alt_text, written_by, prompt_writing_id)
  select id, prompt, alt_text, words_by, prompt_writing_id from added order by id;
  return null;
end $$;
create trigger images_first_words after insert on images
  referencing new table as added for each statement execute function keep_first_words();

create function keep_new_words() returns trigger language plpgsql as $$
begin
  insert into image_prompts (image_id, prompt, alt_text, written_by, prompt_writing_id)
  values (new.id, new.prompt, new.alt_text, new.words_by, new.prompt_writing_id);
  return null;
end $$;
create trigger images_new_words after update on images for each row
  when ((new.prompt, new.alt_text) is distinct from (old.prompt, old.alt_text))
  execute function keep_new_words();

-- Whether a slot is more than its article asks for follows from the settings of now, on every level. What was noted about it
-- when prompts were last written could only differ from them.
create or replace function record_images() returns trigger language plpgsql as $$
begin
  insert into events (topic, record_id, payload)
  select 'images', id::text, jsonb_build_object(
    'id', id, 'contentId', content_id, 'type', type, 'position', position,
    'prompt', prompt, 'altText', alt_text, 'wordsBy', words_by, 'heading', heading,
    'currentGenerationId', current_generation_id)
  from changed order by id;
  return null;
end $$;
alter table images drop column set_aside_at;

-- Text models are paid from the same purse as pictures.
alter table ledger_entries
  alter column generation_id drop not null,
  add column prompt_writing_id bigint,
  add constraint ledger_entries_about_one check ((generation_id is null) <> (prompt_writing_id is null));
create index ledger_entries_writing on ledger_entries (prompt_writing_id) where prompt_writing_id is not null;

-- A writing that goes with its article while its model is being asked counts as spent: nobody will hear what it came to.
create function settle_deleted_writing() returns trigger language plpgsql as $$
begin
  insert into ledger_entries (account_id, provider_id, prompt_writing_id, kind, reserved_usd, spent_usd, booked_for)
  values (old.account_id, old.provider_id, old.id, 'settle', -old.estimate_usd, old.estimate_usd, old.reserved_for);
  return old;
end $$;
create trigger prompt_writings_deleted before delete on prompt_writings
  for each row when (old.reserved_for is not null) execute function settle_deleted_writing();

-- A version whose picture was deleted keeps its row: what it was made with, and what it cost.
alter table generations
  add column picture_deleted_at timestamptz,
  -- A person's name, or `retention`.
  add column picture_deleted_by text,
  -- When somebody put it in its slot by hand, the last time.
  add column chosen_at timestamptz,
  add constraint generations_deleted_by check ((picture_deleted_at is null) = (picture_deleted_by is null));
alter table generations drop constraint generations_check;
alter table generations add constraint generations_picture
  check (status <> 'succeeded' or sha256 is not null or picture_deleted_at is not null);

create or replace function record_changed_generations() returns trigger language plpgsql set enable_nestloop = off as $$
begin
  insert into events (topic, record_id, payload)
  select 'generations', changed.id::text, generation_event(changed) from changed join former on former.id = changed.id
  where (changed.status, changed.attempts, changed.run_at) <> (former.status, former.attempts, former.run_at)
    or changed.answered_at is distinct from former.answered_at
    or changed.picture_deleted_at is distinct from former.picture_deleted_at
  order by changed.id;
  return null;
end $$;

-- Files of deleted pictures that may have to go: looked at again until nobody can be about to refer to them.
create table discarded_files (
  sha256 text primary key,
  format text not null check (format in ('webp', 'png', 'jpeg')),
  discarded_at timestamptz not null default now()
);
