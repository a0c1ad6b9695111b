-- A code with a short head is copied before it is compared, and there may be a hundred thousand of them. An insert gives a short
-- head to whatever is short, although the column is plain, and a copy keeps it; what a trigger has put together anew has none.
alter table codes alter column code set storage plain;
create function whole_code() returns trigger language plpgsql as $$
begin
  new.code := new.code & new.code;
  return new;
end $$;
create trigger whole_code before insert or update on codes for each row execute function whole_code();
alter table codes enable always trigger whole_code;
update codes set code = code;
