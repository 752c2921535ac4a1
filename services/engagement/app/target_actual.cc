// Target and actual values of shared indicators.
#include <algorithm>
#include <map>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "runtime/rpc/error.h"
#include "runtime/rpc/page_token.h"
#include "runtime/schema/address.h"
#include "runtime/types/decimal.h"
#include "services/engagement/app/value_rules.h"
#include "services/engagement/app/values.h"
#include "services/engagement/domain/achievement.h"
#include "services/engagement/domain/aggregation.h"
#include "services/engagement/domain/indicator_rules.h"

namespace lotse::engagement {

using resource::Tx;
using v1alpha::Indicator;
using v1alpha::Measurement;
using v1alpha::TargetActual;
using v1alpha::TargetActualRow;

namespace {

// Most indicators of a page.
constexpr int kMostIndicators = 100;
// Most sites of a page: each asks for its measurements. What sites make together takes all
// of them, so an indicator of more has a page of its own.
constexpr size_t kMostSites = 250;

// The indicators that inherit a shared one, by the name of their engagement; one of each.
using Heirs = std::map<std::string, Indicator>;

absl::Status LoadHeirs(Tx& tx, const std::string& shared, Heirs* out) {
  Indicator indicator;
  for (const std::string& name : tx.ReferrersOf(shared, indicator)) {
    if (absl::Status s = tx.Load(name, &indicator); !s.ok()) return s;
    // What weighs others is referred to for that too.
    if (indicator.shared_indicator() != shared) continue;
    out->emplace(schema::OwnerOf(name), indicator);
  }
  return absl::OkStatus();
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

// A shared indicator while its rows are gathered.
struct Gathered {
  Indicator shared;
  Heirs heirs;
  // Those of the indicator that weighs it.
  Heirs weights;
  TargetActual out;
  std::vector<Site> sites;
};

// The weight of a site: the value of its indicator that inherits the one that weighs.
absl::StatusOr<std::optional<types::Decimal>> WeightOf(Tx& tx, const std::string& engagement,
                                                       const Counting& counting,
                                                       const Gathered& gathered) {
  const auto weight = gathered.weights.find(engagement);
  if (weight == gathered.weights.end()) return std::optional<types::Decimal>();
  const auto achieved = Achieved(tx, weight->second, counting);
  if (!achieved.ok()) return achieved.status();
  return ActualOf(*achieved);
}

absl::Status AddRow(Tx& tx, const std::string& engagement, const Indicator& own,
                    const Counting& counting, Gathered* gathered) {
  auto achieved = Achieved(tx, own, counting);
  if (!achieved.ok()) return achieved.status();
  const auto weight = WeightOf(tx, engagement, counting, *gathered);
  if (!weight.ok()) return weight.status();
  TargetActualRow* row = gathered->out.add_rows();
  row->set_engagement(engagement);
  row->set_indicator(own.name());
  if (weight->has_value()) *row->mutable_weight() = (*weight)->ToProto();
  // What is measured by another definition is shown, and not put together.
  const bool same = SameDefinition(own, gathered->shared);
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

// Adds the rows of all engagements to an indicator.
absl::Status Gather(Tx& tx, const Counting& counting, Gathered* gathered) {
  TargetActual& out = gathered->out;
  out.set_indicator(gathered->shared.name());
  *out.mutable_title() = gathered->shared.title();
  out.set_aggregation(gathered->shared.definition().aggregation());
  const std::string& weight = gathered->shared.definition().weight_indicator();
  if (!weight.empty()) {
    if (absl::Status s = LoadHeirs(tx, weight, &gathered->weights); !s.ok()) return s;
  }
  for (const auto& [engagement, own] : gathered->heirs) {
    if (absl::Status s = AddRow(tx, engagement, own, counting, gathered); !s.ok()) return s;
  }
  Finish(counting, gathered);
  return absl::OkStatus();
}

// The shared indicators behind `after` that are asked for.
absl::Status FindShared(Tx& tx, const v1alpha::ListTargetActualRequest& q, const std::string& after,
                        std::vector<Indicator>* found) {
  Indicator shared;
  return tx.ForEach(q.parent(), &shared, [&] {
    if (shared.name() > after && (shared.key() || !q.key_only())) found->push_back(shared);
    return absl::OkStatus();
  });
}

// Fills a page with indicators; `last` is the last of them, or empty if none are left.
absl::Status FillIndicators(Tx& tx, const std::vector<Indicator>& all, int size,
                            const Counting& counting, std::string* last,
                            v1alpha::ListTargetActualResponse* r) {
  size_t sites = 0;
  size_t bytes = 0;
  for (const Indicator& shared : all) {
    if (r->indicators_size() == size) return absl::OkStatus();
    Gathered gathered;
    gathered.shared = shared;
    if (absl::Status s = LoadHeirs(tx, shared.name(), &gathered.heirs); !s.ok()) return s;
    sites += gathered.heirs.size();
    if (sites > kMostSites && r->indicators_size() > 0) return absl::OkStatus();
    if (absl::Status s = Gather(tx, counting, &gathered); !s.ok()) return s;
    bytes += gathered.out.ByteSizeLong();
    if (bytes > Tx::kMaxPageBytes && r->indicators_size() > 0) return absl::OkStatus();
    *last = shared.name();
    *r->add_indicators() = std::move(gathered.out);
  }
  last->clear();
  return absl::OkStatus();
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
  const auto size = rpc::CheckPageSize(q.page_size());
  if (!size.ok()) return size.status();
  const auto after = rpc::ReadPageToken(tx.token_key(), list, q.page_token());
  if (!after.ok()) return after.status();
  std::vector<Indicator> shared;
  if (absl::Status s = FindShared(tx, q, *after, &shared); !s.ok()) return s;
  std::string last;
  if (absl::Status s =
          FillIndicators(tx, shared, std::min(*size, kMostIndicators), counting, &last, r);
      !s.ok()) {
    return s;
  }
  if (!last.empty()) r->set_next_page_token(rpc::MakePageToken(tx.token_key(), list, last));
  return absl::OkStatus();
}

}  // namespace lotse::engagement
