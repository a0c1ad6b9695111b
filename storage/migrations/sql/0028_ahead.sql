-- Whoever looks for one ringing, or for those of one person, must not be led through those of everybody: that is how it was
-- planned when hardly any were ahead at the last analysis and very many have come since. An index is only for who names
-- what it is of. "parent_id is distinct from 0" is always true, and said by those alone who ask across people; a time is
-- named by those who ask for what is ahead.
drop index occurrences_due;
create index occurrences_due on occurrences (due_at) where state = 'scheduled' and parent_id is distinct from 0;
create index occurrences_ahead on occurrences (owner_id, due_at) where state = 'scheduled' and due_at is not null;

create or replace function due_occurrences(at timestamptz, terminal_only boolean, most int)
returns table (owner_id bigint, occurrence_id bigint, due_at timestamptz)
language sql security definer set search_path = public as
$$
  select o.owner_id, o.id, o.due_at from occurrences o
  where o.state = 'scheduled' and o.parent_id is distinct from 0 and o.due_at <= at
    and not (terminal_only and exists (
      select from identities i where i.owner_id = o.owner_id and i.door <> 'terminal' and i.state = 'active'))
  order by o.due_at, o.id limit most
$$;
create or replace function due_instants(after timestamptz, until timestamptz, terminal_only boolean, most int)
returns table (due_at timestamptz)
language sql security definer set search_path = public as
$$
  select distinct o.due_at from occurrences o
  where o.state = 'scheduled' and o.parent_id is distinct from 0 and o.due_at > after and o.due_at <= until
    and not (terminal_only and exists (
      select from identities i where i.owner_id = o.owner_id and i.door <> 'terminal' and i.state = 'active'))
  order by 1 limit most
$$;
