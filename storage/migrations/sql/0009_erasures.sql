-- A receipt: how much of what went, and how far its traces are gone. It holds no words.
create table erasures (
  id            bigint generated always as identity primary key,
  owner_id      bigint not null references people on delete cascade,
  at            timestamptz not null,
  inbox_id      bigint,
  memories      int not null,
  episodes      int not null,
  relations     int not null,
  graph_nodes   int not null,
  queued        int not null,
  plans         int not null,
  state         text not null default 'scrubbing' check (state in ('scrubbing', 'graph', 'done')),
  done_at       timestamptz
);
create index erasures_owner on erasures (owner_id, id);
create index erasures_open on erasures (owner_id) where state <> 'done';
alter table erasures enable row level security;
alter table erasures force row level security;
create policy owner_wall on erasures using (owner_id = nullif(current_setting('app.owner', true), '')::bigint);
grant select, insert, update, delete on erasures to jenny_app, jenny_definer;
grant usage on sequence erasures_id_seq to jenny_app, jenny_definer;
create trigger wake after insert on erasures for each statement execute function wake('erasures');

create function erasures_open() returns table (owner_id bigint)
language sql security definer set search_path = public as
$$ select distinct owner_id from erasures where state <> 'done' $$;
alter function erasures_open() owner to jenny_definer;
revoke all on function erasures_open() from public;
grant execute on function erasures_open() to jenny_app;

-- Messages up to this one were there when it was forgotten; what is said again later has a higher number.
alter table tombstones add column last_inbox_id bigint not null default 0;

-- Writing a table anew needs no right to read it: the app does it, and stays behind the wall.
grant maintain on all tables in schema public to jenny_app;
grant maintain on pg_catalog.pg_statistic to jenny_app;
grant execute on function pg_catalog.pg_switch_wal() to jenny_app;
