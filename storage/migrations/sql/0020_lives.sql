-- `title`: what a reminder before every event of a name goes by, whichever of them is the next. Until it rings again it is that of its event.
alter table anchors add column title text;

-- `lives`: how many processes have taken this up after one that ended over it.
alter table inbox add column lives int not null default 0;
drop function inbox_open(text);
create function inbox_open(wanted_source text) returns table (owner_id bigint, inbox_id bigint, conversation_id bigint, lives int)
language sql security definer set search_path = public as
$$
  select owner_id, id, conversation_id, lives from inbox
  where source = wanted_source and state in ('new', 'deferred', 'waiting') order by id
$$;
alter function inbox_open(text) owner to jenny_definer;
revoke all on function inbox_open(text) from public;
grant execute on function inbox_open(text) to jenny_app;
