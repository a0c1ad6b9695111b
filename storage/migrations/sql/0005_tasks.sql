-- What belongs to a task beside its title: words, marks, and how it comes back when it is done.
alter table tasks
  add column notes       text not null default '',
  add column tags        text[] not null default '{}',
  add column rule        text,
  add column after_done  boolean not null default false,
  add column follows_id  bigint,
  add column reminder_id bigint;
create index tasks_follows on tasks (follows_id) where follows_id is not null;
create index tasks_done on tasks (owner_id, completed_at) where state = 'done';
