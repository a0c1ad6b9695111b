-- A message that is new has no passages yet. Looking for them read all those of its person.
create or replace function lay_out_episode() returns trigger language plpgsql as $$
begin
  if tg_op = 'UPDATE' then
    delete from passages where owner_id = new.owner_id and episode_id = new.id;
  end if;
  if not (new.origin = 'chat' and new.text ~ '[?]\s*$') then
    perform lay_out(new.owner_id, null, new.id, new.text, new.said_at, new.speaker, new.session);
  end if;
  return null;
end $$;
