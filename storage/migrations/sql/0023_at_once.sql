-- Many texts are laid out in one statement: an import brings hundreds at a time.
create type laid_text as (
  owner_id bigint, memory_id uuid, episode_id bigint, text text, said_at timestamptz, speaker text, session text
);
create function lay_out(told laid_text[]) returns void language sql as $$
  with cut as materialized (
    select t.*, p.starts, p.length, substr(t.text, p.starts, p.length) as piece
    from unnest(told) with ordinality t(owner_id, memory_id, episode_id, text, said_at, speaker, session, place)
    cross join lateral pieces(t.text) p
  ), laid as materialized (
    select cut.*, nextval('passages_id_seq')::int as id, term_of(session) as talk, to_tsvector('english', piece) as words,
      (select array_agg(term_of('speaker:' || lexeme)) from unnest(to_tsvector('english', speaker))) as who
    from (select * from cut order by place, starts) cut
  ), inserted as (
    insert into passages (owner_id, id, memory_id, episode_id, starts, length, prior_id, session, said_at, size, asks, dated,
      speaker)
    overriding system value
    select owner_id, id, memory_id, episode_id, starts, length,
      -- What was said just before, in the same conversation.
      case when starts = 1 then case when lag(id) over before is null
        then (select prior.id from (
            select p.id, p.session from passages p where p.owner_id = laid.owner_id order by p.id desc limit 1
          ) prior where prior.session = laid.talk)
        else case when lag(talk) over before = talk then lag(id) over before end end end,
      talk, said_at, length(words), piece ~ '[?]\s*$',
      words @@ to_tsquery('english', 'yesterday | today | tonight | tomorrow | last | next | ago | week | weekend | month'
        ' | year | monday | tuesday | wednesday | thursday | friday | saturday | sunday | january | february | march'
        ' | april | may | june | july | august | september | october | november | december'),
      who
    from laid window before as (partition by owner_id order by id)
    order by id
  )
  insert into postings (owner_id, term, passage_id)
  select owner_id, term_of(lexeme), id from laid cross join unnest(words)
  union all select owner_id, term, id from laid cross join unnest(who) term
$$;
grant usage on sequence passages_id_seq to jenny_app, jenny_definer;

create or replace function lay_out_memory() returns trigger language plpgsql as $$
begin
  if tg_op = 'UPDATE' then
    delete from passages where owner_id = old.owner_id and memory_id = old.id;
  end if;
  perform lay_out(array[row(new.owner_id, new.id, null, new.text, new.said_at, null, null)::laid_text]);
  return null;
end $$;
create or replace function lay_out_episode() returns trigger language plpgsql as $$
begin
  delete from passages where owner_id = new.owner_id and episode_id = new.id;
  if not (new.origin = 'chat' and new.text ~ '[?]\s*$') then
    perform lay_out(array[row(new.owner_id, null, new.id, new.text, new.said_at, new.speaker, new.session)::laid_text]);
  end if;
  return null;
end $$;
create function lay_out_episodes() returns trigger language plpgsql as $$
declare portion laid_text[];
begin
  for portion in
    select array_agg(row(owner_id, null, id, text, said_at, speaker, session)::laid_text order by id) from (
      select *, row_number() over (order by id) as place from told where not (origin = 'chat' and text ~ '[?]\s*$')
    ) numbered group by (place - 1) / 1000 order by (place - 1) / 1000
  loop
    perform lay_out(portion);
  end loop;
  return null;
end $$;
drop trigger lay_out on episodes;
create trigger lay_out after insert on episodes referencing new table as told for each statement
execute function lay_out_episodes();
drop function lay_out(bigint, uuid, bigint, text, timestamptz, text, text);

-- Those without a vector are found without passing over those that have one.
create index passages_waiting on passages (owner_id, id) where model is null;

