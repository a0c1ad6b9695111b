-- What messages teach is worked out behind the reply. A row lives until its message has been learned from; `answer` is
-- what the model said of it, kept before anything comes of it, so that it is asked once.
create table lessons (
  episode_id    bigint primary key references episodes on delete cascade,
  owner_id      bigint not null references people on delete cascade,
  state         text not null default 'waiting' check (state in ('waiting', 'set_aside')),
  attempts      int not null default 0,
  not_before    timestamptz not null,
  answer        text
);
create index lessons_due on lessons (not_before) where state = 'waiting';
create index lessons_owner on lessons (owner_id);
create trigger wake after insert on lessons for each statement execute function wake('lessons');

-- What the gate has refused, by reason: numbers, no texts.
create table junk (
  owner_id      bigint not null references people on delete cascade,
  reason        text not null,
  rows          bigint not null default 0,
  primary key (owner_id, reason)
);

-- The messages that say the same as a fact, beside the one that it came from.
create table proofs (
  id            bigint generated always as identity primary key,
  owner_id      bigint not null references people on delete cascade,
  memory_id     uuid not null references memories on delete cascade,
  episode_id    bigint references episodes on delete cascade,
  said_at       timestamptz not null,
  unique (memory_id, episode_id)
);
create index proofs_owner on proofs (owner_id);
create index proofs_episode on proofs (episode_id);

do $$
declare t text;
begin
  foreach t in array array['lessons', 'junk', 'proofs'] loop
    execute format('alter table %I enable row level security', t);
    execute format('alter table %I force row level security', t);
    execute format('create policy owner_wall on %I using (owner_id = nullif(current_setting(''app.owner'', true), '''')::bigint)', t);
    execute format('grant select, insert, update, delete on %I to jenny_app, jenny_definer', t);
  end loop;
end $$;
grant usage on sequence proofs_id_seq to jenny_app, jenny_definer;
create trigger record_change after insert or update or delete on proofs for each row execute function record_change();

-- When it happened, beside when it was told (said_at) and when it was written down (recorded_at).
alter table memories add column kind text not null default 'other', add column happened_at timestamptz,
  add column recorded_at timestamptz, add column pinned boolean not null default false;
create index memories_standing on memories (owner_id) where kind = 'standing' or pinned;

-- A name that means the same as another; what is told of it is told of that one.
alter table entities add column same_as bigint references entities on delete cascade;
create index entities_same_as on entities (same_as) where same_as is not null;
create trigger record_change after update on entities for each row
when (old.same_as is distinct from new.same_as) execute function record_change();

alter table people add column paused boolean not null default false;

-- As before, and what leaves the words alone (a pin) can still be taken back with them.
create or replace function record_memory() returns trigger language plpgsql as $$
begin
  if tg_op = 'INSERT' then
    insert into changes (owner_id, cause_id, at, table_name, row_id, after)
    values (new.owner_id, app_cause(), app_at(), 'memories', new.id::text, '{}');
  elsif tg_op = 'DELETE' or old.text is distinct from new.text then
    delete from changes where table_name = 'memories' and row_id = old.id::text;
    if tg_op = 'DELETE' then
      delete from memory_history where memory_id = old.id;
    end if;
  end if;
  return null;
end $$;

create function lessons_due(at timestamptz, most int) returns table (owner_id bigint, episode_id bigint)
language sql security definer set search_path = public as
$$
  select owner_id, episode_id from lessons where state = 'waiting' and (attempts = 0 or not_before <= at)
  order by not_before, episode_id limit most
$$;

-- Counts for the operator: no text, no ids.
create function learning() returns table (what text, rows bigint)
language sql security definer set search_path = public as
$$
  select 'lessons', count(*) from lessons where state = 'waiting'
  union all select 'unlearned', count(*) from lessons where state = 'set_aside'
  union all select 'junk', coalesce(sum(rows), 0)::bigint from junk
$$;

do $$
declare f text;
begin
  foreach f in array array['lessons_due(timestamptz, int)', 'learning()'] loop
    execute format('alter function %s owner to jenny_definer', f);
    execute format('revoke all on function %s from public', f);
    execute format('grant execute on function %s to jenny_app', f);
  end loop;
end $$;
