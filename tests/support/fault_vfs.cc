#include "tests/support/fault_vfs.h"

#include <sqlite3.h>

#include <algorithm>
#include <atomic>
#include <cstring>

namespace lotse::testing_support {
namespace {

std::atomic<int64_t> room = -1;
std::atomic<bool> fail_syncs = false;
std::atomic<int64_t> refusals = 0;

struct File {
  sqlite3_file base;
  sqlite3_file* real;  // Lies behind this structure.
};

sqlite3_file* Real(sqlite3_file* file) { return reinterpret_cast<File*>(file)->real; }

// Takes up to `bytes` of the room that is left.
int Take(int bytes) {
  int64_t left = room;
  while (left >= 0) {
    const int64_t taken = std::min<int64_t>(left, bytes);
    if (room.compare_exchange_weak(left, left - taken)) return static_cast<int>(taken);
  }
  return bytes;
}

int Write(sqlite3_file* file, const void* bytes, int size, sqlite3_int64 offset) {
  const int taken = Take(size);
  int code = SQLITE_OK;
  if (taken > 0) code = Real(file)->pMethods->xWrite(Real(file), bytes, taken, offset);
  if (taken == size) return code;
  ++refusals;
  return SQLITE_FULL;
}

int Sync(sqlite3_file* file, int flags) {
  if (!fail_syncs) return Real(file)->pMethods->xSync(Real(file), flags);
  ++refusals;
  return SQLITE_IOERR_FSYNC;
}

int Close(sqlite3_file* file) { return Real(file)->pMethods->xClose(Real(file)); }
int Read(sqlite3_file* file, void* to, int size, sqlite3_int64 offset) {
  return Real(file)->pMethods->xRead(Real(file), to, size, offset);
}
int Truncate(sqlite3_file* file, sqlite3_int64 size) {
  return Real(file)->pMethods->xTruncate(Real(file), size);
}
int FileSize(sqlite3_file* file, sqlite3_int64* size) {
  return Real(file)->pMethods->xFileSize(Real(file), size);
}
int Lock(sqlite3_file* file, int level) { return Real(file)->pMethods->xLock(Real(file), level); }
int Unlock(sqlite3_file* file, int level) {
  return Real(file)->pMethods->xUnlock(Real(file), level);
}
int CheckReserved(sqlite3_file* file, int* out) {
  return Real(file)->pMethods->xCheckReservedLock(Real(file), out);
}
int Control(sqlite3_file* file, int what, void* argument) {
  return Real(file)->pMethods->xFileControl(Real(file), what, argument);
}
int SectorSize(sqlite3_file* file) { return Real(file)->pMethods->xSectorSize(Real(file)); }
int Characteristics(sqlite3_file* file) {
  return Real(file)->pMethods->xDeviceCharacteristics(Real(file));
}
int ShmMap(sqlite3_file* file, int region, int size, int extend, void volatile** out) {
  return Real(file)->pMethods->xShmMap(Real(file), region, size, extend, out);
}
int ShmLock(sqlite3_file* file, int offset, int count, int flags) {
  return Real(file)->pMethods->xShmLock(Real(file), offset, count, flags);
}
void ShmBarrier(sqlite3_file* file) { Real(file)->pMethods->xShmBarrier(Real(file)); }
int ShmUnmap(sqlite3_file* file, int remove) {
  return Real(file)->pMethods->xShmUnmap(Real(file), remove);
}

// Version 2: with shared memory for the write-ahead log, without mapped files.
constexpr sqlite3_io_methods kMethods = {
    2,        Close,         Read,    Write,      Truncate,        Sync,   FileSize, Lock,
    Unlock,   CheckReserved, Control, SectorSize, Characteristics, ShmMap, ShmLock,  ShmBarrier,
    ShmUnmap, nullptr,       nullptr};

int Open(sqlite3_vfs* vfs, const char* name, sqlite3_file* file, int flags, int* out_flags) {
  auto* real_vfs = static_cast<sqlite3_vfs*>(vfs->pAppData);
  auto* own = reinterpret_cast<File*>(file);
  own->real = reinterpret_cast<sqlite3_file*>(own + 1);
  own->base.pMethods = nullptr;
  const int code = real_vfs->xOpen(real_vfs, name, own->real, flags, out_flags);
  if (own->real->pMethods != nullptr) own->base.pMethods = &kMethods;
  return code;
}

}  // namespace

const char* FaultVfs() {
  static sqlite3_vfs* const vfs = [] {
    sqlite3_vfs* real = sqlite3_vfs_find(nullptr);
    auto* made = new sqlite3_vfs(*real);
    made->zName = "fault";
    made->szOsFile = static_cast<int>(sizeof(File)) + real->szOsFile;
    made->pAppData = real;
    made->xOpen = Open;
    sqlite3_vfs_register(made, /*makeDflt=*/0);
    return made;
  }();
  return vfs->zName;
}

void SetRoom(int64_t bytes) { room = bytes; }
void FailSyncs(bool fail) { fail_syncs = fail; }
int64_t Refusals() { return refusals; }

}  // namespace lotse::testing_support
