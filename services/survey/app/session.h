#pragma once

#include "runtime/resource/store.h"
#include "services/survey/app/instrument_cache.h"
#include "services/survey/responses/response_store.h"

namespace lotse::survey {

// What a use case works on: the transaction over the resources, and beside it
// the answers, which are no resources.
struct Session {
  resource::Tx& tx;
  ResponseStore& responses;
  InstrumentCache& instruments;
};

}  // namespace lotse::survey
