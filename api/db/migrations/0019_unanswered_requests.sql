-- A process may die, or lose the database, after it asked for generations and before it answered. The same key must not buy
-- them again: what a request asked for is found by its id among the generations that are newer than the request.
alter table idempotency_keys
  add column request_id text,
  add column after_generation_id bigint;
