-- One picture of a slot is made at a time, as before. But PostgreSQL may no longer read this index for anything else: with
-- statistics of a time when the queue was empty, it looked as cheap as the indexes that are made for the claim, and a claim
-- then read the whole backlog once for each account. That `status || ''` is `status` is what it does not see.
create unique index generations_one_unfinished_only on generations (image_id) where (status || '') in ('queued', 'running');
drop index generations_one_unfinished;
alter index generations_one_unfinished_only rename to generations_one_unfinished;
