-- The generation engine: every provider call is a row, every dollar is booked, and what a provider can bear is kept here,
-- where all workers see it.

-- One provider call, committed in four steps: `sending` before it, `answered` right after it and before any download,
-- `stored` when the file is kept, `settled` when its money is booked. Whoever finds a call that broke off goes on from the
-- step it finds.
create table generation_attempts (
  -- What the provider knows the call by. New for every call.
  id uuid primary key,
  generation_id bigint not null references generations on delete cascade,
  account_id integer not null references accounts,
  provider_id text not null references providers on update cascade,
  model_id text not null references models on update cascade,
  provider_mode text not null check (provider_mode in ('live', 'sandbox')),
  -- The release it was sent under.
  release_id integer references releases,
  worker_id text,
  -- SHA-256 of the body that was sent, without the task id. Null for calls that were made before this was written down.
  request_sha256 text,
  step text not null default 'sending' check (step in ('sending', 'answered', 'stored', 'settled')),
  -- `failed`: no picture, and what it cost is known. `unsent`: the provider knows nothing of it. `unknown`: nobody can say
  -- whether it was billed; it counts as spent.
  outcome text check (outcome in ('succeeded', 'failed', 'unsent', 'unknown')),
  answer jsonb,
  cost_usd numeric(12, 6) not null default 0,
  cost_source text,
  -- What the ledger was told so far. Differs from `cost_usd` only while the call is open.
  charged_usd numeric(12, 6) not null default 0,
  sha256 text references pictures,
  request_id text,
  error_class text,
  error_code text,
  error_message text,
  error_raw jsonb,
  sent_at timestamptz not null default now(),
  answered_at timestamptz,
  stored_at timestamptz,
  settled_at timestamptz,
  check ((step = 'settled') = (outcome is not null))
);
create index generation_attempts_generation on generation_attempts (generation_id, sent_at);
-- A provider's calls of the last minute.
create index generation_attempts_provider on generation_attempts (provider_id, sent_at);
-- A generation has one open call at a time. What would break that is a second bill, so the database refuses it.
create unique index generation_attempts_one_open on generation_attempts (generation_id) where step <> 'settled';
create index generation_attempts_stored on generation_attempts ((answer -> 'source' ->> 'sha256')) where step <> 'settled';

alter table generations
  -- Counts claims and never goes back: with the worker's id it is the fence of every write.
  add column claims integer not null default 0,
  -- Claims of a lease that ran out. A row that kills its workers is known by it.
  add column rescues integer not null default 0,
  -- What is reserved before a call.
  add column estimate_usd numeric(12, 6) not null default 0,
  add column estimate_credits integer not null default 0,
  -- The day (UTC) whose budgets hold the reservation; null where nothing is reserved.
  add column reserved_for date,
  -- Somebody asked for this very model: nothing else may be made in its place.
  add column is_model_fixed boolean not null default false,
  -- The models that failed before this one, in order, and why.
  add column fallbacks jsonb not null default '[]',
  -- The request that asked for it. The same in every log line up to the file.
  add column correlation_id text;
update generations set claims = attempts;

insert into generation_attempts (id, generation_id, account_id, provider_id, model_id, provider_mode, release_id,
  worker_id, step, outcome, answer, cost_usd, cost_source, charged_usd, sha256, request_id, error_class, error_code,
  error_message, error_raw, sent_at, answered_at, stored_at, settled_at)
select distinct on (g.task_id, g.id) coalesce(g.task_id, gen_random_uuid()), g.id, g.account_id, g.provider_id, g.model_id, coalesce(g.provider_mode, 'sandbox'),
  g.sent_release_id, g.worker_id,
  case when g.status in ('succeeded', 'failed', 'cancelled') or g.task_id is null then 'settled' when g.answer is not null then 'answered' else 'sending' end,
  case when g.status = 'succeeded' then 'succeeded' when g.status = 'failed' and g.error_code = 'outcome_unknown' then 'unknown'
    when g.status in ('failed', 'cancelled') or g.task_id is null then 'failed' end,
  g.answer, g.cost_usd, g.cost_source,
  case when g.status in ('succeeded', 'failed', 'cancelled') or g.task_id is null then g.cost_usd else 0 end,
  g.sha256, g.request_id, g.error_class, g.error_code, g.error_message, g.error_raw, coalesce(g.sent_at, g.created_at), g.answered_at,
  case when g.sha256 is not null then g.finished_at end,
  case when g.status in ('succeeded', 'failed', 'cancelled') or g.task_id is null then coalesce(g.finished_at, now()) end
from generations g where g.task_id is not null or g.cost_usd > 0 order by g.task_id, g.id
on conflict do nothing;

alter table generations drop column answer, drop column cost_before_usd;

