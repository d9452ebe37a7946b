-- Of what waits at a provider that is paused: what its tier lets another model make, and another model could. It is claimed
-- without money, since nothing is sent: its worker only gives it to that model. It counts among what runs at the provider
-- for that moment, and so needs room there, under the same lock as any claim.
create function claim_stranded(wanted_provider text, claimer text, slots integer, lease_seconds double precision)
returns setof generations language plpgsql as $$
declare
  concurrency integer;
  running integer;
  stranded bigint[];
begin
  select (spec ->> 'concurrency')::integer into concurrency from providers where id = wanted_provider for key share;
  perform from provider_states where provider_id = wanted_provider and paused_at is not null for update;
  if not found then
    return;
  end if;
  select count(*) into running from generations where provider_id = wanted_provider and status = 'running';
  stranded := array(
    select q.id from generations q
    join tiers t on t.id = q.tier_id and (t.spec ->> 'fallback')::boolean
    where q.provider_id = wanted_provider and q.status = 'queued' and q.run_at <= now() and q.task_id is null
      and not q.is_model_fixed
      and exists (
        select from models m
        left join provider_states s on s.provider_id = m.provider_id
        where m.tier_id = q.tier_id and m.is_active and m.killed_at is null and m.archived_at is null
          and s.paused_at is null and m.id <> q.model_id
          and not q.fallbacks @> jsonb_build_array(jsonb_build_object('modelId', m.id)))
    order by q.priority desc, q.id limit greatest(0, least(slots, concurrency - running)) for update of q skip locked);
  return query
    update generations g set
      status = 'running',
      worker_id = claimer,
      claims = g.claims + 1,
      attempts = g.attempts + 1,
      lease_until = now() + make_interval(secs => lease_seconds),
      started_at = coalesce(g.started_at, now())
    where g.id = any(stranded)
    returning g.*;
end $$;
