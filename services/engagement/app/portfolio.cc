#include "services/engagement/app/portfolio.h"

#include "absl/strings/str_cat.h"
#include "lotse/engagement/v1alpha/engagement_service.pb.h"
#include "runtime/rpc/error.h"
#include "runtime/types/resource_name.h"

namespace lotse::engagement {
namespace {

constexpr char kPattern[] = "programmes/{programme}/engagements/{engagement}";

}  // namespace

absl::Status VisitEngagements(resource::Tx& tx, const Portfolio& portfolio,
                              absl::FunctionRef<absl::Status(const v1alpha::Engagement&)> visit,
                              std::string* next_page_token) {
  rpc::FieldViolations violations;
  const auto ids =
      types::CheckName("parent", kPattern, portfolio.parent, &violations, /*wildcard=*/true);
  if (!ids.empty() && ids[0] == "-") {
    violations.push_back({"parent", "whose it is cannot be left open with -"});
  }
  if (portfolio.page_size < 0 || portfolio.page_size > portfolio.max_size) {
    violations.push_back({"page_size", absl::StrCat("give 1 to ", portfolio.max_size, ", or 0 for ",
                                                    portfolio.default_size)});
  }
  const bool one = ids.size() > 1 && ids[1] != "-";
  if (one && !portfolio.filter.empty()) {
    violations.push_back({"filter", "belongs to a list of all engagements: end parent with -"});
  }
  if (absl::Status s = rpc::InvalidFields(violations); !s.ok()) return s;
  if (one) {
    if (!portfolio.page_token.empty()) {
      return rpc::Error(type::v1alpha::ERROR_REASON_INVALID_PAGE_TOKEN,
                        "page_token: one engagement has one page; leave it out");
    }
    v1alpha::Engagement engagement;
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
  for (const v1alpha::Engagement& engagement : list.engagements()) {
    if (absl::Status s = visit(engagement); !s.ok()) return s;
  }
  *next_page_token = list.next_page_token();
  return absl::OkStatus();
}

}  // namespace lotse::engagement
