-- Waves that take no more answers, so that an answer that was on its way when its wave
-- was closed is refused in the transaction that would store it.
CREATE TABLE closed_wave (
  wave TEXT NOT NULL PRIMARY KEY -- resource name
) STRICT, WITHOUT ROWID;
