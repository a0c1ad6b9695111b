-- Every table that belongs to somebody has owner_id and stands behind the wall of 0001_walls.sql.
create extension if not exists vector;

create table people (
  id            bigint generated always as identity primary key,
  owner_id      bigint generated always as (id) stored,
  name          text not null unique check (name ~ '^[[:alnum:]]{1,40}$'),
  is_owner      boolean not null default false,
  zone          text not null,
  language      text not null default 'en',
  morning       time not null default '09:00',
  lunch         time not null default '12:30',
  afternoon     time not null default '15:00',
  evening       time not null default '19:00',
  night         time not null default '20:00',
  introduced    boolean not null default false,
  private       boolean not null default false,
  created_at    timestamptz not null
);
create unique index people_one_owner on people (is_owner) where is_owner;

create table identities (
  id            bigint generated always as identity primary key,
  owner_id      bigint not null references people on delete cascade,
  door          text not null check (door in ('telegram', 'terminal')),
  account_id    bigint not null,
  state         text not null default 'active' check (state in ('active', 'silent', 'revoked')),
  paired_at     timestamptz not null,
  unique (door, account_id)
);
create index identities_owner on identities (owner_id);

-- A one-time way in for one account. Codes and links are kept as hashes only.
create table pairings (
  id            bigint generated always as identity primary key,
  owner_id      bigint not null references people on delete cascade,
  link_hash     bytea not null unique,
  code_hash     bytea not null,
  expires_at    timestamptz not null,
  tries         int not null default 0,
  used_at       timestamptz
);
create index pairings_owner on pairings (owner_id);

create table conversations (
  id            bigint generated always as identity primary key,
  owner_id      bigint not null references people on delete cascade,
  door          text not null check (door in ('telegram', 'terminal')),
  chat_id       bigint not null,
  focus         jsonb not null default '{}',
  last_seen_at  timestamptz,
  unique (owner_id, door, chat_id)
);

-- source: 'telegram:<bot id>' or 'terminal'. update_id is emptied after 48 hours, because Telegram may count anew.
create table inbox (
  id              bigint generated always as identity primary key,
  owner_id        bigint not null references people on delete cascade,
  conversation_id bigint not null references conversations on delete cascade,
  source          text not null,
  update_id       bigint,
  kind            text not null check (kind in ('text', 'press', 'edit', 'unsupported')),
  message_id      bigint,
  body            jsonb,
  state           text not null default 'new' check (state in ('new', 'deferred', 'waiting', 'done', 'set_aside')),
  received_at     timestamptz not null,
  done_at         timestamptz,
  unique (source, update_id)
);
create index inbox_open on inbox (source, id) where state in ('new', 'deferred', 'waiting');
create index inbox_message on inbox (conversation_id, message_id);

create table episodes (
  id              bigint generated always as identity primary key,
  owner_id        bigint not null references people on delete cascade,
  inbox_id        bigint references inbox on delete set null,
  text            text not null,
  speaker         text,
  origin          text not null check (origin in ('chat', 'forward', 'import')),
  session         text,
  ref             text,
  said_at         timestamptz not null,
  embedding       halfvec(384),
  words           tsvector generated always as (to_tsvector('english', coalesce(speaker || ': ', '') || text)) stored,
  unique (owner_id, ref),
  unique (inbox_id)
);
alter table episodes alter column embedding set storage plain;
create index episodes_owner on episodes (owner_id, said_at);
create index episodes_without_vector on episodes (owner_id) where embedding is null;
create index episodes_words on episodes using gin (words);

create table reminders (
  id            bigint generated always as identity primary key,
  owner_id      bigint not null references people on delete cascade,
  text          text not null,
  wall          timestamp not null,
  zone          text not null,
  floating      boolean not null default true,
  rule          text,
  state         text not null default 'active' check (state in ('active', 'done', 'cancelled')),
  inbox_id      bigint,
  created_at    timestamptz not null
);
create index reminders_owner on reminders (owner_id, state);

create table occurrences (
  id            bigint generated always as identity primary key,
  owner_id      bigint not null references people on delete cascade,
  reminder_id   bigint not null references reminders on delete cascade,
  parent_id     bigint references occurrences on delete cascade,
  due_at        timestamptz not null,
  state         text not null default 'scheduled' check
                (state in ('scheduled', 'claimed', 'sent', 'done', 'snoozed', 'missed', 'skipped', 'cancelled')),
  message_id    bigint,
  sent_at       timestamptz
);
create unique index occurrences_series on occurrences (reminder_id, due_at) where parent_id is null;
create index occurrences_due on occurrences (due_at) where state = 'scheduled';
create index occurrences_owner on occurrences (owner_id, reminder_id);

create table outbox (
  id              bigint generated always as identity primary key,
  owner_id        bigint not null references people on delete cascade,
  conversation_id bigint not null references conversations on delete cascade,
  key             text not null unique,
  kind            text not null check (kind in ('reply', 'push', 'edit', 'toast')),
  body            jsonb,
  inbox_id        bigint references inbox on delete set null,
  occurrence_id   bigint references occurrences on delete set null,
  target_id       bigint references outbox on delete set null,
  callback_id     text,
  state           text not null default 'queued' check (state in ('queued', 'sending', 'sent', 'failed')),
  attempts        int not null default 0,
  parts_sent      int not null default 0,
  not_before      timestamptz not null,
  created_at      timestamptz not null,
  sent_at         timestamptz,
  message_id      bigint,
  error           text,
  told_at         timestamptz
);
create index outbox_open on outbox (not_before, id) where state in ('queued', 'sending');
create index outbox_waiting on outbox (conversation_id, id) where state in ('queued', 'sending');
create index outbox_conversation on outbox (conversation_id, id);
create index outbox_owner on outbox (owner_id);
create index outbox_target on outbox (target_id) where target_id is not null;

