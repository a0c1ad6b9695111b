-- Until when the consent to an account holds, where its provider has set an end.
alter table calendar_accounts add column expires_at timestamptz;
