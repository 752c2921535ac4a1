#pragma once

#include <cstdint>
#include <optional>

#include "lotse/survey/v1alpha/collection_report.pb.h"
#include "runtime/rpc/field_violation.h"
#include "runtime/types/decimal.h"

namespace lotse::survey {

// What Lotse knows of people who were invited, as far as it may be told.
struct KnownOfGroup {
  std::optional<int64_t> invited = {};  // Nothing: unknown.
  // How many have each mark; one may have several, and have answered.
  int64_t bounced = 0;
  int64_t opted_out = 0;
  int64_t revoked = 0;
  // How many have handed something in; nothing: `absent` says why.
  std::optional<int64_t> answered = {};
  v1alpha::FigureAbsent absent = v1alpha::FIGURE_ABSENT_UNSPECIFIED;
  // Of these, who broke off late enough to be partial, and who broke off before; nothing: it is
  // protected what became of them. Together at most `answered`.
  std::optional<int64_t> partial = 0;
  std::optional<int64_t> broke_off = 0;
  // Who saved a draft that was never handed in: of a closed wave a break-off.
  int64_t unsubmitted = 0;
};

// The figures of these people, with their response rates. Fewer than kResponseCountStep
// answers are told as too few: so few stand for 0 to 9. Which final disposition of the
// standard each of what is known is, is said at the fields of CollectionFigures.
v1alpha::CollectionFigures FiguresOf(const KnownOfGroup& known, std::optional<types::Decimal> e);

// What is wrong with the `e` of a request.
rpc::FieldViolations CheckE(const v1alpha::GetCollectionReportRequest& q);

}  // namespace lotse::survey
