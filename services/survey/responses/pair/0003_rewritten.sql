-- That the files of a closed wave were written anew after it was closed. Until then the places
-- of rows may tell the order in which the last of them came.
CREATE TABLE rewritten (
  wave TEXT NOT NULL PRIMARY KEY -- its resource name; one row, once it was done
) STRICT, WITHOUT ROWID;
