-- The alarms of a day are asked for piece by piece, so that those which are near never wait for all of them.
drop function due_instants(timestamptz, timestamptz, boolean);
create function due_instants(after timestamptz, until timestamptz, terminal_only boolean, most int)
returns table (due_at timestamptz)
language sql security definer set search_path = public as
$$
  select distinct o.due_at from occurrences o
  where o.state = 'scheduled' and o.due_at > after and o.due_at <= until
    and not (terminal_only and exists (
      select from identities i where i.owner_id = o.owner_id and i.door <> 'terminal' and i.state = 'active'))
  order by 1 limit most
$$;
alter function due_instants(timestamptz, timestamptz, boolean, int) owner to jenny_definer;
revoke all on function due_instants(timestamptz, timestamptz, boolean, int) from public;
grant execute on function due_instants(timestamptz, timestamptz, boolean, int) to jenny_app;
