-- The name of who has invited the person, beside the address; and drafts of events that are private.
alter table calendar_events add column organizer_name text not null default '';
alter table drafts add column private boolean not null default false;
-- What was changed before can be taken back as ever: its images get the columns that are new.
update changes set before = before || '{"organizer_name": ""}', after = after || '{"organizer_name": ""}'
where table_name = 'calendar_events';
update changes set before = before || '{"private": false}', after = after || '{"private": false}'
where table_name = 'drafts';
