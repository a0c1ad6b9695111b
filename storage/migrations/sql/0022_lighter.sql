-- What Mem0 hands over with a fact was kept beside the columns that hold the same.
update memories set payload = payload
  - array['key', 'inbox_id', 'said_at', 'kind', 'happened_at', 'user_id', 'created_at', 'updated_at'];

-- The keys of a person's facts begin with the person: whatever looks for those of one reads that index.
drop index memories_owner;
