-- The draft that this one was made of: taking back the words in between opens that one again.
alter table drafts add column replaces bigint;
