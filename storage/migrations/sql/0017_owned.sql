-- As before, with the owner named in what it deletes.
create or replace function record_memory() returns trigger language plpgsql as $$
begin
  if tg_op = 'INSERT' then
    insert into changes (owner_id, cause_id, at, table_name, row_id, after)
    values (new.owner_id, app_cause(), app_at(), 'memories', new.id::text, '{}');
  elsif tg_op = 'DELETE' or old.text is distinct from new.text then
    delete from changes where owner_id = old.owner_id and table_name = 'memories' and row_id = old.id::text;
    if tg_op = 'DELETE' then
      delete from memory_history where owner_id = old.owner_id and memory_id = old.id;
    end if;
  end if;
  return null;
end $$;
