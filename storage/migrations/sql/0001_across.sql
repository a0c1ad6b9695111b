-- The only ways across the wall. Each is owned by a role that may look behind it, and answers owner and id,
-- so that the work itself is done inside the owner's own transaction. tests/integration lists them.

create function person_by_name(wanted text) returns table (owner_id bigint)
language sql security definer set search_path = public as
$$ select id from people where name = wanted $$;

create function all_people() returns table (owner_id bigint, name text)
language sql security definer set search_path = public as
$$ select id, name from people order by id $$;

create function admit_person(new_name text, new_zone text, owner boolean, at timestamptz) returns table (owner_id bigint)
language sql security definer set search_path = public as
$$
  insert into people (name, zone, is_owner, created_at) values (new_name, new_zone, owner, at)
  on conflict (name) do update set name = excluded.name returning id
$$;

create function identities_of(wanted_door text, accounts bigint[])
returns table (owner_id bigint, id bigint, door text, account_id bigint, state text, paired_at timestamptz)
language sql security definer set search_path = public as
$$ select owner_id, id, door, account_id, state, paired_at from identities where door = wanted_door and account_id = any(accounts) $$;

create function all_identities()
returns table (name text, owner_id bigint, id bigint, door text, account_id bigint, state text, paired_at timestamptz)
language sql security definer set search_path = public as
$$
  select p.name, i.owner_id, i.id, i.door, i.account_id, i.state, i.paired_at
  from identities i join people p on p.id = i.owner_id order by i.id
$$;

-- A revoked account is a stranger, and what waits to be sent there stays here.
create function revoke_identity(wanted bigint)
returns table (owner_id bigint, id bigint, door text, account_id bigint, state text, paired_at timestamptz)
language plpgsql security definer set search_path = public as $$
#variable_conflict use_column
declare gone identities;
begin
  update identities i set state = 'revoked' where i.id = wanted returning i.* into gone;
  if not found then return; end if;
  update outbox o set state = 'failed', error = 'revoked' from conversations c
  where c.id = o.conversation_id and c.owner_id = gone.owner_id and c.door = gone.door
    and c.chat_id = gone.account_id and o.state = 'queued';
  return query select gone.owner_id, gone.id, gone.door, gone.account_id, gone.state, gone.paired_at;
end $$;

create function open_pairings(at timestamptz) returns table (owner_id bigint, pairing_id bigint, link_hash bytea, code_hash bytea)
language sql security definer set search_path = public as
$$ select owner_id, id, link_hash, code_hash from pairings where used_at is null and expires_at > at $$;

-- A wrong code could have been meant for any open pairing, so each of them counts it; `most` tries end it.
create function miss_pairings(at timestamptz, most int) returns void
language sql security definer set search_path = public as
$$
  update pairings set tries = tries + 1, expires_at = case when tries + 1 >= most then at else expires_at end
  where used_at is null and expires_at > at
$$;

create function redeem_pairing(wanted bigint, account bigint, at timestamptz)
returns table (owner_id bigint, id bigint, door text, account_id bigint, state text, paired_at timestamptz)
language sql security definer set search_path = public as
$$
  with used as (
    update pairings set used_at = at where id = wanted and used_at is null and expires_at > at returning owner_id)
  insert into identities (owner_id, door, account_id, paired_at) select owner_id, 'telegram', account, at from used
  on conflict (door, account_id) do update set owner_id = excluded.owner_id, state = 'active', paired_at = excluded.paired_at
  returning owner_id, id, door, account_id, state, paired_at
$$;

-- Keeps a batch of updates, whole or not at all, and answers those that nobody has dealt with yet, also when they
-- were kept before. Telegram may count anew, so a number gives way after 48 hours. Who was revoked is left out.
create function accept_updates(wanted_source text, arrivals jsonb, at timestamptz)
returns table (owner_id bigint, inbox_id bigint, conversation_id bigint, update_id bigint, received_at timestamptz)
language plpgsql security definer set search_path = public as $$
#variable_conflict use_column
declare wanted bigint[];
begin
  select array_agg((a ->> 'update_id')::bigint) into wanted from jsonb_array_elements(arrivals) a;
  update inbox set update_id = null
  where source = wanted_source and update_id = any(wanted) and received_at < at - interval '48 hours';

  update identities set state = 'active'
  where door = 'telegram' and state = 'silent'
    and account_id in (select (a ->> 'account_id')::bigint from jsonb_array_elements(arrivals) a);

  insert into conversations (owner_id, door, chat_id, last_seen_at)
  select distinct i.owner_id, i.door, i.account_id, at
  from jsonb_array_elements(arrivals) a
  join identities i on i.door = 'telegram' and i.account_id = (a ->> 'account_id')::bigint and i.state = 'active'
  order by i.owner_id, i.account_id
  on conflict (owner_id, door, chat_id) do update set last_seen_at = excluded.last_seen_at;

  insert into inbox (owner_id, conversation_id, source, update_id, kind, message_id, body, state, received_at)
  select i.owner_id, c.id, wanted_source, (a ->> 'update_id')::bigint, a ->> 'kind', (a ->> 'message_id')::bigint,
         a -> 'body', a ->> 'state', at
  from jsonb_array_elements(arrivals) with ordinality as listed (a, place)
  join identities i on i.door = 'telegram' and i.account_id = (a ->> 'account_id')::bigint and i.state = 'active'
  join conversations c on c.owner_id = i.owner_id and c.door = i.door and c.chat_id = i.account_id
  order by place
  on conflict (source, update_id) do nothing;

  return query select i.owner_id, i.id, i.conversation_id, i.update_id, i.received_at from inbox i
  where i.source = wanted_source and i.update_id = any(wanted) and i.state = 'new' order by i.id;
