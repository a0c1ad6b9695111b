-- An exception waits until its series is written. Until then its account has nothing to write: it was told all the same, and
-- looked at again and again, and its calendars were not read meanwhile.
create or replace function due_writes(at timestamptz, most int) returns table (owner_id bigint, account_id bigint, calendar_ids bigint[])
language sql security definer set search_path = public as
$$
  select d.owner_id, d.account_id, array_agg(d.calendar_id order by d.oldest) from (
    select c.owner_id, c.account_id, c.id as calendar_id, min(w.id) as oldest
    from calendar_writes w join calendars c on c.id = w.calendar_id join calendar_accounts a on a.id = c.account_id
    where w.not_before <= at and a.state = 'open'
      and not exists (select from calendar_writes s where s.event_id = w.series_id)
    group by c.id) d
  group by d.owner_id, d.account_id order by min(d.oldest) limit most
$$;
