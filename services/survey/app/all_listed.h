#pragma once

#include <utility>

#include "absl/status/status.h"
#include "google/protobuf/repeated_ptr_field.h"
#include "runtime/resource/tx.h"
#include "runtime/rpc/page_token.h"

namespace lotse::survey {

// Gives `take` each resource that `page` asks for, whatever its size and token, until it returns an
// error, which is returned. `all` is where a response has them, such as
// `&ListWavesResponse::mutable_waves`. `take` changes none of them in the store; it may keep the
// one that it gets. Errors as resource::Tx::List.
template <class Response, class R, class Take>
absl::Status ForAllListed(resource::Tx& tx, resource::Page page,
                          google::protobuf::RepeatedPtrField<R>* (Response::*all)(),
                          const Take& take) {
  page.size = rpc::kMaxPageSize;
  page.token.clear();
  do {
    Response found;
    if (absl::Status s = tx.List(page, &found); !s.ok()) return s;
    for (R& each : *(found.*all)()) {
      if (absl::Status s = take(each); !s.ok()) return s;
    }
    page.token = found.next_page_token();
  } while (!page.token.empty());
  return absl::OkStatus();
}

}  // namespace lotse::survey
