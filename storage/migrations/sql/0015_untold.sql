-- With every message it is asked whether its writer is still to be told of a push that got lost.
create index outbox_untold on outbox (owner_id) where kind = 'push' and state = 'failed' and told_at is null;
