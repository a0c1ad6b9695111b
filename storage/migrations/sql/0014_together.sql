-- What is made of a text went with it row by row, in 16 partitions each, and every posting asked whether its passage is there.
-- Passages, postings and codes are written by lay_out alone, so they go in one statement for all rows that went.
alter table passages drop constraint passages_memory_id_fkey, drop constraint passages_episode_id_fkey;
alter table postings drop constraint postings_owner_id_passage_id_fkey;
alter table codes drop constraint codes_owner_id_passage_id_fkey;

-- Planned each time: how many rows went decides how.
create function take_along() returns trigger language plpgsql as $$
begin
  case tg_table_name
    when 'memories' then
      execute 'delete from passages p using gone where p.owner_id = gone.owner_id and p.memory_id = gone.id';
    when 'episodes' then
      execute 'delete from passages p using gone where p.owner_id = gone.owner_id and p.episode_id = gone.id';
    else
      execute 'delete from postings p using gone where p.owner_id = gone.owner_id and p.passage_id = gone.id';
      execute 'delete from codes p using gone where p.owner_id = gone.owner_id and p.passage_id = gone.id';
  end case;
  return null;
end $$;
create trigger take_along after delete on memories referencing old table as gone for each statement
execute function take_along();
create trigger take_along after delete on episodes referencing old table as gone for each statement
execute function take_along();
create trigger take_along after delete on passages referencing old table as gone for each statement
execute function take_along();
