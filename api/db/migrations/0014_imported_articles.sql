-- What an article was when it was last imported, so that an import knows its own text from one that was edited here.
alter table contents
  -- SHA-256 of title, format and source as they were imported; null: it was not.
  add column imported_sha256 text check (imported_sha256 ~ '^[0-9a-f]{64}$');
