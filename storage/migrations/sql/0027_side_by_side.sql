-- People tell things in turns, so that each row of a person came to lie on another page. Which tables that recall reads
-- should be laid in order again, and the index with that order: those of more than a megabyte in which it makes a difference.
create function scattered_tables() returns table (name text, by_owner text)
language sql security definer set search_path = public as
$$
  select c.relname::text, i.indexrelid::regclass::text
  from pg_class c join pg_index i on i.indrelid = c.oid and i.indisprimary
  join pg_stats s on s.schemaname = 'public' and s.tablename = c.relname and s.attname = 'owner_id'
  where c.relnamespace = 'public'::regnamespace and (c.relname ~ '^passages_[0-9]+$' or c.relname = 'codes')
    and c.relpages > 128 and abs(s.correlation) < 0.9
  order by 1
$$;
alter function scattered_tables() owner to jenny_definer;
revoke all on function scattered_tables() from public;
grant execute on function scattered_tables() to jenny_app;
