#pragma once

#include <string>

namespace lotse::perf {

// Creates per second of a bare program: the statements of a create, prepared once
// and run in the same order with contents of the same size, on a new file at
// `path`, `batch` of them in a transaction, each in a savepoint; the journal and its
// syncs are those of the store.
double BareCreatesPerSecond(const std::string& path, int creates, int batch);

}  // namespace lotse::perf
