-- An insert gives a short head to whatever is short, although the column is plain (0029), and a copy keeps it; what a trigger has
-- put together anew has none. Some databases have the trigger from a 0029 that held it, too.
create or replace function whole_code() returns trigger language plpgsql as $$
begin
  new.code := new.code & new.code;
  return new;
end $$;
create or replace trigger whole_code before insert or update on codes for each row execute function whole_code();
alter table codes enable always trigger whole_code;
update codes set code = code;