-- While everything of a person goes, it goes table by table: nothing takes anything along, no images are made of what
-- goes, and the graph is told once.
create function app_forgetting() returns boolean language sql stable as
$$ select coalesce(current_setting('app.forgetting', true), '') = 'everything' $$;
drop trigger record_change on relations;
create trigger record_change after insert or update or delete on relations for each row when (not app_forgetting())
execute function record_change();
drop trigger record_change on proofs;
create trigger record_change after insert or update or delete on proofs for each row when (not app_forgetting())
execute function record_change();
do $$
declare t text;
begin
  foreach t in array array['relations', 'entities', 'interactions'] loop
    execute format('drop trigger queue_projection on %I', t);
    execute format('create trigger queue_projection after insert or delete %s on %I for each row when (not app_forgetting())
                    execute function queue_projection()', case when t <> 'interactions' then 'or update' end, t);
  end loop;
end $$;

-- Names that have lost their last relation go in one statement, however many relations went.
create or replace function drop_lonely_entities() returns trigger language plpgsql as $$
begin
  execute 'delete from entities e using (
      select owner_id, subject_id as id from gone union select owner_id, object_id from gone
    ) left_over
    where e.owner_id = left_over.owner_id and e.id = left_over.id
      and not exists (select from relations r where r.subject_id = e.id and r.owner_id = e.owner_id)
      and not exists (select from relations r where r.object_id = e.id and r.owner_id = e.owner_id)';
  return null;
end $$;
drop trigger drop_lonely_entities on relations;
create trigger drop_lonely_entities after delete on relations referencing old table as gone for each statement
when (not app_forgetting()) execute function drop_lonely_entities();

-- A name that goes looks for its relations by itself alone. Without an index that read everybody's.
drop index relations_subject, relations_object;
create index relations_subject on relations (subject_id, owner_id);
create index relations_object on relations (object_id, owner_id);
create index relations_owner on relations (owner_id, id);
create index relations_episode on relations (episode_id) where episode_id is not null;

-- What refers to a message or a fact goes, or lets go of it, in one statement for all that went. Whoever adds such a row
-- holds the message and the fact until the transaction ends.
alter table relations drop constraint relations_episode_id_fkey;
alter table lessons drop constraint lessons_episode_id_fkey;
alter table proofs drop constraint proofs_memory_id_fkey, drop constraint proofs_episode_id_fkey;
create or replace function take_along() returns trigger language plpgsql as $$
begin
  case tg_table_name
    when 'memories' then
      execute 'delete from passages p using gone where p.owner_id = gone.owner_id and p.memory_id = gone.id';
      execute 'delete from memory_history h using gone where h.owner_id = gone.owner_id and h.memory_id = gone.id';
      execute 'delete from changes c using gone where c.owner_id = gone.owner_id and c.table_name = ''memories'''
        ' and c.row_id = gone.id::text';
      execute 'delete from proofs p using gone where p.owner_id = gone.owner_id and p.memory_id = gone.id';
    when 'episodes' then
      execute 'delete from passages p using gone where p.owner_id = gone.owner_id and p.episode_id = gone.id';
      execute 'delete from lessons l using gone where l.owner_id = gone.owner_id and l.episode_id = gone.id';
      execute 'delete from proofs p using gone where p.owner_id = gone.owner_id and p.episode_id = gone.id';
      execute 'update relations r set episode_id = null from gone where r.owner_id = gone.owner_id and r.episode_id = gone.id';
    else
      execute 'delete from postings p using gone where p.owner_id = gone.owner_id and p.passage_id = gone.id';
      execute 'delete from codes p using gone where p.owner_id = gone.owner_id and p.passage_id = gone.id';
  end case;
  return null;
end $$;
do $$
declare t text;
begin
  foreach t in array array['memories', 'episodes', 'passages'] loop
    execute format('drop trigger take_along on %I', t);
    execute format('create trigger take_along after delete on %I referencing old table as gone for each statement
                    when (not app_forgetting()) execute function take_along()', t);
  end loop;
end $$;

-- What came in of one person, and the newest of it, without reading everybody's.
create index inbox_owner on inbox (owner_id, id);
