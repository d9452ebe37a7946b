-- What a run that was stopped leaves alone, whatever way it comes back to the queue, and what writing its prompts cost.

alter table generations
  -- The run that asked for it was stopped before it was sent. Resumed, the run asks for its image again.
  add column is_taken_back boolean not null default false,
  -- A person tried it again: it is no longer a run's to take back.
  add column is_retried boolean not null default false;

-- Until now only runs took back what was queued.
update generations g set is_taken_back = true from runs r
where g.run_id = r.id and r.status in ('running', 'paused') and g.status = 'cancelled' and g.sent_at is null;

-- A worker has it in hand while its run is stopped: it is finished where it was sent, and may be paid for. Where it was not,
-- and comes back to the queue, for a failure, a wait, another model or with a worker that died, nobody wants it any more.
create function take_back_unsent() returns trigger language plpgsql as $$
declare
  run runs;
begin
  -- Held until this is over: who stops the run in this moment is seen here, or takes back after it.
  select * into run from runs where id = new.run_id for share;
  if run.status <> 'running' or run.end_reason = 'time_limit' then
    new.status := 'cancelled';
    new.is_taken_back := true;
    new.finished_at := now();
    new.lease_until := null;
  end if;
  return new;
end $$;
create trigger generations_of_stopped_run before update of status on generations for each row
  when (old.status = 'running' and new.status = 'queued' and new.run_id is not null and new.task_id is null and not new.is_retried)
  execute function take_back_unsent();

-- Nothing became of what was taken back: no webhook tells of it. What else ended of its article may be told of now.
create or replace function note_ended_generation() returns trigger language plpgsql as $$
begin
  if exists (select from webhooks where account_id = new.account_id and enabled) then
    if not new.is_taken_back then
      insert into ended_generations (generation_id, content_id) values (new.id, new.content_id);
    end if;
    perform pg_notify('atelier_webhooks', '');
  end if;
  return null;
end $$;

-- The run that prompts were written for. What they cost is added to it as they are booked.
alter table prompt_writings add column run_id integer references runs on delete set null;
create index prompt_writings_run on prompt_writings (run_id) where run_id is not null;

alter table run_items
  -- The conductor that has its prompts written at this moment, so that no other one pays a text model for them too.
  add column writer text,
  add column writing_until timestamptz;
create index run_items_writer on run_items (writer) where writer is not null;