-- Money. Entries are only ever added; the sums below are kept by a trigger, so that they cannot differ from them.
create table ledger_entries (
  id bigint generated always as identity primary key,
  account_id integer not null references accounts,
  provider_id text not null references providers on update cascade,
  -- No reference: what was spent stays spent when its article is deleted.
  generation_id bigint not null,
  attempt_id uuid,
  -- `reserve` with the claim, `settle` what a call came to, `release` what came to nothing, `correct` a call that was
  -- booked before and is known better now.
  kind text not null check (kind in ('reserve', 'settle', 'release', 'correct')),
  -- Signed: the sum over a finished generation has nothing reserved.
  reserved_usd numeric(12, 6) not null default 0,
  spent_usd numeric(12, 6) not null default 0,
  reserved_credits integer not null default 0,
  spent_credits integer not null default 0,
  -- The day (UTC) whose budgets it counts against: that of the reservation.
  booked_for date not null,
  created_at timestamptz not null default now()
);
create index ledger_entries_account on ledger_entries (account_id, id desc);
create index ledger_entries_generation on ledger_entries (generation_id);

create table account_months (
  account_id integer not null references accounts on delete cascade,
  -- Its first day, in UTC.
  month date not null,
  reserved_usd numeric(14, 6) not null default 0,
  spent_usd numeric(14, 6) not null default 0,
  reserved_credits bigint not null default 0,
  spent_credits bigint not null default 0,
  primary key (account_id, month)
) with (fillfactor = 50);

create table provider_days (
  provider_id text not null references providers on update cascade,
  day date not null,
  reserved_usd numeric(14, 6) not null default 0,
  spent_usd numeric(14, 6) not null default 0,
  primary key (provider_id, day)
) with (fillfactor = 50);

create function month_of(day date) returns date language sql immutable as $$ select date_trunc('month', day)::date $$;
create function utc_today() returns date language sql stable as $$ select (now() at time zone 'UTC')::date $$;

-- Everything that books locks accounts before providers, and each in order: two that book at once never wait in a ring.
create function add_up_ledger() returns trigger language plpgsql as $$
begin
  insert into account_months as m (account_id, month, reserved_usd, spent_usd, reserved_credits, spent_credits)
  select account_id, month_of(booked_for), sum(reserved_usd), sum(spent_usd), sum(reserved_credits), sum(spent_credits)
  from added group by 1, 2 order by 1, 2
  on conflict (account_id, month) do update set
    reserved_usd = m.reserved_usd + excluded.reserved_usd, spent_usd = m.spent_usd + excluded.spent_usd,
    reserved_credits = m.reserved_credits + excluded.reserved_credits,
    spent_credits = m.spent_credits + excluded.spent_credits;
  insert into provider_days as d (provider_id, day, reserved_usd, spent_usd)
  select provider_id, booked_for, sum(reserved_usd), sum(spent_usd) from added group by 1, 2 order by 1, 2
  on conflict (provider_id, day) do update set
    reserved_usd = d.reserved_usd + excluded.reserved_usd, spent_usd = d.spent_usd + excluded.spent_usd;
  return null;
end $$;
create trigger ledger_entries_sums after insert on ledger_entries
  referencing new table as added for each statement execute function add_up_ledger();

create function refuse_ledger_change() returns trigger language plpgsql as $$
begin
  if tg_op = 'UPDATE' and (to_jsonb(new) - 'provider_id') = (to_jsonb(old) - 'provider_id') then
    return new;
  end if;
  raise exception 'Entries of the ledger are never changed. Add one that corrects.';
end $$;
create trigger ledger_entries_kept before update or delete on ledger_entries
  for each row execute function refuse_ledger_change();

-- What was spent before there was a ledger.
insert into ledger_entries (account_id, provider_id, generation_id, attempt_id, kind, spent_usd, spent_credits, booked_for, created_at)
select g.account_id, g.provider_id, g.id, g.task_id, 'settle', g.cost_usd, g.credits,
  (coalesce(g.finished_at, g.created_at) at time zone 'UTC')::date, coalesce(g.finished_at, g.created_at)
from generations g where (g.cost_usd > 0 or g.credits > 0) and g.status not in ('queued', 'running') order by g.id;

-- A reservation holds while a generation runs, or while a call of it is open. Whatever ends that gives it back: a retry, a
-- cancel, a worker that stops.
create function release_reservation() returns trigger language plpgsql as $$
begin
  insert into ledger_entries (account_id, provider_id, generation_id, kind, reserved_usd, reserved_credits, booked_for)
  values (old.account_id, old.provider_id, old.id, 'release', -old.estimate_usd, -old.estimate_credits, old.reserved_for);
  if tg_op = 'DELETE' then
    return old;
  end if;
  new.reserved_for := null;
  return new;
