#pragma once

#include <algorithm>
#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "absl/functional/function_ref.h"
#include "absl/status/status.h"
#include "google/protobuf/repeated_ptr_field.h"
#include "lotse/engagement/v1alpha/engagement.pb.h"
#include "runtime/resource/tx.h"
#include "runtime/rpc/page_token.h"

// Pages of what is asked about one engagement or all of a programme. However many these
// are, a page looks at a few of them only; so it may be short, with a token for the next
// one (AIP-158).
namespace lotse::engagement {

// Which engagements a page goes through, as its request says.
struct Portfolio {
  // `programmes/{programme}/engagements/-`, or one engagement.
  std::string parent;
  // How many, 1 to `max_size`; 0 stands for `default_size`.
  int32_t page_size = 0;
  int32_t default_size = 10;
  int32_t max_size = 50;
  std::string page_token;
  std::string filter;
};

// Calls `visit` for the engagements of one page that the caller may read, in the order of
// their names, and sets the token of the next page. The page ends behind the engagement with
// which it is `full`; there is one at least. INVALID_FIELDS, INVALID_PAGE_TOKEN,
// RESOURCE_NOT_FOUND.
absl::Status VisitEngagements(
    resource::Tx& tx, const Portfolio& portfolio,
    absl::FunctionRef<absl::Status(const v1alpha::Engagement&)> visit, std::string* next_page_token,
    absl::FunctionRef<bool()> full = [] { return false; });

// A row that is computed, and what it is ordered by within its engagement; no two have the
// same.
template <class Row>
struct KeyedRow {
  std::string key;
  Row row;
};

// How much a page may still take.
struct Room {
  int rows = 0;
  size_t bytes = resource::Tx::kMaxPageBytes;
};

// Adds the rows behind the key `after`, by their keys, until the page is full. Returns the
// key behind which more are left, or nothing if none are. A page that is empty takes one
// row of any size.
template <class Row>
std::optional<std::string> TakeRows(std::vector<KeyedRow<Row>> rows, const std::string& after,
                                    Room* room, google::protobuf::RepeatedPtrField<Row>* out) {
  std::sort(rows.begin(), rows.end(), [](const auto& a, const auto& b) { return a.key < b.key; });
  std::string last = after;
  for (KeyedRow<Row>& keyed : rows) {
    if (keyed.key <= after) continue;
    const size_t bytes = keyed.row.ByteSizeLong();
    if (room->rows == 0 || (bytes > room->bytes && !out->empty())) return last;
    --room->rows;
    room->bytes -= std::min(room->bytes, bytes);
    last = keyed.key;
    *out->Add() = std::move(keyed.row);
  }
  return std::nullopt;
}

// Which page of a question is wanted.
struct Question {
  // `programmes/{programme}/engagements/{engagement}`, or with `-` for all engagements.
  std::string parent;
  int32_t page_size = 0;
  std::string page_token;
  // What else makes it this question and no other.
  std::string what;
  // Whether `parent` may be a programme, for what it has itself.
  bool programme_too = false;
};

// Goes through the engagements of a question, 20 of them at most, or through its programme
// alone. `take` adds what one of them gives behind the key `after`, and sets `left` to what
// TakeRows returns. Sets the token of the next page. INVALID_FIELDS, INVALID_PAGE_TOKEN,
// RESOURCE_NOT_FOUND.
using Take = std::function<absl::Status(const std::string& owner, const std::string& after,
                                        Room* room, std::optional<std::string>* left)>;
absl::Status FillPage(resource::Tx& tx, const Question& question, const Take& take,
                      std::string* next_page_token);

}  // namespace lotse::engagement
