"""Recall as one statement: likeness by meaning and by words, over facts and messages, fused.

Both are numbers from 0 to about 1 that mean the same for every question, so that a threshold can
say "nothing fits": the cosine, and the part of the BM25 score that a perfect match would reach.
Everything of the owner is compared; an approximate index would starve people with few memories.
"""

from typing import LiteralString

ASKED: LiteralString = """
with asked as materialized (
  select %(vector)s::halfvec as vector, lower(%(question)s) as text
), docs as materialized (
  select row_number() over () as place, every.* from (
"""
FACTS: LiteralString = """
  select m.id as fact_id, null::bigint as episode_id, null::text as session, null::text as speaker,
    false as asks, m.words, length(m.words) as size,
    coalesce(-(m.embedding <#> asked.vector), 0) as likeness
  from memories m cross join asked where m.owner_id = %(owner)s and m.said_at <= %(at)s
"""
# A question that was asked before is no answer.
EPISODES: LiteralString = """
  union all
  select null, e.id, e.session, lower(e.speaker), e.text ~ '[?]\\s*$', e.words, length(e.words),
    coalesce(-(e.embedding <#> asked.vector), 0)
  from episodes e cross join asked where e.owner_id = %(owner)s and e.said_at <= %(at)s
    and not (e.origin = 'chat' and e.text ~ '[?]\\s*$')
"""
WORDS: LiteralString = """
  ) every
), speakers as materialized (
  select distinct speaker from docs where speaker is not null
), terms as materialized (
  -- A lexeme as the query for itself alone, quoted as that wants it. Who spoke is weighed apart.
  select lexeme,
    ($$'$$ || replace(replace(lexeme, $$\\$$, $$\\\\$$), $$'$$, $$''$$) || $$'$$)::tsquery as query
  from unnest(to_tsvector('english', %(question)s))
  where lexeme <> all (array(
    select unnest(tsvector_to_array(to_tsvector('english', speaker))) from speakers))
), crowd as (
  -- As if there were a hundred more, so that a word is not common for being in one of three.
  select count(*) + 100.0::float8 as docs, avg(size)::float8 as size from docs
), matches as materialized (
  -- How often a word stands in a message tells little, messages being short: once is enough.
  select d.place, d.size, t.lexeme from terms t join docs d on d.words @@ t.query
), rarity as materialized (
  select t.lexeme,
    ln(1 + (crowd.docs - count(m.lexeme) + 0.5) / (count(m.lexeme) + 0.5::float8)) as weight
  from terms t cross join crowd left join matches m using (lexeme) group by t.lexeme, crowd.docs
), worded as (
  select m.place, sum(r.weight * 2.2 / (1 + 1.2 * (0.25 + 0.75 * m.size / crowd.size))) as bm25
  from matches m join rarity r using (lexeme) cross join crowd group by m.place
)
"""
FUSED: LiteralString = """
, named as (
  -- Whom the question speaks of; "I" is who talks to an assistant.
  select speaker from speakers cross join asked
  where position(speaker in asked.text) > 0
    or speaker in ('user', 'me') and asked.text ~ '\\m(i|me|my|mine)\\M'
), times as (
  select to_tsquery('english', 'yesterday | today | tonight | tomorrow | last | next | ago | week'
    ' | weekend | month | year | monday | tuesday | wednesday | thursday | friday | saturday'
    ' | sunday | january | february | march | april | may | june | july | august | september'
    ' | october | november | december') as query
), scored as (
  select d.place, d.fact_id, d.episode_id, d.session, d.speaker, d.asks, d.size, d.words, coalesce(
      w.bm25 / (select nullif(sum(weight), 0) * 2.2 from rarity), 0) as worded, d.likeness
  from docs d left join worded w using (place)
), ranked as (
  select s.fact_id, s.episode_id,
    %(by_meaning)s::float8 * s.likeness + %(by_words)s::float8 * s.worded as score,
    -- The answer often stands just behind the words of the question, longer than they, and is no
    -- question itself; asked when, it names a time.
    %(by_meaning)s::float8 * s.likeness + %(by_words)s::float8 * (s.worded
      + case when s.session is null then 0 else 0.8 * coalesce(lag(s.worded) over talk, 0)
        + 0.1 * coalesce(lead(s.worded) over talk, 0) end
      + 0.08 * ln(1 + case when s.session is null then 20 else least(s.size, 40) end)
      + case when s.speaker in (select speaker from named) then 0.22 else 0 end
      + case when s.asks then -0.07 else 0 end
      + case when asked.text ~ '^\\s*when\\M' and s.words @@ times.query then 0.1 else 0 end
    ) as rank
  from scored s cross join asked cross join times
  window talk as (partition by s.session order by s.episode_id)
), best as (
  select * from ranked where score > 0 order by rank desc limit %(most)s
)
select coalesce(m.text, e.text) as text, coalesce(m.said_at, e.said_at) as said_at, best.score,
  m.id as fact_id, coalesce(e.id, source.id) as episode_id, e.ref
from best left join memories m on m.id = best.fact_id and m.owner_id = %(owner)s
  left join episodes e on e.id = best.episode_id and e.owner_id = %(owner)s
  left join episodes source on source.inbox_id = m.inbox_id and source.owner_id = %(owner)s
order by best.rank desc, coalesce(m.said_at, e.said_at) desc
"""
RECALL = ASKED + FACTS + EPISODES + WORDS + FUSED
# The lexical leg of Mem0's own search: facts alone, in plain BM25.
BEST_WORDED: LiteralString = """
select m.id, m.payload, w.bm25 as score from worded w join docs d using (place)
join memories m on m.id = d.fact_id and m.owner_id = %(owner)s
order by w.bm25 desc limit %(most)s
"""
WORDED = ASKED + FACTS + WORDS + BEST_WORDED
