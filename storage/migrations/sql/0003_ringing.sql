-- One trip at a time: another zone, from when until when (open without an end).
alter table people
  add column trip_zone      text,
  add column trip_starts_at timestamptz,
  add column trip_ends_at   timestamptz,
  add column quiet_from     time,
  add column quiet_until    time,
  add column late           text not null default 'deliver' check (late in ('deliver', 'skip', 'ask')),
  add column late_after     interval not null default '0',
  add check ((trip_zone is null) = (trip_starts_at is null)),
  add check ((quiet_from is null) = (quiet_until is null));

alter table reminders
  add column nag        interval,
  add column nag_most   int not null default 20,
  add column late       text check (late in ('deliver', 'skip', 'ask')),
  add column late_after interval,
  add column urgent     boolean not null default false;

alter table occurrences
  add column collapsed  int not null default 0,
  add column outbox_id  bigint,
  add column settled_at timestamptz;
create index occurrences_parent on occurrences (parent_id) where parent_id is not null;
create index occurrences_outbox on occurrences (outbox_id) where outbox_id is not null;

-- Of a person, what they set themselves.
drop trigger record_change on people;
create trigger record_change after update on people for each row
when ((old.zone, old.trip_zone, old.trip_starts_at, old.trip_ends_at, old.quiet_from, old.quiet_until, old.late, old.late_after,
       old.ask_first, old.language, old.morning, old.lunch, old.afternoon, old.evening, old.night) is distinct from
      (new.zone, new.trip_zone, new.trip_starts_at, new.trip_ends_at, new.quiet_from, new.quiet_until, new.late, new.late_after,
       new.ask_first, new.language, new.morning, new.lunch, new.afternoon, new.evening, new.night))
execute function record_change();
