-- Planning a claim takes longer than running it: its statements are many, and each is small. Their plans are the same
-- whatever the provider and however long its queue is, since every one of them follows an index to a limit. So they are
-- planned once in a session, and again when tables were analysed.

alter function claim_from_provider(text, text, integer, double precision, bigint[], boolean) set plan_cache_mode = force_generic_plan;
alter function within_budget(bigint[], text, numeric) set plan_cache_mode = force_generic_plan;
alter function requeue_unsent(text, bigint[]) set plan_cache_mode = force_generic_plan;

-- The generations that would be called for next, of the ones not sent yet: by priority, then so that accounts take turns,
-- whoever has least in hand and waited longest first. Each account is found by a hop in the index, so the length of a
-- queue costs nothing. Leaves out what an account or the provider cannot afford.
--
-- Of each account only so many are looked at as its share is likely to be: with twenty accounts, to look at as many of each
-- as are wanted in all would cost half of a claim. Where one turns out to have its whole share taken there may have been
-- more in its turn, and it is looked at again with a larger one. So what is chosen is the same. It is in a language that
-- keeps plans; as it was, its plan was made anew for each claim.
drop function next_in_turn(text, integer);
create function next_in_turn(wanted_provider text, count_max integer) returns bigint[] language plpgsql stable
set plan_cache_mode = force_generic_plan as $$
declare
  ranks integer[];
  account_ids integer[];
  share integer;
  chosen bigint[];
  is_cut boolean;
begin
  with recursive lanes as (
    (select -priority as rank, account_id from generations
      where provider_id = wanted_provider and status = 'queued' order by -priority, account_id limit 1)
    union all
    select lane.rank, lane.account_id from lanes, lateral (
      select -g.priority as rank, g.account_id from generations g
      where g.provider_id = wanted_provider and g.status = 'queued' and (-g.priority, g.account_id) > (lanes.rank, lanes.account_id)
      order by -g.priority, g.account_id limit 1) lane
  )
  select array_agg(rank), array_agg(account_id) into ranks, account_ids from lanes;
  if ranks is null then
    return '{}';
  end if;
  share := 1 + 2 * count_max / cardinality(array_positions(ranks, ranks[1]));
  loop
    share := least(share, count_max);
    with busy as (
      select account_id, count(*) as running from generations
      where provider_id = wanted_provider and status = 'running' and lease_until >= now() group by account_id
    ),
    candidates as (
      select c.id, c.nth, c.estimate_usd, c.estimate_credits, l.account_id, l.rank, t.served_at, c.nth + coalesce(b.running, 0) as turn
      from unnest(ranks, account_ids) l(rank, account_id)
      join lateral (
        select g.id, g.estimate_usd, g.estimate_credits, row_number() over (order by g.id) as nth from (
          select id, estimate_usd, estimate_credits from generations
          where provider_id = wanted_provider and status = 'queued' and -priority = l.rank and account_id = l.account_id
            and run_at <= now() and task_id is null and rescues < 2
          order by id limit share) g) c on true
      left join busy b on b.account_id = l.account_id
      left join account_turns t on t.provider_id = wanted_provider and t.account_id = l.account_id
    ),
    ordered as (
      select id, nth, account_id, rank, turn, served_at,
        sum(estimate_usd) over (partition by account_id order by rank, turn, id) as usd,
        sum(estimate_credits) over (partition by account_id order by rank, turn, id) as credits
      from candidates
    ),
    spent as (
      select a.id as account_id,
        (p.spec ->> 'usd_per_month')::numeric - coalesce(m.reserved_usd + m.spent_usd, 0) as usd,
        (p.spec ->> 'credits_per_month')::bigint - coalesce(m.reserved_credits + m.spent_credits, 0) as credits
      from accounts a join plans p on p.id = a.plan_id
      left join account_months m on m.account_id = a.id and m.month = date_trunc('month', utc_today())::date
      where a.id = any(account_ids)
    ),
    taken as (
      select o.id, o.nth, o.rank, o.turn, o.served_at from ordered o join spent s using (account_id)
      where o.usd <= s.usd and o.credits <= s.credits
      order by o.rank, o.turn, o.served_at nulls first, o.id limit count_max
    )
    select array_agg(id order by rank, turn, served_at nulls first, id), bool_or(nth = share) into chosen, is_cut from taken;
    exit when share >= count_max or is_cut is not true;
    share := share * 4;
  end loop;
  return coalesce(chosen, '{}');
