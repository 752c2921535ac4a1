#pragma once

#include "absl/status/status.h"
#include "cli/channel.h"

namespace lotse::cli {

// Asks for page after page, as large as they are, and hands each to `take`. Errors of
// Client::Call.
template <typename Response, typename Request, typename Take>
absl::Status EachPage(Client* client, Request request, Take take) {
  constexpr int kPageSize = 1000;
  request.set_page_size(kPageSize);
  do {
    Response page;
    if (absl::Status s = client->Call(request, &page); !s.ok()) return s;
    take(page);
    request.set_page_token(page.next_page_token());
  } while (!request.page_token().empty());
  return absl::OkStatus();
}

}  // namespace lotse::cli
