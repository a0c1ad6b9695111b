-- What Mem0 hands over with a fact was kept beside the columns that hold the same.
update memories set payload = payload
  - array['key', 'inbox_id', 'said_at', 'kind', 'happened_at', 'user_id', 'created_at', 'updated_at'];

-- The keys of a person's facts begin with the person: whatever looks for those of one reads that index.
drop index memories_owner;

-- With facts that go their history and the images of them go in one statement each, not fact by fact.
drop trigger record_change on memories;
create trigger record_change after insert or update on memories for each row execute function record_memory();
create or replace function record_memory() returns trigger language plpgsql as $$
begin
  if tg_op = 'INSERT' then
    insert into changes (owner_id, cause_id, at, table_name, row_id, after)
    values (new.owner_id, app_cause(), app_at(), 'memories', new.id::text, '{}');
  elsif old.text is distinct from new.text then
    delete from changes where owner_id = old.owner_id and table_name = 'memories' and row_id = old.id::text;
  end if;
  return null;
end $$;
create or replace function take_along() returns trigger language plpgsql as $$
begin
  case tg_table_name
    when 'memories' then
      execute 'delete from passages p using gone where p.owner_id = gone.owner_id and p.memory_id = gone.id';
      execute 'delete from memory_history h using gone where h.owner_id = gone.owner_id and h.memory_id = gone.id';
      execute 'delete from changes c using gone where c.owner_id = gone.owner_id and c.table_name = ''memories'''
        ' and c.row_id = gone.id::text';
    when 'episodes' then
      execute 'delete from passages p using gone where p.owner_id = gone.owner_id and p.episode_id = gone.id';
    else
      execute 'delete from postings p using gone where p.owner_id = gone.owner_id and p.passage_id = gone.id';
      execute 'delete from codes p using gone where p.owner_id = gone.owner_id and p.passage_id = gone.id';
  end case;
  return null;
end $$;
