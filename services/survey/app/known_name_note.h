#pragma once

#include <string>

#include "absl/status/status.h"
#include "runtime/resource/store.h"

// Whoever puts releases of material together is told that a name stands in a wording, and so that
// it is among those that a study keeps. It is noted in the change log of the study, as
// `REFUSE_KNOWN_NAME`, and not which name it is.
namespace lotse::survey {

// Notes it before it is told. Not on the thread that writes. Errors as Store::Write.
absl::Status NoteKnownName(resource::Store& store, const resource::Cause& cause,
                           const std::string& study);

// The same inside of a transaction that is undone then: it is noted in one of its own, right behind
// it. An error if that is not taken: then the name is not told.
absl::Status QueueKnownNameNote(resource::Store& store, const resource::Tx& tx,
                                const std::string& study);

}  // namespace lotse::survey
