-- What no picture shows and who writes prompts, at every level. Null: this level says nothing.
-- An empty negative prompt says something: that nothing is ruled out.
alter table accounts
  add column negative_prompt text check (char_length(negative_prompt) <= 1000),
  add column prompt_writer text check (prompt_writer in ('model', 'extractive')),
  -- How a prompt becomes what is sent; of accounts only.
  add column prompt_template text
    check (char_length(prompt_template) <= 1000 and strpos(prompt_template, '{prompt}') > 0);
alter table sites
  add column negative_prompt text check (char_length(negative_prompt) <= 1000),
  add column prompt_writer text check (prompt_writer in ('model', 'extractive'));
alter table keywords
  add column negative_prompt text check (char_length(negative_prompt) <= 1000),
  add column prompt_writer text check (prompt_writer in ('model', 'extractive'));
alter table contents
  add column negative_prompt text check (char_length(negative_prompt) <= 1000),
  add column prompt_writer text check (prompt_writer in ('model', 'extractive'));
