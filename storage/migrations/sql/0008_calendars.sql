-- Accounts with other services. Their secrets are in `secrets`, called 'calendar:<id>'.
create table calendar_accounts (
  id            bigint generated always as identity primary key,
  owner_id      bigint not null references people on delete cascade,
  provider      text not null check (provider in ('caldav', 'google', 'outlook')),
  name          text not null,
  address       text not null,
  state         text not null default 'open' check (state in ('open', 'revoked')),
  entered_at    timestamptz not null,
  listed_at     timestamptz,
  unique (owner_id, provider, name)
);

-- Without an account it is the person's own, kept by Jenny herself. token, and all below it, is how far it is synced:
-- generation counts the readings of the whole, so that what the last one has not met can go.
create table calendars (
  id            bigint generated always as identity primary key,
  owner_id      bigint not null references people on delete cascade,
  account_id    bigint references calendar_accounts on delete cascade,
  ref           text not null,
  name          text not null,
  zone          text,
  writable      boolean not null default true,
  included      boolean not null default true,
  is_default    boolean not null default false,
  token         text,
  generation    int not null default 0,
  progress      int,
  unread        int not null default 0,
  synced_at     timestamptz,
  next_at       timestamptz,
  failures      int not null default 0,
  trouble       text,
  expanded_to   timestamptz,
  unique nulls not distinct (owner_id, account_id, ref)
);
create unique index calendars_one_default on calendars (owner_id) where is_default;
create index calendars_due on calendars (next_at) where next_at is not null;

create function own_calendar() returns trigger language plpgsql as $$
begin
  insert into calendars (owner_id, ref, name, is_default) values (new.id, '', 'Jenny', true);
  return null;
end $$;
create trigger own_calendar after insert on people for each row execute function own_calendar();
insert into calendars (owner_id, ref, name, is_default) select id, '', 'Jenny', true from people;

-- Events of every calendar, as a person sees them. Those of a floating clock (zone '') hold it as if it were UTC.
-- With series_id it is an exception of that series, in place of the occasion `original`; the series of somebody who was invited to
-- one occasion alone is not known. Dates within a series are
-- wall clocks of its zone: '20260413T090000', or '20260413'.
alter table calendar_events
  add column calendar_id  bigint references calendars on delete cascade,
  add column uid          text not null default gen_random_uuid()::text,
  add column series_id    bigint references calendar_events on delete cascade,
  add column original     text,
  add column cancelled    boolean not null default false,
  add column rule         text,
  add column excluded     text[] not null default '{}',
  add column added        text[] not null default '{}',
  add column end_zone     text,
  add column notes        text,
  add column link         text,
  add column organizer    text not null default '',
  add column attendees    jsonb not null default '[]',
  add column reminders    int[] not null default '{}',
  add column busy         boolean not null default true,
  add column private      boolean not null default false,
  add column strange_zone text;
alter table calendar_events disable trigger record_change;
update calendar_events e set calendar_id = c.id, uid = 'jenny-' || e.id from calendars c where c.owner_id = e.owner_id;
-- What was changed before can be taken back as ever: its images get the columns that are new.
with lately as (
  select h.id, jsonb_build_object(
    'calendar_id', c.id, 'uid', 'jenny-' || h.row_id, 'series_id', null, 'original', null, 'cancelled', false, 'rule', null,
    'excluded', '[]'::jsonb, 'added', '[]'::jsonb, 'end_zone', null, 'notes', null, 'link', null, 'organizer', '',
    'attendees', '[]'::jsonb, 'reminders', '[]'::jsonb, 'busy', true, 'private', false, 'strange_zone', null) as columns
  from changes h join calendars c on c.owner_id = h.owner_id where h.table_name = 'calendar_events')
update changes h set before = h.before || l.columns, after = h.after || l.columns from lately l where l.id = h.id;
alter table calendar_events enable trigger record_change;
alter table calendar_events alter column calendar_id set not null;
drop index calendar_events_owner;
create index calendar_events_starts on calendar_events (owner_id, starts_at) where rule is null;
create index calendar_events_days on calendar_events (owner_id, first_day) where rule is null and first_day is not null;
create index calendar_events_calendar on calendar_events (calendar_id);
create index calendar_events_series on calendar_events (series_id, original) where series_id is not null;

-- What the provider has of an event. It stays a while when the event is gone, so that taking that back loses nothing;
-- without a ref the provider has it no more.
create table event_copies (
  event_id      bigint primary key,
  owner_id      bigint not null references people on delete cascade,
  calendar_id   bigint not null references calendars on delete cascade,
  uid           text not null,
  ref           text,
  series_ref    text,
  etag          text not null,
  raw           text not null,
  generation    int not null,
  unique (calendar_id, ref)
);
create index event_copies_series on event_copies (calendar_id, series_ref) where series_ref is not null;

-- What providers have still to be told: written by a trigger in the transaction of the change itself.
create table calendar_writes (
  id            bigint generated always as identity primary key,
  owner_id      bigint not null references people on delete cascade,
  calendar_id   bigint not null references calendars on delete cascade,
  event_id      bigint not null unique,
  action        text not null check (action in ('save', 'delete')),
  uid           text not null,
  title         text not null,
  original      text,
  series_id     bigint,
  cause_id      bigint,
  version       int not null default 1,
  attempts      int not null default 0,
  not_before    timestamptz not null,
  told_at       timestamptz
);
create index calendar_writes_due on calendar_writes (not_before, id);
create index calendar_writes_calendar on calendar_writes (calendar_id);

