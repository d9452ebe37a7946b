-- As it was, but that generations which are known by their ids are found by these. With `status = 'queued'` beside the ids
-- and statistics of a time when the queue was empty, PostgreSQL took the index of the queue for the shorter way, and read
-- the whole backlog for each claim, three times. Within `case` it does not see the status.
create or replace function claim_from_provider(
  wanted_provider text, claimer text, slots integer, lease_seconds double precision, in_hand bigint[], holds_suspect boolean)
returns setof generations language plpgsql set plan_cache_mode = force_generic_plan as $$
declare
  provider jsonb;
  state provider_states;
  running integer;
  in_call integer;
  unsent integer;
  -- Of those that are due: how many were in the queue, and how many are to be asked for.
  requeued integer;
  asked integer;
  begun integer;
  -- How many may be added to those that run.
  room integer;
  -- How many may talk to the provider; the rest only has to fetch what is paid for.
  calls integer;
  due bigint[] := '{}';
  fresh bigint[] := '{}';
  reserving bigint[];
begin
  select spec into provider from providers where id = wanted_provider for key share;
  if not found then
    return;
  end if;
  select * into state from provider_states where provider_id = wanted_provider for update;
  if not found then
    insert into provider_states (provider_id) values (wanted_provider) on conflict do nothing;
    select * into state from provider_states where provider_id = wanted_provider for update;
  end if;
  -- Those whose lease is over count too: their worker may only have been slow, and renew it. Taking such a one over adds
  -- nothing to what runs, so it needs no room.
  select count(*), count(*) filter (where answered_at is null and lease_until >= now()), count(*) filter (where task_id is null)
    into running, in_call, unsent from generations
    where provider_id = wanted_provider and status = 'running';
  room := (provider ->> 'concurrency')::integer - running;
  calls := case
    when state.paused_at is not null or state.wait_until > now() or state.cooldown_until > now() then 0
    -- Half open: one call finds out.
    when state.opened_at is not null then greatest(0, 1 - in_call)
    else slots end;

  -- What its worker left behind. Each question in the order of an index: with `or` it would sort the whole backlog.
  due := array(
    select id from generations
    where provider_id = wanted_provider and status = 'running' and lease_until < now() and task_id is not null
      and id <> all(in_hand) and answered_at is not null and rescues < 2
    order by lease_until limit slots for update skip locked);
  if cardinality(due) < slots and not holds_suspect then
    due := due || array(
      select id from generations
      where provider_id = wanted_provider and status = 'running' and lease_until < now() and task_id is not null
        and id <> all(in_hand) and (answered_at is not null or calls > 0) and rescues >= 2
      order by lease_until limit 1 for update skip locked);
    if exists (select from generations where id = any(due) and rescues >= 2) then
      holds_suspect := true;
    end if;
  end if;
  due := due || array(
    select id from generations
    where provider_id = wanted_provider and status = 'running' and lease_until < now() and task_id is not null
      and id <> all(in_hand) and answered_at is null and rescues < 2
    order by lease_until limit greatest(0, least(calls, slots - cardinality(due))) for update skip locked);
  slots := slots - cardinality(due);
  -- What was sent and then put back, to be asked for or fetched later.
  due := due || array(
    select id from generations
    where provider_id = wanted_provider and status = 'queued' and task_id is not null and run_at <= now()
      and (answered_at is not null or calls > 0)
      and (rescues < 2 or not holds_suspect and id = (
        select id from generations
        where provider_id = wanted_provider and status = 'queued' and task_id is not null and run_at <= now() and rescues >= 2
        order by run_at, id limit 1))
    order by run_at limit greatest(0, least(slots, room)) for update skip locked);
  if state.opened_at is not null and calls > 0 then
    -- One of them is the call that finds out, and it is enough.
    due := array(
      select id from (
        select d.id, count(*) filter (where g.answered_at is null) over (order by d.nth) as nth_call, g.answered_at
        from unnest(due) with ordinality d(id, nth) join generations g on g.id = d.id) c
      where c.answered_at is not null or c.nth_call <= 1);
  end if;
  if exists (select from generations where id = any(due) and rescues >= 2) then
    holds_suspect := true;
  end if;
  select count(*) filter (where status = 'queued'), count(*) filter (where answered_at is null) into requeued, asked
    from generations where id = any(due);
  room := room - requeued;
  slots := slots - requeued;
  calls := least(calls - asked, slots, room);
  if calls > 0 and provider ? 'requests_per_minute' then
    select count(*) into begun from generation_attempts
      where provider_id = wanted_provider and sent_at > now() - interval '1 minute';
    calls := least(calls, (provider ->> 'requests_per_minute')::integer - begun - unsent);
  end if;
  if calls > 0 then
    fresh := next_in_turn(wanted_provider, calls);
    if not holds_suspect then
      fresh := (array(
        select id from generations
        where provider_id = wanted_provider and status = 'queued' and rescues >= 2 and task_id is null and run_at <= now()
        order by id limit 1) || fresh)[1:calls];
    end if;
    -- In their order, without those that somebody else changes right now.
    if cardinality(fresh) > 0 then
      with locked as (
        select id from generations where id = any(fresh) and case status when 'queued' then task_id is null end for update skip locked)
      select coalesce(array_agg(f.id order by f.nth), '{}') into fresh
      from unnest(fresh) with ordinality f(id, nth) join locked on locked.id = f.id;
    end if;
    if cardinality(fresh) > 0 then
      fresh := within_budget(fresh, wanted_provider, (provider ->> 'usd_per_day')::numeric);
    end if;
    if cardinality(fresh) > 0 then
      insert into account_turns (provider_id, account_id, served_at)
      select wanted_provider, account_id, max(clock_timestamp()) from generations where id = any(fresh) group by account_id
      on conflict (provider_id, account_id) do update set served_at = excluded.served_at;
    end if;
  end if;

  due := due || fresh;
  if cardinality(due) = 0 then
    return;
  end if;
  reserving := array(select id from generations where id = any(due) and reserved_for is null);
  return query
    update generations g set
      status = 'running',
      worker_id = claimer,
      claims = g.claims + 1,
      attempts = g.attempts + 1,
      rescues = g.rescues + (g.status = 'running')::integer,
      reserved_for = coalesce(g.reserved_for, utc_today()),
      lease_until = now() + make_interval(secs => lease_seconds),
      started_at = coalesce(g.started_at, now())
    where g.id = any(due)
    returning g.*;
  insert into ledger_entries (account_id, provider_id, generation_id, attempt_id, kind, reserved_usd, reserved_credits, booked_for)
  select account_id, provider_id, id, task_id, 'reserve', estimate_usd, estimate_credits, reserved_for
  from generations where id = any(reserving);
end $$;

-- What is claimed is then joined with its images and calls. A thousand rows, as PostgreSQL assumes of a function, made it read
-- all images for that.
alter function claim_from_provider(text, text, integer, double precision, bigint[], boolean) rows 10;
alter function claim_stranded(text, text, integer, double precision) rows 10;
