#include "services/engagement/app/progress_page.h"

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "lotse/engagement/v1alpha/engagement_service.pb.h"
#include "runtime/rpc/error.h"
#include "runtime/types/resource_name.h"
#include "services/engagement/domain/chain_checks.h"

namespace lotse::engagement {

using resource::Tx;

namespace {

constexpr int kMostEngagements = 20;

// Where a page begins.
struct Position {
  std::string page;        // Token of the page of engagements that is gone through.
  std::string engagement;  // The one within it that is gone on with; empty: the first.
  std::string key;         // Behind which of its rows.
};

std::string ToBytes(const Position& position) {
  return absl::StrCat(position.page, "\n", position.engagement, "\n", position.key);
}

Position FromBytes(const std::string& bytes) {
  const std::vector<std::string> parts = absl::StrSplit(bytes, absl::MaxSplits('\n', 2));
  if (parts.size() < 3) return {};
  return {parts[0], parts[1], parts[2]};
}

absl::Status CheckParent(Tx& tx, const std::string& parent) {
  const bool all = absl::EndsWith(parent, "/-");
  if (!types::FitsName(all ? "programmes/{programme}/engagements/-"
                           : "programmes/{programme}/engagements/{engagement}",
                       parent)) {
    return rpc::InvalidFields({{"parent",
                                "no engagement; give programmes/{programme}/engagements/"
                                "{engagement}, or - for all of a programme"}});
  }
  return tx.CheckThere(all ? HomeOf(parent) : absl::string_view(parent), /*live=*/false);
}

// The engagements to go through, by name, and the token of those behind them.
absl::Status FindEngagements(Tx& tx, const std::string& parent, const std::string& page_token,
                             std::vector<std::string>* names, std::string* next) {
  if (!absl::EndsWith(parent, "/-")) {
    names->push_back(parent);
    return absl::OkStatus();
  }
  resource::Page page;
  page.parent = std::string(HomeOf(parent));
  page.size = kMostEngagements;
  page.token = page_token;
  v1alpha::ListEngagementsResponse listed;
  if (absl::Status s = tx.List(page, &listed); !s.ok()) return s;
  for (const v1alpha::Engagement& engagement : listed.engagements()) {
    names->push_back(engagement.name());
  }
  *next = listed.next_page_token();
  return absl::OkStatus();
}

}  // namespace

absl::Status FillPage(Tx& tx, const Question& question, const Take& take,
                      std::string* next_page_token) {
  const absl::StatusOr<int> size = rpc::CheckPageSize(question.page_size);
  if (!size.ok()) return size.status();
  if (absl::Status s = CheckParent(tx, question.parent); !s.ok()) return s;
  const std::string list = absl::StrCat(question.what, "\n", question.parent);
  const auto bytes = rpc::ReadPageToken(tx.token_key(), list, question.page_token);
  if (!bytes.ok()) return bytes.status();
  const Position from = FromBytes(*bytes);

  std::vector<std::string> engagements;
  Position next;
  if (absl::Status s = FindEngagements(tx, question.parent, from.page, &engagements, &next.page);
      !s.ok()) {
    return s;
  }
  Room room = {*size};
  for (const std::string& engagement : engagements) {
    if (engagement < from.engagement) continue;
    std::optional<std::string> left;
    const std::string after = engagement == from.engagement ? from.key : "";
    if (absl::Status s = take(engagement, after, &room, &left); !s.ok()) return s;
    if (!left.has_value()) continue;
    next = {from.page, engagement, *left};
    break;
  }
  const bool ended = next.page.empty() && next.engagement.empty();
  if (!ended) *next_page_token = rpc::MakePageToken(tx.token_key(), list, ToBytes(next));
  return absl::OkStatus();
}

}  // namespace lotse::engagement