create table lists (
  id            bigint generated always as identity primary key,
  owner_id      bigint not null references people on delete cascade,
  name          text not null,
  unique (owner_id, name)
);

create table tasks (
  id            bigint generated always as identity primary key,
  owner_id      bigint not null references people on delete cascade,
  list_id       bigint not null references lists on delete cascade,
  title         text not null,
  due_date      date,
  due_at        timestamptz,
  priority      smallint,
  state         text not null default 'open' check (state in ('open', 'done')),
  inbox_id      bigint,
  created_at    timestamptz not null,
  completed_at  timestamptz
);
create index tasks_owner on tasks (owner_id, state);

create table calendar_events (
  id            bigint generated always as identity primary key,
  owner_id      bigint not null references people on delete cascade,
  title         text not null,
  starts_at     timestamptz,
  ends_at       timestamptz,
  first_day     date,
  last_day      date,
  zone          text not null,
  place         text,
  inbox_id      bigint,
  created_at    timestamptz not null,
  check ((starts_at is null) <> (first_day is null))
);
create index calendar_events_owner on calendar_events (owner_id, starts_at);

-- The table under Mem0. key makes a write repeatable: message and number.
create table memories (
  id            uuid primary key,
  owner_id      bigint not null references people on delete cascade,
  text          text not null,
  payload       jsonb not null,
  key           text,
  inbox_id      bigint,
  embedding     halfvec(384) not null,
  words         tsvector generated always as (to_tsvector('english', text)) stored,
  said_at       timestamptz not null,
  updated_at    timestamptz,
  unique (owner_id, key)
);
alter table memories alter column embedding set storage plain;
create index memories_owner on memories (owner_id);
create index memories_words on memories using gin (words);

create table memory_history (
  id            bigint generated always as identity primary key,
  owner_id      bigint not null references people on delete cascade,
  memory_id     uuid not null,
  event         text not null,
  old_text      text,
  new_text      text,
  created_at    timestamptz not null
);
create index memory_history_memory on memory_history (owner_id, memory_id);

-- What was forgotten must not be learned again from the same message.
create table tombstones (
  id            bigint generated always as identity primary key,
  owner_id      bigint not null references people on delete cascade,
  key           text not null,
  at            timestamptz not null,
  unique (owner_id, key)
);

create table entities (
  id            bigint generated always as identity primary key,
  owner_id      bigint not null references people on delete cascade,
  name          text not null,
  kind          text not null default 'thing' check (kind in ('me', 'person', 'place', 'thing'))
);
create unique index entities_name on entities (owner_id, lower(name));

create table relations (
  id            bigint generated always as identity primary key,
  owner_id      bigint not null references people on delete cascade,
  subject_id    bigint not null references entities on delete cascade,
  predicate     text not null check (predicate ~ '^[A-Z][A-Z_]*$'),
  object_id     bigint not null references entities on delete cascade,
  valid_from    timestamptz,
  valid_to      timestamptz,
  recorded_at   timestamptz not null,
  episode_id    bigint references episodes on delete set null,
  memory_id     uuid
);
create index relations_subject on relations (owner_id, subject_id);
create index relations_object on relations (owner_id, object_id);
create unique index relations_current on relations (subject_id, predicate, object_id) where valid_to is null;

create table interactions (
  id            bigint generated always as identity primary key,
  owner_id      bigint not null references people on delete cascade,
  kind          text not null check (kind in ('ASKED', 'SET_REMINDER', 'HAS_EVENT', 'INTERACTED_WITH', 'CHECKED_CALENDAR')),
  agent         text not null,
  target        text,
  inbox_id      bigint,
  at            timestamptz not null
);
create index interactions_owner on interactions (owner_id, at);

-- What Neo4j has still to be told: written by triggers in the transaction of the change itself.
create table graph_queue (
  id            bigint generated always as identity primary key,
  owner_id      bigint not null references people on delete cascade,
  table_name    text not null,
  row_id        bigint not null
);
create index graph_queue_owner on graph_queue (owner_id, id);
-- Counts how often the queue was thrown away because there was no Neo4j: one that comes back later must be told everything.
create sequence graph_drops;

create table changes (
  id            bigint generated always as identity primary key,
  owner_id      bigint not null references people on delete cascade,
  cause_id      bigint,
  at            timestamptz not null,
  table_name    text not null,
  row_id        text not null,
  before        jsonb,
  after         jsonb,
  undone_at     timestamptz
);
create index changes_cause on changes (owner_id, cause_id);
create index changes_row on changes (owner_id, table_name, row_id);

-- Tokens of other services, encrypted by the key ring before they get here.
create table secrets (
  id            bigint generated always as identity primary key,
  owner_id      bigint not null references people on delete cascade,
  name          text not null,
  ciphertext    bytea not null,
  unique (owner_id, name)
);
