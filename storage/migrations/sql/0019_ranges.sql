-- A question for consent is kept under its own `state`, and goes by itself when it is too late to answer it.
alter table secrets add column until timestamptz;
delete from secrets where starts_with(name, 'consent:');

create function retire_consents(at timestamptz) returns bigint
language plpgsql security definer set search_path = public as $$
declare n bigint;
begin
  delete from secrets where until < at;
  get diagnostics n = row_count;
  return n;
end $$;
alter function retire_consents(timestamptz) owner to jenny_definer;
revoke all on function retire_consents(timestamptz) from public;
grant execute on function retire_consents(timestamptz) to jenny_app;

-- What is so long that it touches days long after the one on which it begins: days are read by ranges of starts and these few.
create index calendar_events_long on calendar_events (owner_id, ends_at)
  where rule is null and ends_at - starts_at > interval '24 hours';
create index calendar_events_long_days on calendar_events (owner_id, last_day) where rule is null and last_day - first_day > 31;
create index occasions_long on occasions (owner_id, ends_at) where ends_at - starts_at > interval '24 hours';
create index occasions_long_days on occasions (owner_id, last_day) where last_day - first_day > 31;
