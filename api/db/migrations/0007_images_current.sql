-- Deleting a generation asks which image shows it. Without this every one that is deleted, alone or with its article, reads
-- all images.
create index images_current on images (current_generation_id) where current_generation_id is not null;
