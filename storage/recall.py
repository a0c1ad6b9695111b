"""Recall as one statement, put together from its legs: likeness by meaning, by words, the
neighbours of words, what relations tell, and what fits the time that is asked for.

Likeness is the cosine; the score by words is the part of the BM25 score that a perfect match would
reach. Both mean the same for every question, so that a threshold can say "nothing fits". By meaning
all of a person's passages are compared; from `MANY` on, those that the signs of their numbers
bring near. Only what a leg has found is weighed against each other.
"""

from functools import reduce
from typing import LiteralString

ASKED: LiteralString = """
with given as materialized (
  select v.vector, binary_quantize(v.vector)::bit(384) as code
  from (select %(vector)s::halfvec(384) as vector offset 0) v
), asked as materialized (
  select given.*, lower(%(question)s) as text,
    -- In order, here and below: else all rows may be read in search of a person's first ones.
    (select max(away) from (
      select first.code <~> given.code as away from (
        select code from codes where owner_id = %(owner)s order by passage_id limit 2000) first
      order by away limit 200) nearest) as bar
  from given
)"""
# Beyond so many passages the coarse leg takes over; it hands 600 on to be compared in full. To sort
# all of them would take as long as to compare them, so most of them are kept out by a bar: as far
# away as the 200th of the first 2000. It is null where there are no codes.
MANY = 10_000
MEANING: LiteralString = """
, near as materialized (
  -- Without the vectors themselves, which would be copied for each passage that is compared.
  (select p.id from passages p
    where p.owner_id = %(owner)s and p.model = %(model)s and p.said_at <= %(at)s
      and (select bar is null from asked)
    order by p.embedding <#> (select vector from asked) limit 60)
  union all
  (select p.id from passages p
    where p.owner_id = %(owner)s and p.model = %(model)s and p.said_at <= %(at)s
      and p.id = any (array(
        select c.passage_id from codes c
        where c.owner_id = %(owner)s and (select bar is not null from asked)
          and c.code <~> (select code from asked) <= (select bar from asked)
        order by c.code <~> (select code from asked) limit 600))
    order by p.embedding <#> (select vector from asked) limit 60)
), middle as materialized (
  -- Of all that lies near: what lies near to that tells of the topic, and no more. The sum is as
  -- good as the mean, which takes a hundred times as long.
  -- Nothing may lie near: the nearest codes can be those of later passages, or of another model.
  select sum(embedding) as vector, greatest(1, count(*)) as passages from passages
  where owner_id = %(owner)s and id = any (array(select id from near))
)"""
# The names of those who speak are weighed apart; "I" is who talks to an assistant.
WORDS: LiteralString = """
, heard as materialized (
  select term_of(lexeme) as term, term_of('speaker:' || lexeme) as speaker,
    coalesce((select true from postings s where s.owner_id = %(owner)s
      and s.term = term_of('speaker:' || lexeme) limit 1), false) as speaks
  from unnest(to_tsvector('english', %(question)s)) as word (lexeme)
), voices as materialized (
  select array(select speaker from heard where speaks) || case
    when (select text from asked) ~ '\\m(i|me|my|mine)\\M'
    then array[term_of('speaker:user')] else '{}' end as named
), matches as materialized (
  -- How often a word stands in a passage tells little, passages being short: once is enough.
  select m.passage_id, h.term from heard h cross join lateral (
    select passage_id from postings where owner_id = %(owner)s and term = h.term offset 0) m
  where not h.speaks
), crowd as materialized (
  -- Beyond a thousand as many as there would be if they had come as close together as the first.
  -- And as if there were a hundred more, so that a word is not common for being in one of three.
  select 100 + first.passages * (1 + newest.id - first.id)::float8 / (1 + first.until - first.id)
      as passages,
    (select avg(size)::float8 from (
      select size from passages where owner_id = %(owner)s order by id limit 100) sample) as size
  from (select count(*) as passages, min(id) as id, max(id) as until from (
      select id from passages where owner_id = %(owner)s order by id limit 1000) counted) first,
    (select id from passages where owner_id = %(owner)s order by id desc limit 1) newest
), counted as materialized (
  select term, count(*) as found from matches group by term
), weights as materialized (
  -- Rare words tell more than BM25 has it. Not below nothing: of many passages not all are counted.
  select h.term, power(ln(greatest(1, (crowd.passages + 1) / (f.found + 0.5))), 1.4) as weight
  from heard h cross join crowd cross join lateral (
    select coalesce(max(c.found), 0) as found from counted c where c.term = h.term) f
  where not h.speaks
), worded as materialized (
  select m.passage_id as id, sum(w.weight) as weight
  from matches m join weights w using (term) group by m.passage_id
)"""
CANDIDATES: LiteralString = """
, speaking as materialized (
  select id, weight from worded order by weight desc, id desc limit 80
), linked as materialized (
  -- Facts about whom the question names, and about whom those belong to.
  select p.id, min(l.hops) as hops from (
    select r.memory_id, 1 as hops, unnest(array[r.subject_id, r.object_id]) as entity_id
    from relations r join entities e on e.id in (r.subject_id, r.object_id)
    where r.owner_id = %(owner)s and e.owner_id = %(owner)s and e.kind <> 'me'
      and length(e.name) > 2 and position(lower(e.name) in (select text from asked)) > 0
  ) near_by
  join entities e on e.id = near_by.entity_id and e.owner_id = %(owner)s
  cross join lateral (
    select near_by.memory_id, 1 as hops
    union all
    select r.memory_id, 2 from relations r
    where r.owner_id = %(owner)s and e.kind <> 'me' and e.id in (r.subject_id, r.object_id)
  ) l
  join passages p on p.owner_id = %(owner)s and p.memory_id = l.memory_id
  group by p.id
), candidates as materialized (
  select id from near union select id from speaking union select id from linked
  union
  -- The answer often stands just behind the words of the question, or just before them.
  select n.id from (select id from speaking order by weight desc limit 40) s cross join lateral (
    select id from passages where owner_id = %(owner)s and id > s.id order by id limit 1) n
  union
  select n.id from (select id from speaking order by weight desc limit 20) s cross join lateral (
    select id from passages where owner_id = %(owner)s and id < s.id order by id desc limit 1) n
)"""
FUSED: LiteralString = """
, shown as materialized (
  select p.id, p.prior_id, p.session, p.memory_id, p.episode_id, p.starts, p.length, p.said_at,
    p.size::float8 as size, p.asks, p.dated, p.speaker,
    case when p.model = %(model)s
      then coalesce(-(p.embedding <#> (select vector from asked)), 0) else 0 end as likeness,
    case when p.model = %(model)s
      then coalesce(-(p.embedding <#> (select vector from middle)), 0)
        / (select passages from middle) else 0 end as commonness
  -- By a list: a join would rather read all passages of the person than look up two hundred.
  from passages p
  where p.owner_id = %(owner)s and p.id = any (array(select id from candidates))
    and p.said_at <= %(at)s
), weighed as materialized (
  select s.*, coalesce(own.weight, 0) as own, coalesce(before.weight, 0) as before,
    1 / (1 + 1.2 * (0.25 + 0.75 * s.size / crowd.size)) as brevity, linked.hops
  -- A full join hashes; a left one would look through all the words for each candidate.
  from shown s full join worded own on own.id = s.id
  full join worded before on before.id = s.prior_id
  left join linked on linked.id = s.id cross join crowd
  where coalesce(s.id, 0) > 0
), replied as materialized (
  select prior_id, max(own) as weight from weighed where prior_id is not null group by prior_id
), scored as materialized (
  select w.*, w.own * w.brevity as worded, 0.36 * w.before
      + 0.14 * coalesce(earlier.before, 0) + 0.27 * coalesce(r.weight, 0) as word_near
  from weighed w full join weighed earlier on earlier.id = w.prior_id
  full join replied r on r.prior_id = w.id
  where coalesce(w.id, 0) > 0
), ranked as (
  select s.*, %(by_meaning)s::float8 * s.likeness
      + %(by_words)s::float8 * s.worded / greatest(1, whole.weight) as score,
    -- The rarer the question's words are together the more they tell: those that many texts hold
    -- do not outdo the meaning. They stand beside the answer, too, but a long text is no answer to
    -- what came before it. It is no question itself; asked when, it names a time. What is like all
    -- that lies near, as long replies on the topic are, answers less.
    0.4 * s.likeness - 0.2 * s.commonness
      + (s.worded + s.word_near * least(1, 20.0 / greatest(1, s.size))) / (whole.weight + 10)
      + 0.018 * ln(1 + case when s.session is null then 12 else least(s.size, 20) end)
      + case when s.speaker && voices.named then 0.12 else 0 end
      - case when s.asks then 0.042 else 0 end
      + case when s.hops is null then 0 else 0.06 / s.hops end
      + case when s.said_at >= %(since)s::timestamptz
        and s.said_at < %(until)s::timestamptz then 0.09 else 0 end
      + case when asked.text ~ '^\\s*when\\M' and s.dated then 0.06 else 0 end as rank
  from scored s cross join asked cross join voices
  cross join (select coalesce(sum(weight), 0) as weight from weights) whole
), best as (
  -- Of the pieces of one text the best one stands for it.
  select distinct on (memory_id, episode_id) * from ranked where score > 0
  order by memory_id, episode_id, rank desc
), first as (
  select * from best order by rank desc limit %(most)s
)
select substr(coalesce(m.text, e.text), first.starts, first.length) as text, first.said_at,
  first.score, m.id as fact_id, coalesce(e.id, source.id) as episode_id,
  -- What an import has made of the words is no name to cite by, and the same again is the same.
  case when e.ref !~ '^line:' then e.ref end as ref,
  coalesce(e.origin, source.origin, 'chat') as origin,
  coalesce(e.speaker, source.speaker) as speaker
from first left join memories m on m.id = first.memory_id and m.owner_id = %(owner)s
  left join episodes e on e.id = first.episode_id and e.owner_id = %(owner)s
  left join episodes source on source.inbox_id = m.inbox_id and source.owner_id = %(owner)s
order by first.rank desc, first.said_at desc
"""
# The values of the statement, in this order. It has numbers for them instead of names, as the
# client library would look for names in so long a text each time.
VALUES = (
    *("owner", "question", "vector", "model", "by_meaning", "by_words"),
    *("most", "at", "since", "until"),
)
RECALL = reduce(
    lambda query, value: query.replace(f"%({value[1]})s", f"${value[0]}"),
    enumerate(VALUES, 1),
    str(ASKED + MEANING + WORDS + CANDIDATES + FUSED),
).encode()
# The legs of Mem0's own search: facts alone, by plain likeness and by plain BM25.
NEAREST: LiteralString = """
select m.*, max(-(p.embedding <#> %(vector)s::halfvec(384))) as score
from passages p join memories m on m.id = p.memory_id and m.owner_id = %(owner)s
where p.owner_id = %(owner)s and p.embedding is not null
group by m.id order by score desc limit %(most)s
"""
BEST_WORDED: LiteralString = """
select m.*,
  sum(w.weight * 2.2 / (1 + 1.2 * (0.25 + 0.75 * p.size / crowd.size))) as score
from worded w cross join crowd join passages p on p.owner_id = %(owner)s and p.id = w.id
join memories m on m.id = p.memory_id and m.owner_id = %(owner)s
group by m.id order by score desc limit %(most)s
"""
WORDED = ASKED + WORDS + BEST_WORDED
