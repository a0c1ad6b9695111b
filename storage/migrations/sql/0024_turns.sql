-- What is due is told account by account: whoever answers slowly keeps nobody waiting but their own calendars.
drop function due_calendars(timestamptz, int);
create function due_calendars(at timestamptz, most int) returns table (owner_id bigint, account_id bigint, calendar_ids bigint[])
language sql security definer set search_path = public as
$$
  select c.owner_id, c.account_id, array_agg(c.id order by c.next_at, c.id)
  from calendars c join calendar_accounts a on a.id = c.account_id
  where c.next_at <= at and c.included and a.state = 'open'
  group by c.owner_id, c.account_id order by min(c.next_at), c.account_id limit most
$$;
drop function due_writes(timestamptz, int);
create function due_writes(at timestamptz, most int) returns table (owner_id bigint, account_id bigint, calendar_ids bigint[])
language sql security definer set search_path = public as
$$
  select d.owner_id, d.account_id, array_agg(d.calendar_id order by d.oldest) from (
    select c.owner_id, c.account_id, c.id as calendar_id, min(w.id) as oldest
    from calendar_writes w join calendars c on c.id = w.calendar_id join calendar_accounts a on a.id = c.account_id
    where w.not_before <= at and a.state = 'open' group by c.id) d
  group by d.owner_id, d.account_id order by min(d.oldest) limit most
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

-- Reminders that follow events are looked for once for all events that a statement has changed.
drop trigger mark_anchors on calendar_events;
create or replace function mark_anchors() returns trigger language plpgsql as $$
begin
  update anchors set stale = true
  where event_id in (select c.id from changed c union all select c.series_id from changed c) and not stale;
  update anchors set stale = true where not stale
    and reminder_id in (select r.id from reminders r where r.every and r.owner_id in (select c.owner_id from changed c));
  return null;
end $$;
create trigger mark_anchors_new after insert on calendar_events referencing new table as changed
for each statement execute function mark_anchors();
create trigger mark_anchors_changed after update on calendar_events referencing new table as changed
for each statement execute function mark_anchors();
create trigger mark_anchors_gone after delete on calendar_events referencing old table as changed
for each statement execute function mark_anchors();

-- Drafts from before they knew what is private would lay it open. One that changes nothing else is meant to.
with marked as (
  update drafts d set private = true from calendar_events e
  where e.id = d.event_id and e.owner_id = d.owner_id and d.kind = 'move' and e.private and not d.private
    and (d.state = 'done' or (d.title, d.starts_at, d.ends_at, d.first_day, d.last_day, d.calendar_id, d.place, d.rule, d.notes, d.link)
      is distinct from (e.title, e.starts_at, e.ends_at, e.first_day, e.last_day, e.calendar_id, e.place, e.rule, e.notes, e.link)
      or d.attendees <> e.attendees)
  returning d.id)
update changes h set before = h.before || '{"private": true}', after = h.after || '{"private": true}'
from marked m where h.table_name = 'drafts' and h.row_id = m.id::text;