end $$;
create trigger generations_release before update on generations for each row
  when (old.reserved_for is not null and new.reserved_for is not null and new.task_id is null and new.status <> 'running')
  execute function release_reservation();
create trigger generations_release_deleted before delete on generations for each row
  when (old.reserved_for is not null) execute function release_reservation();

-- How a provider fares, as all workers together have seen it.
create table provider_states (
  provider_id text primary key references providers on update cascade,
  -- Circuit breaker: failures in a row; since when it is open; when one call may try again; how often in a row it opened.
  failures integer not null default 0,
  opened_at timestamptz,
  cooldown_until timestamptz,
  openings integer not null default 0,
  last_failure text,
  -- What the provider asked for with Retry-After.
  wait_until timestamptz,
  -- Out of credits, or its key refused, or a person wanted it (class `operator`): nothing is sent until a person resumes it.
  paused_at timestamptz,
  paused_class text,
  paused_reason text,
  -- The person who paused it; null where an error did.
  paused_by text,
  updated_at timestamptz not null default now(),
  check ((paused_at is null) = (paused_reason is null))
) with (fillfactor = 50);

-- Who was served last, so that the accounts at a provider take turns.
create table account_turns (
  provider_id text not null references providers on update cascade on delete cascade,
  account_id integer not null references accounts on delete cascade,
  served_at timestamptz not null,
  primary key (provider_id, account_id)
) with (fillfactor = 50);

-- Workers that live, as they say themselves.
create table workers (
  id text primary key,
  host text not null,
  process_id integer not null,
  slots integer not null,
  in_hand integer not null default 0,
  started_at timestamptz not null default now(),
  seen_at timestamptz not null default now()
);

create function record_provider_event() returns trigger language plpgsql as $$
begin
  insert into events (topic, record_id, payload)
  values ('providers', new.provider_id, jsonb_build_object('id', new.provider_id));
  return null;
end $$;
create trigger provider_states_event after update on provider_states for each row
  when ((new.paused_at, new.opened_at) is distinct from (old.paused_at, old.opened_at))
  execute function record_provider_event();

drop function claim_generations(text, integer, integer, bigint[]);
drop index generations_queued;
-- By priority, then account: the claim hops from account to account, however long the queue of each is.
create index generations_queued on generations (provider_id, (-priority), account_id, id) include (run_at) where status = 'queued';
-- Calls that are open while nobody has them in hand: their providers are asked.
create index generations_sent on generations (provider_id, run_at) where status = 'queued' and task_id is not null;
create index generations_suspect on generations (provider_id, id) where status = 'queued' and rescues >= 2;
-- What waits and has nothing reserved yet counts against what an account may still ask for.
create index generations_waiting on generations (account_id) include (estimate_usd, estimate_credits) where status = 'queued' and reserved_for is null;

-- Calls that may have been billed wait for a person to decide.
create index generations_unknown on generations (finished_at) where status = 'failed' and error_code = 'outcome_unknown';

-- Back into the queue what was claimed and never sent by a worker that is gone. Nothing was bought.
create function requeue_unsent(wanted_provider text, in_hand bigint[]) returns void language plpgsql as $$
declare
  lost bigint[];
begin
  lost := array(
    select id from generations
    where provider_id = wanted_provider and status = 'running' and lease_until < now() and task_id is null
      and id <> all(in_hand)
    order by id for update skip locked);
  if cardinality(lost) = 0 then
    return;
  end if;
  -- All at once, and not row by row by the trigger: see add_up_ledger.
  insert into ledger_entries (account_id, provider_id, generation_id, kind, reserved_usd, reserved_credits, booked_for)
  select account_id, provider_id, id, 'release', -estimate_usd, -estimate_credits, reserved_for
  from generations where id = any(lost) and reserved_for is not null;
  update generations set status = 'queued', worker_id = null, lease_until = null, reserved_for = null, rescues = rescues + 1
  where id = any(lost);
end $$;