end $$;

create function inbox_open(wanted_source text) returns table (owner_id bigint, inbox_id bigint, conversation_id bigint)
language sql security definer set search_path = public as
$$
  select owner_id, id, conversation_id from inbox
  where source = wanted_source and state in ('new', 'deferred', 'waiting') order by id
$$;

create function due_occurrences(at timestamptz, terminal_only boolean, most int)
returns table (owner_id bigint, occurrence_id bigint, due_at timestamptz)
language sql security definer set search_path = public as
$$
  select o.owner_id, o.id, o.due_at from occurrences o
  where o.state = 'scheduled' and o.due_at <= at
    and not (terminal_only and exists (
      select from identities i where i.owner_id = o.owner_id and i.door <> 'terminal' and i.state = 'active'))
  order by o.due_at, o.id limit most
$$;

create function due_instants(after timestamptz, until timestamptz, terminal_only boolean) returns table (due_at timestamptz)
language sql security definer set search_path = public as
$$
  select distinct o.due_at from occurrences o
  where o.state = 'scheduled' and o.due_at > after and o.due_at <= until
    and not (terminal_only and exists (
      select from identities i where i.owner_id = o.owner_id and i.door <> 'terminal' and i.state = 'active'))
  order by 1
$$;

-- Toasts first, then replies, then pushes, each in the order in which it was put. A row that waits holds back those
-- behind it in its conversation; toasts wait for nobody, and replies not for pushes. A row from the future tells
-- that the clock was set back since: then its instants mean nothing, and it does not wait.
create function outbox_ready(at timestamptz, wanted_door text, most int)
returns table (owner_id bigint, outbox_id bigint, conversation_id bigint, kind text)
language sql security definer set search_path = public as
$$
  select o.owner_id, o.id, o.conversation_id, o.kind from outbox o join conversations c on c.id = o.conversation_id
  where o.state in ('queued', 'sending') and c.door = wanted_door
    and (o.not_before <= at or o.created_at > at + interval '1 minute')
    and (o.kind = 'toast' or not exists (
      select from outbox e
      where e.conversation_id = o.conversation_id and e.id < o.id and e.kind <> 'toast'
        and (e.kind = 'push') = (o.kind = 'push') and e.state in ('queued', 'sending')
        and e.not_before > at and e.created_at <= at + interval '1 minute'))
  order by case o.kind when 'toast' then 0 when 'push' then 2 else 1 end, o.id limit most
$$;

create function outbox_recover(at timestamptz, wanted_door text) returns bigint
language sql security definer set search_path = public as
$$
  with left_behind as (
    update outbox o set not_before = at from conversations c
    where c.id = o.conversation_id and c.door = wanted_door and o.state = 'sending' and o.not_before > at
    returning o.id)
  select count(*) from left_behind
$$;

create function graph_pending(most int) returns table (owner_id bigint, queue_id bigint)
language sql security definer set search_path = public as
$$ select owner_id, id from graph_queue order by id limit most $$;

create function vectors_pending() returns table (owner_id bigint)
language sql security definer set search_path = public as
$$ select distinct owner_id from episodes where embedding is null $$;

-- Counts for the operator: no text, no ids.
create function backlog() returns table (what text, rows bigint)
language sql security definer set search_path = public as
$$
  select 'inbox', count(*) from inbox where state in ('new', 'deferred', 'waiting')
  union all select 'set_aside', count(*) from inbox where state = 'set_aside'
  union all select 'outbox', count(*) from outbox where state in ('queued', 'sending')
  union all select 'undelivered', count(*) from outbox where state = 'failed' and told_at is null
  union all select 'graph', count(*) from graph_queue
  union all select 'scheduled', count(*) from occurrences where state = 'scheduled'
$$;

-- Bodies go after 14 days, the log of interactions and the images of changes after 400.
create function retire(at timestamptz) returns table (what text, rows bigint)
language plpgsql security definer set search_path = public as $$
declare n bigint;
begin
  update inbox set body = null where body is not null and received_at < at - interval '14 days' and state in ('done', 'set_aside');
  get diagnostics n = row_count; what := 'inbox'; rows := n; return next;
  update outbox set body = null where body is not null and created_at < at - interval '14 days' and state in ('sent', 'failed');
  get diagnostics n = row_count; what := 'outbox'; rows := n; return next;
  update inbox set update_id = null where update_id is not null and received_at < at - interval '48 hours';
  delete from interactions where interactions.at < retire.at - interval '400 days';
  get diagnostics n = row_count; what := 'interactions'; rows := n; return next;
  delete from changes where changes.at < retire.at - interval '400 days';
  get diagnostics n = row_count; what := 'changes'; rows := n; return next;
  delete from pairings where expires_at < retire.at - interval '1 day';
end $$;

do $$
declare f regprocedure;
begin
  for f in select p.oid::regprocedure from pg_proc p
           where p.pronamespace = 'public'::regnamespace and p.prosecdef loop
    execute format('alter function %s owner to jenny_definer', f);
    execute format('revoke all on function %s from public', f);
    execute format('grant execute on function %s to jenny_app', f);
  end loop;
end $$;
