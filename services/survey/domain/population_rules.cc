#include "services/survey/domain/population_rules.h"

#include <set>
#include <string>

#include "absl/container/flat_hash_set.h"
#include "absl/strings/str_cat.h"
#include "google/protobuf/util/message_differencer.h"
#include "runtime/rpc/error.h"
#include "runtime/types/date.h"
#include "runtime/types/text.h"
#include "services/survey/domain/field_checks.h"
#include "services/survey/engine/code_rules.h"

namespace lotse::survey {
namespace {

using google::protobuf::util::MessageDifferencer;
using v1alpha::Population;
using v1alpha::Stratum;

void CheckStrata(const Population& population, rpc::FieldViolations* violations) {
  if (population.strata_size() > kMaxStrata) {
    violations->push_back(
        {"population.strata", absl::StrCat("too many; give at most ", kMaxStrata)});
    return;
  }
  absl::flat_hash_set<std::string> codes;
  for (int i = 0; i < population.strata_size(); ++i) {
    const Stratum& stratum = population.strata(i);
    const std::string path = absl::StrCat("population.strata[", i, "]");
    if (!IsQuestionCode(stratum.code())) {
      violations->push_back({absl::StrCat(path, ".code"),
                             "not a code; give a letter, then letters, digits and underscores, at "
                             "most 64 characters"});
    } else if (!codes.insert(stratum.code()).second) {
      violations->push_back(
          {absl::StrCat(path, ".code"), "given twice; give each stratum a code of its own"});
    }
    types::CheckText(absl::StrCat(path, ".label"), stratum.label(), violations);
    if (stratum.has_size() && (stratum.size() < 0 || stratum.size() > kMaxStratumSize)) {
      violations->push_back(
          {absl::StrCat(path, ".size"), "give 0 to 10000000, or nothing if unknown"});
    }
  }
}

std::set<std::string> CodesOf(const Population& population) {
  std::set<std::string> codes;
  for (const Stratum& stratum : population.strata()) codes.insert(stratum.code());
  return codes;
}

bool SameStrata(const Population& a, const Population& b) {
  if (a.strata_size() != b.strata_size()) return false;
  for (int i = 0; i < a.strata_size(); ++i) {
    if (!MessageDifferencer::Equals(a.strata(i), b.strata(i))) return false;
  }
  return true;
}

absl::Status IsFixed(const Population& population, absl::string_view field, AskedBy asked_by) {
  const bool closed = asked_by == AskedBy::kClosedWaves;
  return rpc::Precondition(
      type::v1alpha::ERROR_REASON_WRONG_STATE, absl::StrCat(population.name(), "#", field),
      {closed ? "steht in Zahlen einer geschlossenen Welle und bleibt; eine neue Grundgesamtheit "
                "anlegen"
              : "gehört zu einer freigegebenen Welle und bleibt; zuerst deren Freigabe "
                "zurücknehmen, oder eine neue Grundgesamtheit anlegen",
       closed ? "stands in figures of a closed wave and stays; create another population"
              : "belongs to a released wave and stays; revoke its release first, or create "
                "another population"},
      {{"resource", population.name()}, {"field", absl::StrCat("population.", field)}});
}

}  // namespace

rpc::FieldViolations CheckPopulation(const Population& population) {
  rpc::FieldViolations violations;
  types::CheckText("population.title", population.title(), &violations);
  types::CheckText("population.definition", population.definition(), &violations);
  CheckStrata(population, &violations);
  types::CheckDate("population.as_of_date", population.as_of_date(), &violations);
  CheckLine("population.source", population.source(), kMaxSourceBytes, &violations);
  return violations;
}

void SetSize(Population* population) {
  population->clear_size();
  int64_t sum = 0;
  for (const Stratum& stratum : population->strata()) {
    if (!stratum.has_size()) return;
    sum += stratum.size();
  }
  if (!population->strata().empty()) population->set_size(sum);
}

absl::Status CheckPopulationUpdate(const Population& before, const Population& after,
                                   AskedBy asked_by) {
  if (asked_by == AskedBy::kPlannedWaves) return absl::OkStatus();
  const bool closed = asked_by == AskedBy::kClosedWaves;
  const auto changed = [](const auto& a, const auto& b) {
    return !MessageDifferencer::Equals(a, b);
  };
  const struct {
    absl::string_view field;
    bool refused;
  } fields[] = {
      {"title", closed && changed(before.title(), after.title())},
      {"definition", changed(before.definition(), after.definition())},
      {"strata", closed ? !SameStrata(before, after) : CodesOf(before) != CodesOf(after)},
      {"as_of_date", closed && changed(before.as_of_date(), after.as_of_date())},
      {"source", closed && before.source() != after.source()},
  };
  for (const auto& [field, refused] : fields) {
    if (refused) return IsFixed(before, field, asked_by);
  }
  return absl::OkStatus();
}

}  // namespace lotse::survey
