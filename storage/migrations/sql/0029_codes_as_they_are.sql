-- A code with a short head is copied before it is compared, and there may be a hundred thousand of them.
alter table codes alter column code set storage plain;
update codes set code = code & code;
