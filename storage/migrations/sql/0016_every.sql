-- `every`: it rings before every event of the name that it follows.
alter table reminders add column every boolean not null default false;
create index reminders_every on reminders (owner_id) where every;

-- Any event may be one of the name.
create or replace function mark_anchors() returns trigger language plpgsql as $$
declare changed calendar_events;
begin
  changed := case when tg_op = 'DELETE' then old else new end;
  update anchors set stale = true where event_id in (changed.id, changed.series_id) and not stale;
  update anchors set stale = true where not stale
    and reminder_id in (select r.id from reminders r where r.owner_id = changed.owner_id and r.every);
  return null;
end $$;

-- What was called off may have missed that its event has moved: it looks again when it comes back.
create function mark_returned() returns trigger language plpgsql as $$
begin
  update anchors set stale = true where reminder_id = new.id and not stale;
  return null;
end $$;
create trigger mark_anchors after update on reminders for each row
when (old.state <> 'active' and new.state = 'active') execute function mark_returned();
