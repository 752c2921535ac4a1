#pragma once

#include <cstdint>

// An sqlite3_vfs for tests that wraps the system's and fails when it is told to.
namespace lotse::testing_support {

// Its name, once it is registered.
const char* FaultVfs();

// Writes of so many more bytes succeed, then SQLITE_FULL; the write in which the
// room ends is done in part, as by a disk. Below 0: there is always room.
void SetRoom(int64_t bytes);

// From now on fsync fails with SQLITE_IOERR, or works again.
void FailSyncs(bool fail);

// How many times something was refused since the start.
int64_t Refusals();

}  // namespace lotse::testing_support
