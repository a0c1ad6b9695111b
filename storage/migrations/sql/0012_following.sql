-- Reminders that follow something: an event, an occasion of a series, or the birthday of somebody. length before its start, at the time of the day
-- `clock` where one is named. starts_at or first_day is when it was as the ringing was reckoned, due_at that ringing; a ringing that the person
-- has moved themselves follows no more. lost: the event is gone, and the reminder cancelled for that. stale: something has changed since.
create table anchors (
  reminder_id   bigint primary key references reminders on delete cascade,
  owner_id      bigint not null references people on delete cascade,
  event_id      bigint,
  occasion      text not null default '',
  whose         text,
  length        interval not null,
  clock         time,
  starts_at     timestamptz,
  first_day     date,
  due_at        timestamptz not null,
  lost          boolean not null default false,
  stale         boolean not null default false,
  check ((event_id is null) <> (whose is null))
);
create index anchors_event on anchors (event_id) where event_id is not null;
create index anchors_owner on anchors (owner_id);
create index anchors_stale on anchors (owner_id) where stale;
alter table anchors enable row level security;
alter table anchors force row level security;
create policy owner_wall on anchors using (owner_id = nullif(current_setting('app.owner', true), '')::bigint);
grant select, insert, update, delete on anchors to jenny_app, jenny_definer;
grant maintain on anchors to jenny_app;

create function mark_anchors() returns trigger language plpgsql as $$
declare changed calendar_events;
begin
  changed := case when tg_op = 'DELETE' then old else new end;
  update anchors set stale = true where event_id in (changed.id, changed.series_id) and not stale;
  return null;
end $$;
create trigger mark_anchors after insert or update or delete on calendar_events for each row execute function mark_anchors();

create function mark_birthdays() returns trigger language plpgsql as $$
declare changed relations;
begin
  changed := case when tg_op = 'DELETE' then old else new end;
  if changed.predicate in ('BIRTHDAY', 'BORN') then
    update anchors set stale = true where owner_id = changed.owner_id and whose is not null and not stale;
  end if;
  return null;
end $$;
create trigger mark_birthdays after insert or update or delete on relations for each row execute function mark_birthdays();
create trigger wake after update of stale on anchors for each statement execute function wake('anchors');

create function stale_anchors() returns table (owner_id bigint)
language sql security definer set search_path = public as
$$ select distinct a.owner_id from anchors a where a.stale $$;
alter function stale_anchors() owner to jenny_definer;
revoke all on function stale_anchors() from public;
grant execute on function stale_anchors() to jenny_app;
