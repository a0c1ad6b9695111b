-- Takes back what one message changed: all or nothing, and only while every row is as that message left it.
-- What told a fact is unsaid for good: a fact leaves no image, so taking that back again would bring its relations alone.
-- Answers 'undone', 'rung' (a reminder has gone off since), 'changed' (something else happened since) or 'nothing'.
create or replace function undo_changes(cause bigint) returns text language plpgsql as $$
declare
  own_cause text := coalesce(current_setting('app.cause', true), '');
  remembered boolean;
  change record;
  present jsonb;
  columns text;
begin
  if not exists (select from changes where cause_id = cause and undone_at is null) then
    return 'nothing';
  end if;
  select exists (select from changes where cause_id = cause and undone_at is null and table_name = 'memories')
    into remembered;
  for change in
    select distinct on (table_name, row_id) table_name, row_id, after from changes
    where cause_id = cause and undone_at is null order by table_name, row_id, id desc
  loop
    execute format('select to_jsonb(t) from %I t where id::text = $1 for update', change.table_name)
      into present using change.row_id;
    if change.table_name = 'memories' then
      present := case when present is null then null else '{}'::jsonb end;
    end if;
    if present is distinct from change.after then
      return case when change.table_name = 'occurrences' and present ->> 'state' in ('claimed', 'sent', 'missed')
                  then 'rung' else 'changed' end;
    end if;
  end loop;
  if remembered then
    perform set_config('app.cause', '', true);
  end if;
  for change in select * from changes where cause_id = cause and undone_at is null order by id desc loop
    if change.before is null then
      execute format('delete from %I where id::text = $1', change.table_name) using change.row_id;
    elsif change.after is null then
      execute format('insert into %I overriding system value select * from jsonb_populate_record(null::%I, $1)',
                     change.table_name, change.table_name) using change.before;
    else
      select string_agg(format('%I', attname), ', ') into columns from pg_attribute
      where attrelid = change.table_name::regclass and attnum > 0 and not attisdropped
        and attgenerated = '' and attidentity = '';
      execute format('update %I set (%s) = (select %s from jsonb_populate_record(null::%I, $1)) where id::text = $2',
                     change.table_name, columns, columns, change.table_name) using change.before, change.row_id;
    end if;
  end loop;
  -- What was only just told to be remembered is unsaid with it.
  if remembered then
    delete from episodes where inbox_id = cause;
    perform set_config('app.cause', own_cause, true);
  end if;
  update changes set undone_at = app_at() where cause_id = cause and undone_at is null;
  return 'undone';
end $$;