end $$;

-- The four commits of a provider call, for all calls of a worker that go on side by side. Each answers which rows were still
-- their workers', by the claim they were taken with; a row that is not is left as it is.
--
-- A plan is kept for as long as a session lasts, and may have been made when a table was empty. So it is always the one
-- that is right for a large table: a loop over the calls, each found by a key. `case` hides the status from the index of what
-- runs, which looks shorter than a key with statistics of an idle time, and holds all that runs.
--
-- Each locks its generations by their ids first, as renewing leases does: two that write the same rows at once never wait in
-- a ring.

create function lock_generations(calls jsonb) returns void language plpgsql set plan_cache_mode = force_generic_plan as $$
begin
  perform from generations
    where id = any(array(select (call ->> 'generation_id')::bigint from jsonb_array_elements(calls) call))
    order by id for no key update;
end $$;

-- Before the call: from here on it may have been made.
create function begin_calls(calls jsonb) returns table (id bigint, claims integer) language plpgsql
set plan_cache_mode = force_generic_plan set enable_seqscan = off set enable_hashjoin = off set enable_mergejoin = off as $$
#variable_conflict use_column
begin
  perform lock_generations(calls);
  return query
  with i as (select * from jsonb_to_recordset(calls) as t(
    generation_id bigint, worker_id text, claims integer, task_id uuid, mode text, release_id integer, request_sha256 text)),
  ours as (
    update generations g set task_id = i.task_id, sent_at = now(), answered_at = null, provider_mode = i.mode,
      sent_release_id = i.release_id
    from i where g.id = i.generation_id and g.worker_id = i.worker_id and g.claims = i.claims and case g.status when 'running' then true end
    returning g.id, g.claims, g.account_id, g.provider_id, g.model_id, g.worker_id, i.task_id, i.mode, i.release_id, i.request_sha256),
  call as (
    insert into generation_attempts (id, generation_id, account_id, provider_id, model_id, provider_mode, release_id, worker_id, request_sha256)
    select task_id, id, account_id, provider_id, model_id, mode, release_id, worker_id, request_sha256 from ours)
  select ours.id, ours.claims from ours;
end $$;

-- Right after the call and before any download: it is paid for, and this is how to get at it.
create function answer_calls(calls jsonb) returns table (id bigint, claims integer) language plpgsql
set plan_cache_mode = force_generic_plan set enable_seqscan = off set enable_hashjoin = off set enable_mergejoin = off as $$
#variable_conflict use_column
begin
  perform lock_generations(calls);
  return query
  with i as (select * from jsonb_to_recordset(calls) as t(
    generation_id bigint, worker_id text, claims integer, task_id uuid, answer jsonb, cost_usd numeric, cost_source text,
    request_id text)),
  ours as (
    update generations g set answered_at = now(), cost_usd = g.cost_usd + i.cost_usd - a.cost_usd, cost_source = i.cost_source
    from i join generation_attempts a on a.id = i.task_id
    where g.id = i.generation_id and g.worker_id = i.worker_id and g.claims = i.claims and case g.status when 'running' then true end
      and g.task_id = i.task_id
    returning g.id, g.claims, g.provider_id, i.task_id, i.answer, i.cost_usd, i.cost_source, i.request_id),
  well as (
    update provider_states s set failures = 0, opened_at = null, cooldown_until = null, openings = 0, updated_at = now()
    where s.provider_id in (select provider_id from ours) and (s.failures > 0 or s.opened_at is not null)),
  call as (
    update generation_attempts a set step = 'answered', answer = ours.answer, cost_usd = ours.cost_usd,
      cost_source = ours.cost_source, request_id = ours.request_id, answered_at = now(), sha256 = null, stored_at = null
    from ours where a.id = ours.task_id and a.step <> 'settled')
  select ours.id, ours.claims from ours;
