-- Who may see a row: the person whose id the transaction has set, nobody else, not even the table's owner.
create function app_owner() returns bigint language sql stable as
$$ select nullif(current_setting('app.owner', true), '')::bigint $$;
create function app_at() returns timestamptz language sql stable as
$$ select nullif(current_setting('app.at', true), '')::timestamptz $$;
create function app_cause() returns bigint language sql stable as
$$ select nullif(current_setting('app.cause', true), '')::bigint $$;

do $$
declare t text;
begin
  for t in
    select c.table_name from information_schema.columns c
    where c.table_schema = 'public' and c.column_name = 'owner_id'
  loop
    execute format('alter table %I enable row level security', t);
    execute format('alter table %I force row level security', t);
    execute format('create policy owner_wall on %I using (owner_id = nullif(current_setting(''app.owner'', true), '''')::bigint)', t);
    execute format('grant select, insert, update, delete on %I to jenny_app', t);
    execute format('grant select, insert, update, delete on %I to jenny_definer', t);
  end loop;
end $$;
grant usage on all sequences in schema public to jenny_app, jenny_definer;
grant usage on schema public to jenny_app, jenny_definer;
grant select on alembic_version to jenny_app;
-- People come and go by named functions only; deleting one takes all of theirs along.
revoke insert on people from jenny_app;

-- Every change leaves its images, in the transaction that makes it. A list is no more than the name of what is on it:
-- taking it back with its first task would take along what other messages have put there.
create function record_change() returns trigger language plpgsql as $$
begin
  -- That a message was forgotten is no change of what it told, and leaves no image.
  if tg_op = 'UPDATE' and to_jsonb(old) - 'episode_id' = to_jsonb(new) - 'episode_id' then
    return null;
  end if;
  insert into changes (owner_id, cause_id, at, table_name, row_id, before, after)
  values (coalesce(new.owner_id, old.owner_id), app_cause(), app_at(), tg_table_name, coalesce(new.id, old.id)::text,
          case when tg_op <> 'INSERT' then to_jsonb(old) end, case when tg_op <> 'DELETE' then to_jsonb(new) end);
  return null;
end $$;

do $$
declare t text;
begin
  foreach t in array array['reminders', 'occurrences', 'tasks', 'calendar_events', 'relations'] loop
    execute format('create trigger record_change after insert or update or delete on %I
                    for each row execute function record_change()', t);
  end loop;
end $$;

-- Of a person, what they set themselves.
create trigger record_change after update on people for each row
when ((old.zone, old.language, old.morning, old.lunch, old.afternoon, old.evening, old.night) is distinct from
      (new.zone, new.language, new.morning, new.lunch, new.afternoon, new.evening, new.night))
execute function record_change();

-- A memory's birth can be undone; what is corrected or deleted leaves no image behind.
create function record_memory() returns trigger language plpgsql as $$
begin
  if tg_op = 'INSERT' then
    insert into changes (owner_id, cause_id, at, table_name, row_id, after)
    values (new.owner_id, app_cause(), app_at(), 'memories', new.id::text, '{}');
  else
    delete from changes where table_name = 'memories' and row_id = old.id::text;
    if tg_op = 'DELETE' then
      delete from memory_history where memory_id = old.id;
    end if;
  end if;
  return null;
end $$;
create trigger record_change after insert or update or delete on memories
for each row execute function record_memory();

create function queue_projection() returns trigger language plpgsql as $$
begin
  insert into graph_queue (owner_id, table_name, row_id)
  values (coalesce(new.owner_id, old.owner_id), tg_table_name, coalesce(new.id, old.id));
  return null;
end $$;
create trigger queue_projection after insert or update or delete on relations
for each row execute function queue_projection();
create trigger queue_projection after insert or update or delete on entities
for each row execute function queue_projection();
create trigger queue_projection after insert or delete on interactions
for each row execute function queue_projection();

-- A name lives as long as something is known of it: with the last relation it is gone too.
create function drop_lonely_entities() returns trigger language plpgsql as $$
begin
  delete from entities e where e.owner_id = old.owner_id and e.id in (old.subject_id, old.object_id)
    and not exists (select from relations r where r.owner_id = e.owner_id and e.id in (r.subject_id, r.object_id));
  return null;
end $$;
create trigger drop_lonely_entities after delete on relations
for each row execute function drop_lonely_entities();

-- Whoever waits on the channel learns that there is work; the row itself stays behind the wall.
create function wake() returns trigger language plpgsql as $$
begin
  perform pg_notify('jenny', tg_argv[0]);
  return null;
end $$;
create trigger wake after insert on outbox for each statement execute function wake('outbox');
create trigger wake after insert or update on occurrences for each statement execute function wake('alarms');
create trigger wake after insert on episodes for each statement execute function wake('vectors');
create trigger wake after insert on graph_queue for each statement execute function wake('graph');

-- Takes back what one message changed: all or nothing, and only while every row is as that message left it.
-- Answers 'undone', 'rung' (a reminder has gone off since), 'changed' (something else happened since) or 'nothing'.
create function undo_changes(cause bigint) returns text language plpgsql as $$
declare
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
  end if;
  update changes set undone_at = app_at() where cause_id = cause and undone_at is null;
  return 'undone';
end $$;
