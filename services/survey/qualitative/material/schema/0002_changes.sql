-- Goes up with each change of the material, whatever it changes: what was made ready of it and kept
-- in memory holds for one number; see study_files.h.
ALTER TABLE study_material ADD COLUMN changes INTEGER NOT NULL DEFAULT 0;