-- The generations that would be called for next, of the ones not sent yet: by priority, then so that accounts take turns,
-- whoever has least in hand and waited longest first. Each account is found by a hop in the index, so the length of a
-- queue costs nothing. Leaves out what an account or the provider cannot afford.
create function next_in_turn(wanted_provider text, count_max integer) returns bigint[] language sql stable as $$
  with recursive lanes as (
    (select -priority as rank, account_id from generations
      where provider_id = wanted_provider and status = 'queued' order by -priority, account_id limit 1)
    union all
    select lane.rank, lane.account_id from lanes, lateral (
      select -g.priority as rank, g.account_id from generations g
      where g.provider_id = wanted_provider and g.status = 'queued' and (-g.priority, g.account_id) > (lanes.rank, lanes.account_id)
      order by -g.priority, g.account_id limit 1) lane
  ),
  busy as (
    select account_id, count(*) as running from generations
    where provider_id = wanted_provider and status = 'running' and lease_until >= now() group by account_id
  ),
  candidates as (
    select c.id, c.estimate_usd, c.estimate_credits, l.account_id, l.rank, t.served_at, c.nth + coalesce(b.running, 0) as turn
    from lanes l
    join lateral (
      select g.id, g.estimate_usd, g.estimate_credits, row_number() over (order by g.id) as nth from (
        select id, estimate_usd, estimate_credits from generations
        where provider_id = wanted_provider and status = 'queued' and -priority = l.rank and account_id = l.account_id
          and run_at <= now() and task_id is null and rescues < 2
        order by id limit count_max) g) c on true
    left join busy b on b.account_id = l.account_id
    left join account_turns t on t.provider_id = wanted_provider and t.account_id = l.account_id
  ),
  ordered as (
    select id, account_id, rank, turn, served_at,
      sum(estimate_usd) over (partition by account_id order by rank, turn, id) as usd,
      sum(estimate_credits) over (partition by account_id order by rank, turn, id) as credits
    from candidates
  )
  select array(
    select o.id from ordered o
    join accounts a on a.id = o.account_id join plans p on p.id = a.plan_id
    left join account_months m on m.account_id = o.account_id and m.month = month_of(utc_today())
    where o.usd <= (p.spec ->> 'usd_per_month')::numeric - coalesce(m.reserved_usd + m.spent_usd, 0)
      and o.credits <= (p.spec ->> 'credits_per_month')::bigint - coalesce(m.reserved_credits + m.spent_credits, 0)
    order by o.rank, o.turn, o.served_at nulls first, o.id limit count_max)
$$;

-- Of some generations those that fit into what their accounts and their provider may still spend. Holds the sums, so that
-- two claims at once cannot both have the last dollar.
create function within_budget(wanted bigint[], wanted_provider text, usd_per_day numeric) returns bigint[] language plpgsql as $$
declare
  today date := utc_today();
begin
  insert into account_months (account_id, month)
  select distinct account_id, month_of(today) from generations where id = any(wanted) order by 1 on conflict do nothing;
  perform from account_months
    where month = month_of(today) and account_id in (select account_id from generations where id = any(wanted))
    order by account_id for no key update;
  insert into provider_days (provider_id, day) values (wanted_provider, today) on conflict do nothing;
  perform from provider_days where provider_id = wanted_provider and day = today for no key update;
  return array(
    select c.id from (
      select g.id, g.account_id, w.nth,
        sum(g.estimate_usd) over (partition by g.account_id order by w.nth) as account_usd,
        sum(g.estimate_credits) over (partition by g.account_id order by w.nth) as account_credits,
        sum(g.estimate_usd) over (order by w.nth) as provider_usd
      from unnest(wanted) with ordinality w(id, nth) join generations g on g.id = w.id) c
    join accounts a on a.id = c.account_id join plans p on p.id = a.plan_id
    join account_months m on m.account_id = c.account_id and m.month = month_of(today)
    join provider_days d on d.provider_id = wanted_provider and d.day = today
    where c.account_usd <= (p.spec ->> 'usd_per_month')::numeric - m.reserved_usd - m.spent_usd
      and c.account_credits <= (p.spec ->> 'credits_per_month')::bigint - m.reserved_credits - m.spent_credits
      and (usd_per_day is null or c.provider_usd <= usd_per_day - d.reserved_usd - d.spent_usd)
    order by c.nth);
end $$;

-- Claims generations of one provider for a worker, and reserves what their calls may cost.
--
-- Never more than the provider's `concurrency` run at once and never more calls begin in a minute than it allows, over all
-- workers. That holds because the provider's state is locked first and the counts are statements of their own, which see
-- what was committed while they waited for the lock. As one statement they would use the older snapshot and let every
-- waiting worker through.
--
-- `in_hand` is what the claimer works on already. After a long silence (a lost database, a sleeping machine) those leases
-- are over too, and it must not take its own work from under itself and pay for it a second time. `holds_suspect` says that
-- it has one in hand whose workers died twice: it gets no second one, so that a row that kills its workers takes no
-- other suspect with it, and is the only one that is in every crash.
create function claim_from_provider(
  wanted_provider text, claimer text, slots integer, lease_seconds double precision, in_hand bigint[], holds_suspect boolean)
returns setof generations language plpgsql as $$
declare
  provider jsonb;
  state provider_states;
  running integer;
  in_call integer;
  unsent integer;
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
  calls := calls - (select count(*) from generations where id = any(due) and answered_at is null);

  room := room - (select count(*) from generations where id = any(due) and status = 'queued');
  slots := slots - (select count(*) from generations where id = any(due) and status = 'queued');
  calls := least(calls, slots, room);
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
        select id from generations where id = any(fresh) and status = 'queued' and task_id is null for update skip locked)
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
