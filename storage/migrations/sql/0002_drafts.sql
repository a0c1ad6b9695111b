-- An event as it is proposed, until a tap decides. event_id names the event that is to change, and once a new one is
-- created, that; it refers to nothing, because the draft outlives what came of it.
create table drafts (
  id            bigint generated always as identity primary key,
  owner_id      bigint not null references people on delete cascade,
  kind          text not null check (kind in ('create', 'move')),
  event_id      bigint,
  title         text not null,
  starts_at     timestamptz,
  ends_at       timestamptz,
  first_day     date,
  last_day      date,
  zone          text not null,
  place         text,
  state         text not null default 'open' check (state in ('open', 'done', 'dropped', 'replaced')),
  inbox_id      bigint,
  created_at    timestamptz not null
);
create index drafts_owner on drafts (owner_id);

alter table drafts enable row level security;
alter table drafts force row level security;
create policy owner_wall on drafts using (owner_id = nullif(current_setting('app.owner', true), '')::bigint);
grant select, insert, update, delete on drafts to jenny_app, jenny_definer;
grant usage on sequence drafts_id_seq to jenny_app, jenny_definer;

-- Taking back what a draft led to opens it again.
create trigger record_change after update on drafts for each row
when (old.state = 'open' and new.state = 'done') execute function record_change();

alter table people add column ask_first boolean not null default true;

-- As before, and drafts go after 14 days.
create or replace function retire(at timestamptz) returns table (what text, rows bigint)
language plpgsql security definer set search_path = public as $$
declare n bigint;
begin
  update inbox set body = null where body is not null and received_at < at - interval '14 days' and state in ('done', 'set_aside');
  get diagnostics n = row_count; what := 'inbox'; rows := n; return next;
  update outbox set body = null where body is not null and created_at < at - interval '14 days' and state in ('sent', 'failed');
  get diagnostics n = row_count; what := 'outbox'; rows := n; return next;
  update inbox set update_id = null where update_id is not null and received_at < at - interval '48 hours';
  delete from drafts where created_at < at - interval '14 days';
  get diagnostics n = row_count; what := 'drafts'; rows := n; return next;
  -- What came of a draft can still be taken back without it.
  delete from changes c where c.table_name = 'drafts' and not exists (select from drafts d where d.id::text = c.row_id);
  delete from interactions where interactions.at < retire.at - interval '400 days';
  get diagnostics n = row_count; what := 'interactions'; rows := n; return next;
  delete from changes where changes.at < retire.at - interval '400 days';
  get diagnostics n = row_count; what := 'changes'; rows := n; return next;
  delete from pairings where expires_at < retire.at - interval '1 day';
end $$;
