// Target and actual values of shared indicators.
#include <algorithm>
#include <map>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "lotse/engagement/v1alpha/engagement.pb.h"
#include "runtime/rpc/error.h"
#include "runtime/rpc/page_token.h"
#include "runtime/types/decimal.h"
#include "services/engagement/app/value_rules.h"
#include "services/engagement/app/values.h"
#include "services/engagement/domain/achievement.h"
#include "services/engagement/domain/aggregation.h"
#include "services/engagement/domain/indicator_rules.h"

namespace lotse::engagement {

using resource::Tx;
using v1alpha::Engagement;
using v1alpha::Indicator;
using v1alpha::Measurement;
using v1alpha::TargetActual;
using v1alpha::TargetActualRow;

namespace {

// Most indicators of a page: each asks for the measurements of every site.
constexpr int kMostIndicators = 100;

using Inheriting = std::map<std::string, Indicator>;  // By the name of the shared one.

// The indicators of an engagement that inherit one; only one inherits the same.
absl::Status LoadInheriting(Tx& tx, const std::string& engagement, Inheriting* out) {
  out->clear();
  Indicator indicator;
  return tx.ForEach(engagement, &indicator, [&] {
    if (!indicator.shared_indicator().empty()) {
      out->emplace(indicator.shared_indicator(), indicator);
    }
    return absl::OkStatus();
  });
}

absl::StatusOr<v1alpha::GetAchievementResponse> Achieved(Tx& tx, const Indicator& indicator,
                                                         const Counting& counting) {
  std::vector<Measurement> measurements;
  if (absl::Status s = LoadMeasurements(tx, indicator.name(), &measurements); !s.ok()) return s;
  return AchievementOf(indicator, measurements, counting);
}

std::optional<types::Decimal> ActualOf(const v1alpha::GetAchievementResponse& achievement) {
  if (!achievement.has_actual()) return {};
  return types::DecimalOf(achievement.actual());
}

// The weight of a site: the value of its indicator that inherits the one that weighs.
absl::StatusOr<std::optional<types::Decimal>> WeightOf(Tx& tx, const Indicator& shared,
                                                       const Inheriting& inheriting,
                                                       const Counting& counting) {
  const auto weight = inheriting.find(shared.definition().weight_indicator());
  if (weight == inheriting.end()) return std::optional<types::Decimal>();
  const auto achieved = Achieved(tx, weight->second, counting);
  if (!achieved.ok()) return achieved.status();
  return ActualOf(*achieved);
}

// A shared indicator while its rows are gathered.
struct Gathered {
  Indicator shared;
  TargetActual out;
  std::vector<Site> sites;
};

absl::Status AddRow(Tx& tx, const std::string& engagement, const Inheriting& inheriting,
                    const Counting& counting, Gathered* gathered) {
  const auto own = inheriting.find(gathered->shared.name());
  if (own == inheriting.end()) return absl::OkStatus();
  auto achieved = Achieved(tx, own->second, counting);
  if (!achieved.ok()) return achieved.status();
  const auto weight = WeightOf(tx, gathered->shared, inheriting, counting);
  if (!weight.ok()) return weight.status();
  TargetActualRow* row = gathered->out.add_rows();
  row->set_engagement(engagement);
  row->set_indicator(own->second.name());
  if (weight->has_value()) *row->mutable_weight() = (*weight)->ToProto();
  // What is measured by another definition is shown, and not put together.
  const bool same = SameDefinition(own->second, gathered->shared);
  gathered->sites.push_back({same ? ActualOf(*achieved) : std::nullopt, *weight});
  *row->mutable_achievement() = *std::move(achieved);
  return absl::OkStatus();
}

void Finish(const Counting& counting, Gathered* gathered) {
  TargetActual& out = gathered->out;
  const Aggregate aggregate = AggregateOf(gathered->shared.definition(), gathered->sites);
  for (size_t i = 0; i < aggregate.counted.size(); ++i) {
    const bool counted = aggregate.counted[i];
    out.mutable_rows(static_cast<int>(i))->set_counted(counted);
    if (counted) {
      out.set_sites_with_value(out.sites_with_value() + 1);
    } else {
      out.set_sites_without_value(out.sites_without_value() + 1);
    }
  }
  SetFrame(gathered->shared, counting.as_of, out.mutable_aggregate());
  if (aggregate.value.has_value()) {
    SetActual(aggregate.value, "", out.mutable_aggregate());
  } else {
    out.mutable_aggregate()->set_undefined_reason(std::string(aggregate.why_not));
  }
}

// The shared indicators of a page, and the token of the next one.
absl::Status LoadPage(Tx& tx, const v1alpha::ListTargetActualRequest& q, const std::string& list,
                      std::vector<Gathered>* page, std::string* next) {
  const auto size = rpc::CheckPageSize(q.page_size());
  if (!size.ok()) return size.status();
  const auto after = rpc::ReadPageToken(tx.token_key(), list, q.page_token());
  if (!after.ok()) return after.status();
  Indicator shared;
  return tx.ForEach(q.parent(), &shared, [&] {
    if (shared.name() <= *after || (q.key_only() && !shared.key())) return absl::OkStatus();
    if (page->size() == static_cast<size_t>(std::min(*size, kMostIndicators))) {
      if (next->empty()) *next = page->back().shared.name();
      return absl::OkStatus();
    }
    Gathered& gathered = page->emplace_back();
    gathered.shared = shared;
    gathered.out.set_indicator(shared.name());
    *gathered.out.mutable_title() = shared.title();
    gathered.out.set_aggregation(shared.definition().aggregation());
    return absl::OkStatus();
  });
}

// Adds the rows of all engagements to the indicators of a page.
absl::Status Gather(Tx& tx, const std::string& programme, const Counting& counting,
                    std::vector<Gathered>* page) {
  Engagement engagement;
  Inheriting inheriting;
  return tx.ForEach(programme, &engagement, [&]() -> absl::Status {
    if (absl::Status s = LoadInheriting(tx, engagement.name(), &inheriting); !s.ok()) return s;
    for (Gathered& gathered : *page) {
      if (absl::Status s = AddRow(tx, engagement.name(), inheriting, counting, &gathered);
          !s.ok()) {
        return s;
      }
    }
    return absl::OkStatus();
  });
}

}  // namespace

absl::Status ListTargetActual(Tx& tx, const v1alpha::ListTargetActualRequest& q,
                              v1alpha::ListTargetActualResponse* r) {
  const auto as_of = AsOf(tx, q.has_as_of_date(), q.as_of_date());
  if (!as_of.ok()) return as_of.status();
  if (absl::Status s = tx.CheckThere(q.parent(), /*live=*/false); !s.ok()) return s;
  const Counting counting{*as_of, q.drafts_too()};
  const std::string list =
      absl::StrCat("target actual\n", q.parent(), "\n", absl::FormatCivilTime(*as_of), "\n",
                   q.drafts_too(), "\n", q.key_only());
  std::vector<Gathered> page;
  std::string next;
  if (absl::Status s = LoadPage(tx, q, list, &page, &next); !s.ok()) return s;
  if (absl::Status s = Gather(tx, q.parent(), counting, &page); !s.ok()) return s;
  size_t bytes = 0;
  for (Gathered& gathered : page) {
    Finish(counting, &gathered);
    bytes += gathered.out.ByteSizeLong();
    if (bytes > Tx::kMaxPageBytes && r->indicators_size() > 0) {
      next = r->indicators(r->indicators_size() - 1).indicator();
      break;
    }
    *r->add_indicators() = std::move(gathered.out);
  }
  if (!next.empty()) r->set_next_page_token(rpc::MakePageToken(tx.token_key(), list, next));
  return absl::OkStatus();
}

}  // namespace lotse::engagement
