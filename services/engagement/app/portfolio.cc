#include "services/engagement/app/portfolio.h"

#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "lotse/engagement/v1alpha/engagement_service.pb.h"
#include "runtime/rpc/error.h"
#include "runtime/types/resource_name.h"
#include "services/engagement/domain/violation.h"

namespace lotse::engagement {

using resource::Tx;
using v1alpha::Engagement;

namespace {

constexpr char kProgrammePattern[] = "programmes/{programme}";
constexpr char kPattern[] = "programmes/{programme}/engagements/{engagement}";
constexpr int kMostEngagements = 20;

// What is wrong with a request, and whether it is about one engagement.
rpc::FieldViolations CheckPortfolio(const Portfolio& portfolio, bool* one) {
  rpc::FieldViolations violations;
  const auto ids =
      types::CheckName("parent", kPattern, portfolio.parent, &violations, /*wildcard=*/true);
  if (!ids.empty() && ids[0] == "-") {
    violations.push_back(
        Violation("parent", {"mit - kann nicht offenbleiben, wessen es ist; das Programm nennen",
                             "whose it is cannot be left open with -; name the programme"}));
  }
  if (portfolio.page_size < 0 || portfolio.page_size > portfolio.max_size) {
    violations.push_back(Violation(
        "page_size",
        {absl::StrCat("1 bis ", portfolio.max_size, " angeben, oder 0 für ",
                      portfolio.default_size),
         absl::StrCat("give 1 to ", portfolio.max_size, ", or 0 for ", portfolio.default_size)}));
  }
  *one = ids.size() > 1 && ids[1] != "-";
  if (*one && !portfolio.filter.empty()) {
    violations.push_back(
        Violation("filter", {"gehört zu einer Liste aller Begleitungen: parent mit - enden lassen",
                             "belongs to a list of all engagements: end parent with -"}));
  }
  return violations;
}

// Where a page of rows begins.
struct Position {
  std::string page;   // Token of the page of engagements that is gone through.
  std::string owner;  // Who within it is gone on with; empty: the first.
  std::string key;    // Behind which of its rows.
};

std::string ToBytes(const Position& position) {
  return absl::StrCat(position.page, "\n", position.owner, "\n", position.key);
}

Position FromBytes(const std::string& bytes) {
  const std::vector<std::string> parts = absl::StrSplit(bytes, absl::MaxSplits('\n', 2));
  if (parts.size() < 3) return {};
  return {parts[0], parts[1], parts[2]};
}

// Whom to go through, by name, and the token of those behind them.
absl::Status FindOwners(Tx& tx, const Question& question, const std::string& page_token,
                        std::vector<std::string>* names, std::string* next) {
  if (question.programme_too && types::FitsName(kProgrammePattern, question.parent)) {
    names->push_back(question.parent);
    return tx.CheckThere(question.parent, /*live=*/false);
  }
  const Portfolio portfolio = {.parent = question.parent,
                               .default_size = kMostEngagements,
                               .page_token = page_token,
                               .filter = ""};
  return VisitEngagements(
      tx, portfolio,
      [&](const Engagement& engagement) {
        names->push_back(engagement.name());
        return absl::OkStatus();
      },
      next);
}

}  // namespace

absl::Status VisitEngagements(Tx& tx, const Portfolio& portfolio,
                              absl::FunctionRef<absl::Status(const Engagement&)> visit,
                              std::string* next_page_token, absl::FunctionRef<bool()> full) {
  bool one = false;
  const rpc::FieldViolations violations = CheckPortfolio(portfolio, &one);
  if (absl::Status s = rpc::InvalidFields(violations); !s.ok()) return s;
  if (one) {
    if (!portfolio.page_token.empty()) {
      return rpc::Error(type::v1alpha::ERROR_REASON_INVALID_PAGE_TOKEN,
                        "page_token: one engagement has one page; leave it out");
    }
    Engagement engagement;
    if (absl::Status s = tx.Load(portfolio.parent, &engagement); !s.ok()) return s;
    return visit(engagement);
  }
  resource::Page page;
  page.parent = types::Prefix(portfolio.parent, 1);
  if (absl::Status s = tx.CheckThere(page.parent, /*live=*/false); !s.ok()) return s;
  page.size = portfolio.page_size == 0 ? portfolio.default_size : portfolio.page_size;
  page.token = portfolio.page_token;
  page.filter = portfolio.filter;
  v1alpha::ListEngagementsResponse list;
  if (absl::Status s = tx.List(page, &list); !s.ok()) return s;
  int visited = 0;
  while (visited < list.engagements_size() && (visited == 0 || !full())) {
    if (absl::Status s = visit(list.engagements(visited++)); !s.ok()) return s;
  }
  // The list ends where the page does, and its token tells where to go on.
  if (visited < list.engagements_size()) {
    page.size = visited;
    list.Clear();
    if (absl::Status s = tx.List(page, &list); !s.ok()) return s;
  }
  *next_page_token = list.next_page_token();
  return absl::OkStatus();
}

absl::Status FillPage(Tx& tx, const Question& question, const Take& take,
                      std::string* next_page_token) {
  const absl::StatusOr<int> size = rpc::CheckPageSize(question.page_size);
  if (!size.ok()) return size.status();
  const std::string list = absl::StrCat(question.what, "\n", question.parent);
  const auto bytes = rpc::ReadPageToken(tx.token_key(), list, question.page_token);
  if (!bytes.ok()) return bytes.status();
  const Position from = FromBytes(*bytes);

  std::vector<std::string> owners;
  Position next;
  if (absl::Status s = FindOwners(tx, question, from.page, &owners, &next.page); !s.ok()) return s;
  Room room = {*size};
  for (const std::string& owner : owners) {
    if (owner < from.owner) continue;
    std::optional<std::string> left;
    const std::string after = owner == from.owner ? from.key : "";
    if (absl::Status s = take(owner, after, &room, &left); !s.ok()) return s;
    if (!left.has_value()) continue;
    next = {from.page, owner, *left};
    break;
  }
  const bool ended = next.page.empty() && next.owner.empty();
  if (!ended) *next_page_token = rpc::MakePageToken(tx.token_key(), list, ToBytes(next));
  return absl::OkStatus();
}

}  // namespace lotse::engagement