end $$;

-- The file is kept under its hash.
create function store_calls(calls jsonb) returns table (id bigint, claims integer) language plpgsql
set plan_cache_mode = force_generic_plan set enable_seqscan = off set enable_hashjoin = off set enable_mergejoin = off as $$
#variable_conflict use_column
begin
  perform lock_generations(calls);
  return query
  with i as (select * from jsonb_to_recordset(calls) as t(
    generation_id bigint, worker_id text, claims integer, task_id uuid, sha256 text, format text, width integer, height integer, bytes integer)),
  file as (
    insert into pictures (sha256, format, width, height, bytes)
    select distinct on (sha256) sha256, format, width, height, bytes from i
    on conflict do nothing)
  update generation_attempts a set step = 'stored', stored_at = now(), sha256 = i.sha256
  from i join generations g on g.id = i.generation_id and g.worker_id = i.worker_id and g.claims = i.claims
    and case g.status when 'running' then true end and g.task_id = i.task_id
  where a.id = i.task_id and a.step <> 'settled'
  returning g.id, g.claims;
end $$;

-- Booked, and the image's current picture unless a later one already is. The generation is joined with itself for what is
-- reserved: that is as it was before the statement.
create function settle_calls(calls jsonb) returns table (id bigint, claims integer) language plpgsql
set plan_cache_mode = force_generic_plan set enable_seqscan = off set enable_hashjoin = off set enable_mergejoin = off as $$
#variable_conflict use_column
begin
  perform lock_generations(calls);
  return query
  with i as (select * from jsonb_to_recordset(calls) as t(
    generation_id bigint, worker_id text, claims integer, task_id uuid, sha256 text, credits integer, seed bigint, request_id text, cost_source text)),
  ours as (
    update generations g set status = 'succeeded', sha256 = i.sha256, credits = g.credits + i.credits, seed = i.seed,
      request_id = i.request_id, cost_source = i.cost_source, finished_at = now(), lease_until = null,
      reserved_for = null, error_class = null, error_code = null, error_message = null, error_raw = null
    from i join generations was on was.id = i.generation_id join generation_attempts a on a.id = i.task_id
    where g.id = i.generation_id and g.worker_id = i.worker_id and g.claims = i.claims and case g.status when 'running' then true end
      and g.task_id = i.task_id
    returning g.id, g.claims, g.image_id, g.account_id, g.provider_id, g.estimate_usd, g.estimate_credits,
      was.reserved_for, i.task_id, i.credits, a.cost_usd, a.charged_usd),
  call as (
    update generation_attempts a set step = 'settled', outcome = 'succeeded', settled_at = now(), charged_usd = a.cost_usd,
      error_class = null, error_code = null, error_message = null, error_raw = null
    from ours where a.id = ours.task_id),
  booked as (
    insert into ledger_entries (account_id, provider_id, generation_id, attempt_id, kind, reserved_usd, spent_usd,
      reserved_credits, spent_credits, booked_for)
    select account_id, provider_id, id, task_id, 'settle',
      case when reserved_for is null then 0 else -estimate_usd end, cost_usd - charged_usd,
      case when reserved_for is null then 0 else -estimate_credits end, credits, coalesce(reserved_for, utc_today())
    from ours),
  shown as (
    update images set current_generation_id = ours.id, updated_at = now() from ours
    where images.id = ours.image_id and (images.current_generation_id is null or images.current_generation_id < ours.id))
  select ours.id, ours.claims from ours;
end $$;
