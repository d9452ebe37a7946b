-- A receiver that asks to be left alone for a while (Retry-After) means all that is sent to it, not only the delivery that
-- it said so to.
alter table webhooks add column wait_until timestamptz;

-- Since 0017 `secret` and `previous_secret` may be encrypted with a key of the environment (secret-box.ts).
comment on column webhooks.secret is 'As it signs, or encrypted where ATELIER_SECRET_KEY is set.';