-- When a series takes place, but for its exceptions: rows made out of its rule, for some years around the present.
create table occasions (
  owner_id      bigint not null references people on delete cascade,
  event_id      bigint not null references calendar_events on delete cascade,
  at            text not null,
  starts_at     timestamptz,
  ends_at       timestamptz,
  first_day     date,
  last_day      date,
  primary key (event_id, at)
);
create index occasions_starts on occasions (owner_id, starts_at);
create index occasions_days on occasions (owner_id, first_day) where first_day is not null;
-- Series whose occasions have to be made anew before anybody looks.
create table stale_series (
  event_id      bigint primary key references calendar_events on delete cascade,
  owner_id      bigint not null references people on delete cascade
);
create index stale_series_owner on stale_series (owner_id);

do $$
declare t text;
begin
  foreach t in array array['calendar_accounts', 'calendars', 'event_copies', 'calendar_writes', 'occasions', 'stale_series'] loop
    execute format('alter table %I enable row level security', t);
    execute format('alter table %I force row level security', t);
    execute format('create policy owner_wall on %I using (owner_id = nullif(current_setting(''app.owner'', true), '''')::bigint)', t);
    execute format('grant select, insert, update, delete on %I to jenny_app', t);
    execute format('grant select, insert, update, delete on %I to jenny_definer', t);
  end loop;
end $$;
grant usage on all sequences in schema public to jenny_app, jenny_definer;

-- What a provider has told is nobody's change: it can't be undone, and needs not be told to the provider.
create function app_sync() returns boolean language sql stable as
$$ select coalesce(current_setting('app.sync', true), '') <> '' $$;
drop trigger record_change on calendar_events;
create trigger record_change after insert or update or delete on calendar_events
for each row when (not app_sync()) execute function record_change();

create function queue_write() returns trigger language plpgsql as $$
declare changed calendar_events;
begin
  changed := case when tg_op = 'DELETE' then old else new end;
  if not exists (select from calendars c where c.id = changed.calendar_id and c.account_id is not null) then
    return null;
  end if;
  -- An exception goes with its series.
  if tg_op = 'DELETE' and old.series_id is not null
     and not exists (select from calendar_events e where e.id = old.series_id) then
    return null;
  end if;
  insert into calendar_writes as w (owner_id, calendar_id, event_id, action, uid, title, original, series_id, cause_id, not_before)
  values (changed.owner_id, changed.calendar_id, changed.id, case tg_op when 'DELETE' then 'delete' else 'save' end,
          changed.uid, changed.title, changed.original, changed.series_id, app_cause(), app_at())
  on conflict (event_id) do update set action = excluded.action, title = excluded.title, cause_id = excluded.cause_id,
    not_before = excluded.not_before, version = w.version + 1, attempts = 0, told_at = null;
  return null;
end $$;
create trigger queue_write after insert or update or delete on calendar_events
for each row when (not app_sync()) execute function queue_write();
create trigger wake after insert on calendar_writes for each statement execute function wake('calendars');

create function mark_series() returns trigger language plpgsql as $$
declare changed calendar_events;
begin
  changed := case when tg_op = 'DELETE' then old else new end;
  if tg_op <> 'DELETE' and new.rule is null and new.series_id is null then
    delete from occasions where event_id = new.id;
    delete from stale_series where event_id = new.id;
  else
    insert into stale_series (event_id, owner_id)
    select e.id, e.owner_id from calendar_events e where e.id = coalesce(changed.series_id, changed.id)
    on conflict (event_id) do nothing;
  end if;
  return null;
end $$;
create trigger mark_new_series after insert on calendar_events
for each row when (new.rule is not null or new.series_id is not null) execute function mark_series();
create trigger mark_changed_series after update on calendar_events
for each row when (old.rule is not null or new.rule is not null or new.series_id is not null) execute function mark_series();
create trigger mark_lost_exception after delete on calendar_events
for each row when (old.series_id is not null) execute function mark_series();

alter table drafts
  add column calendar_id bigint,
  add column occasion    text not null default '',
  add column scope       text not null default 'all' check (scope in ('this', 'following', 'all')),
  add column rule        text,
  add column notes       text,
  add column link        text,
  add column attendees   jsonb not null default '[]';

create function due_calendars(at timestamptz, most int) returns table (owner_id bigint, calendar_id bigint)
language sql security definer set search_path = public as
$$
  select c.owner_id, c.id from calendars c join calendar_accounts a on a.id = c.account_id
  where c.next_at <= at and c.included and a.state = 'open' order by c.next_at, c.id limit most
$$;
create function due_writes(at timestamptz, most int) returns table (owner_id bigint, calendar_id bigint)
language sql security definer set search_path = public as
$$
  select w.owner_id, w.calendar_id from calendar_writes w
  join calendars c on c.id = w.calendar_id join calendar_accounts a on a.id = c.account_id
  where w.not_before <= at and a.state = 'open'
  group by w.owner_id, w.calendar_id order by min(w.id) limit most
$$;

do $$
declare f text;
begin
  foreach f in array array['due_calendars(timestamptz, int)', 'due_writes(timestamptz, int)'] loop
    execute format('alter function %s owner to jenny_definer', f);
    execute format('revoke all on function %s from public', f);
    execute format('grant execute on function %s to jenny_app', f);
  end loop;
end $$;
