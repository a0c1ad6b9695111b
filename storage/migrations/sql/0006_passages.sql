-- What recall looks at, apart from the texts themselves. A passage is a piece of a fact or of a message, at most a
-- thousand characters long, which is what a vector can tell apart. All of it is made from the texts and goes with them.

-- A word as the postings keep it: no text, so that nothing has to be scrubbed from them, and short.
create function term_of(word text) returns int language sql immutable parallel safe as
$$ select ('x' || left(md5(word), 8))::bit(32)::int $$;

-- Where the pieces of a text begin, and how long they are; cut at white space where there is some.
create function pieces(whole text) returns table (starts int, length int) language plpgsql immutable as $$
declare
  rest int := char_length(whole);
begin
  starts := 1;
  while rest > 1000 loop
    length := char_length(regexp_replace(substr(whole, starts, 1000), '\s\S*$', ''));
    length := case when length = 0 then 1000 else length end;
    return next;
    starts := starts + length;
    rest := rest - length;
  end loop;
  length := rest;
  return next;
end $$;

-- Vectors of a person lie together, for all of them are compared: hence the partitions. `model` names what made the
-- vector; `size` is in different words, `speaker` the terms of who said it, `prior_id` what was said just before in the
-- same conversation (`session`).
create table passages (
  owner_id      bigint not null references people on delete cascade,
  said_at       timestamptz not null,
  id            int generated always as identity,
  model         text,
  embedding     halfvec(384),
  episode_id    bigint references episodes on delete cascade,
  starts        int not null,
  length        int not null,
  prior_id      int,
  session       int,
  size          smallint not null,
  asks          boolean not null,
  dated         boolean not null,
  memory_id     uuid references memories on delete cascade,
  speaker       int[],
  primary key (owner_id, id),
  check ((memory_id is null) <> (episode_id is null))
) partition by hash (owner_id);
do $$
begin
  for n in 0..15 loop
    execute format('create table passages_%s partition of passages for values with (modulus 16, remainder %s)', n, n);
    execute format('alter table passages_%s alter column embedding set storage plain', n);
  end loop;
end $$;
create index passages_memory on passages (memory_id) where memory_id is not null;
create index passages_episode on passages (episode_id) where episode_id is not null;
create index passages_model on passages (model, owner_id);

-- Which passages hold a word. Read from the index alone, where those of a person and a word stand side by side.
create table postings (
  owner_id      bigint not null,
  term          int not null,
  passage_id    int not null,
  foreign key (owner_id, passage_id) references passages on delete cascade
);
create index postings_term on postings (owner_id, term, passage_id);
create index postings_passage on postings (owner_id, passage_id);

-- The signs of the numbers of each vector, for people of whom there are more than can all be compared in full.
create table codes (
  owner_id      bigint not null,
  passage_id    int not null,
  code          bit(384) not null,
  primary key (owner_id, passage_id),
  foreign key (owner_id, passage_id) references passages on delete cascade
);

create function lay_out(owner bigint, memory uuid, episode bigint, whole text, said_at timestamptz, who text, talk text)
returns void language sql as $$
  with cut as (
    select starts, p.length, to_tsvector('english', substr(whole, starts, p.length)) as words from pieces(whole) p
  ), laid as (
    insert into passages (owner_id, memory_id, episode_id, starts, length, prior_id, session, said_at, size, asks, dated,
      speaker)
    select owner, memory, episode, starts, cut.length, case when starts = 1 then prior.id end, term_of(talk),
      lay_out.said_at, length(words),
      substr(whole, starts, cut.length) ~ '[?]\s*$',
      words @@ to_tsquery('english', 'yesterday | today | tonight | tomorrow | last | next | ago | week | weekend | month'
        ' | year | monday | tuesday | wednesday | thursday | friday | saturday | sunday | january | february | march'
        ' | april | may | june | july | august | september | october | november | december'),
      (select array_agg(term_of('speaker:' || lexeme)) from unnest(to_tsvector('english', who)))
    from cut left join (
      select id, session from passages where owner_id = owner order by id desc limit 1
    ) prior on prior.session = term_of(talk)
    order by starts
    returning owner_id, id, starts, speaker
  )
  insert into postings (owner_id, term, passage_id)
  select laid.owner_id, term_of(lexeme), laid.id from laid join cut using (starts) cross join unnest(cut.words)
  union all select laid.owner_id, term, laid.id from laid cross join unnest(laid.speaker) term
$$;

create function lay_out_memory() returns trigger language plpgsql as $$
begin
  if tg_op = 'UPDATE' then
    delete from passages where owner_id = old.owner_id and memory_id = old.id;
  end if;
  perform lay_out(new.owner_id, new.id, null, new.text, new.said_at, null, null);
  return null;
end $$;
create trigger lay_out after insert on memories for each row execute function lay_out_memory();
create trigger lay_out_again after update on memories for each row
when (old.text is distinct from new.text or old.said_at is distinct from new.said_at)
execute function lay_out_memory();

-- A question to Jenny answers nothing later, so it is not looked at.
create function lay_out_episode() returns trigger language plpgsql as $$
begin
  delete from passages where owner_id = new.owner_id and episode_id = new.id;
  if not (new.origin = 'chat' and new.text ~ '[?]\s*$') then
    perform lay_out(new.owner_id, null, new.id, new.text, new.said_at, new.speaker, new.session);
  end if;
  return null;
end $$;
create trigger lay_out after insert on episodes for each row execute function lay_out_episode();
create trigger lay_out_again after update on episodes for each row
when (old.text is distinct from new.text or old.speaker is distinct from new.speaker)
execute function lay_out_episode();

-- The wall, as around every table. A subquery is asked once for all rows instead of once for each.
do $$
declare t text;
begin
  for t in select relname from pg_class where relkind in ('r', 'p')
    and (relname ~ '^passages(_[0-9]+)?$' or relname in ('postings', 'codes')) loop
    execute format('alter table %I enable row level security', t);
    execute format('alter table %I force row level security', t);
    execute format('create policy owner_wall on %I using (owner_id = (select app_owner()))', t);
    execute format('grant select, insert, update, delete on %I to jenny_app, jenny_definer', t);
  end loop;
end $$;

-- What is there already. The administrator who migrates sees everybody's.
do $$
declare e record;
begin
  for e in select * from episodes where not (origin = 'chat' and text ~ '[?]\s*$') order by id loop
    perform lay_out(e.owner_id, null, e.id, e.text, e.said_at, e.speaker, e.session);
  end loop;
  for e in select * from memories order by said_at loop
    perform lay_out(e.owner_id, e.id, null, e.text, e.said_at, null, null);
  end loop;
end $$;

drop index episodes_without_vector, episodes_words, memories_words;
alter table episodes drop column embedding;
alter table memories drop column embedding, drop column words;

drop function vectors_pending();
create function vectors_pending(wanted text) returns table (owner_id bigint)
language sql security definer set search_path = public as
$$ select distinct owner_id from passages where model is null or model < wanted or model > wanted $$;
alter function vectors_pending(text) owner to jenny_definer;
revoke all on function vectors_pending(text) from public;
grant execute on function vectors_pending(text) to jenny_app;
