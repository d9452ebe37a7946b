-- Events of a batch are written by one statement and not by one each: for no-op generations those rows were a third of what
-- a claim and an end cost. What an event says is as it was.

drop trigger generations_event on generations;
drop function record_generation_event();
drop trigger images_event on images;
drop function record_image_event();

create function generation_event(changed generations) returns jsonb language sql stable as $$
  select jsonb_build_object(
    'id', changed.id, 'imageId', changed.image_id, 'contentId', changed.content_id, 'status', changed.status,
    'attempts', changed.attempts, 'modelId', changed.model_id, 'providerMode', changed.provider_mode,
    'sha256', changed.sha256, 'errorClass', changed.error_class, 'errorMessage', changed.error_message,
    'sentAt', changed.sent_at, 'answeredAt', changed.answered_at, 'finishedAt', changed.finished_at)
$$;

create function record_new_generations() returns trigger language plpgsql as $$
begin
  insert into events (topic, record_id, payload)
  select 'generations', id::text, generation_event(changed) from changed order by id;
  return null;
end $$;
create trigger generations_event_new after insert on generations referencing new table as changed
  for each statement execute function record_new_generations();

-- A kept plan that was made for one row must not be a loop within a loop when a million are changed at once.
create function record_changed_generations() returns trigger language plpgsql set enable_nestloop = off as $$
begin
  insert into events (topic, record_id, payload)
  select 'generations', changed.id::text, generation_event(changed) from changed join former on former.id = changed.id
  where (changed.status, changed.attempts, changed.run_at) <> (former.status, former.attempts, former.run_at)
    or changed.answered_at is distinct from former.answered_at
  order by changed.id;
  return null;
end $$;
create trigger generations_event_changed after update on generations referencing old table as former new table as changed
  for each statement execute function record_changed_generations();

create function record_images() returns trigger language plpgsql as $$
begin
  insert into events (topic, record_id, payload)
  select 'images', id::text, jsonb_build_object(
    'id', id, 'contentId', content_id, 'type', type, 'position', position,
    'prompt', prompt, 'altText', alt_text, 'heading', heading,
    'currentGenerationId', current_generation_id, 'setAsideAt', set_aside_at)
  from changed order by id;
  return null;
end $$;
create trigger images_event_new after insert on images referencing new table as changed
  for each statement execute function record_images();
create trigger images_event_changed after update on images referencing new table as changed
  for each statement execute function record_images();
