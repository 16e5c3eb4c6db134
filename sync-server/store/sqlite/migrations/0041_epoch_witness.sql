-- Moved forward at each start together with the file beside the database, so that an older database beside a newer file is
-- recognised (service/epoch_witness.hpp).
CREATE TABLE epoch_witness (
    only_row   INTEGER NOT NULL PRIMARY KEY CHECK (only_row = 1),
    generation INTEGER NOT NULL CHECK (generation >= 1),
    nonce      BLOB    NOT NULL CHECK (length(nonce) = 16)
) STRICT;
