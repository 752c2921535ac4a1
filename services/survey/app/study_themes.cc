#include <string>
#include <utility>
#include <vector>

#include "absl/container/flat_hash_map.h"
#include "runtime/rpc/error.h"
#include "services/survey/analysis/suppression/release_protection.h"
#include "services/survey/analysis/tables/release_rules.h"
#include "services/survey/app/asked_study.h"
#include "services/survey/app/codebook_content.h"
#include "services/survey/app/study_analysis.h"
#include "services/survey/qualitative/measures/co_occurrence.h"
#include "services/survey/qualitative/rules/speaker_groups.h"
#include "services/survey/qualitative/themes/theme_matrix.h"

// Groups of participants against themes, protected as the tables of a wave.
namespace lotse::survey {
namespace {

using qualitative::CodingSet;
using qualitative::Corpus;
using qualitative::ShownThemes;
using qualitative::StudyStore;
using qualitative::ThemeMatrix;
using qualitative::ThemeNumbers;
using suppression::Refusal;
using v1alpha::StudyMatrix;
using v1alpha::TabulateThemesRequest;
using v1alpha::TabulateThemesResponse;

// Variables of the disclosure control: groupings first, then themes.
constexpr int kFirstTheme = 100;
static_assert(qualitative::kMaxThemeAttributes + 1 < kFirstTheme);

// One grouping; all of them are of the same people.
struct CountedMatrix {
  std::string attribute;  // Empty: by roles.
  ThemeMatrix matrix;
  ThemeNumbers numbers;
};

StudyMatrix::NotShown ToldRefusal(Refusal refusal) {
  switch (refusal) {
    case Refusal::kNone:
      return StudyMatrix::NOT_SHOWN_UNSPECIFIED;
    case Refusal::kBase:
      return StudyMatrix::NOT_SHOWN_BASE_TOO_SMALL;
    case Refusal::kEffort:
      return StudyMatrix::NOT_SHOWN_EFFORT;
    case Refusal::kInterval:
    case Refusal::kSingleton:
      break;
  }
  return StudyMatrix::NOT_SHOWN_NOT_PROTECTABLE;
}

// By speaker of the corpus the group; empty for staff.
std::vector<std::string> GroupsOfSpeakers(const StudyScope& scope, const Corpus& corpus,
                                          const std::string& attribute) {
  absl::flat_hash_map<std::string, std::string> known;
  for (const v1alpha::StudyCase& one : scope.cases()) {
    for (const v1alpha::Participant& each : one.participants()) {
      known[SpeakerId(LastPart(one.name()), each.pseudonym())] =
          qualitative::GroupOf(each, attribute);
    }
  }
  std::vector<std::string> groups;
  for (const std::string& speaker : corpus.speakers()) groups.push_back(known[speaker]);
  return groups;
}

CountedMatrix CountMatrix(const StudyScope& scope, const StudyCorpus& study,
                          const std::vector<std::string>& codes, const std::string& attribute) {
  const CodingSet all(study.corpus.codings().size(), true);
  const auto groups = GroupsOfSpeakers(scope, study.corpus, attribute);
  CountedMatrix counted{attribute, SpeakersByTheme(study.corpus, all, codes, groups), {}};
  for (size_t i = 0; i < codes.size(); ++i) {
    counted.numbers.theme_variables.push_back(kFirstTheme + static_cast<int>(i));
  }
  return counted;
}

void TellMatrix(const TabulateThemesRequest& q, const v1alpha::Study& study,
                const CountedMatrix& counted, const ShownThemes& shown, StudyMatrix* told) {
  const ThemeMatrix& matrix = counted.matrix;
  for (const std::string& group : qualitative::GroupsOf(study, counted.attribute)) {
    const int found = qualitative::PlaceOf(matrix.groups, group);
    if (found < 0) continue;
    const auto at = static_cast<size_t>(found);
    v1alpha::StudyMatrixGroup* const one = told->add_groups();
    one->set_code(qualitative::ToldGroup(group));
    if (shown.sizes[at].has_value()) {
      one->set_participants(static_cast<int32_t>(*shown.sizes[at]));
    }
    for (size_t theme = 0; theme < matrix.themes.size(); ++theme) {
      v1alpha::StudyMatrixCell* const cell = told->add_cells();
      cell->set_group(one->code());
      cell->set_code(q.codes(static_cast<int>(theme)));
      const auto& count = shown.counts[at * matrix.themes.size() + theme];
      if (count.has_value()) cell->set_speakers(static_cast<int32_t>(*count));
    }
  }
}

// Protects all matrices as if one attacker had them all, and tells what may be shown.
absl::Status Protect(const TabulateThemesRequest& q, const v1alpha::Study& study,
                     const std::vector<CountedMatrix>& matrices, TabulateThemesResponse* r) {
  suppression::ProtectionTask task;
  task.rules.threshold = tables::kMinReleaseCell;
  task.base_threshold = tables::kMinReleaseBase;
  for (const CountedMatrix& counted : matrices) {
    qualitative::ThemeTables tables = TablesOf(counted.matrix, counted.numbers);
    task.tables.push_back(std::move(tables.table));
    // What the codebook implies is the same for each grouping.
    task.groupings = std::move(tables.groupings);
  }
  const auto result = suppression::ProtectRelease(task);
  if (!result.ok()) return result.status();
  for (size_t i = 0; i < matrices.size(); ++i) {
    StudyMatrix* const told = r->add_matrices();
    told->set_attribute(matrices[i].attribute);
    told->set_not_shown(ToldRefusal(result->refusals[i]));
    if (result->refusals[i] != Refusal::kNone) continue;
    const ShownThemes shown = ShownOf(matrices[i].matrix, matrices[i].numbers, result->withheld);
    TellMatrix(q, study, matrices[i], shown, told);
  }
  return absl::OkStatus();
}

// Nobody takes part: no matrix has a group.
void TellNobody(const std::vector<CountedMatrix>& matrices, TabulateThemesResponse* r) {
  for (const CountedMatrix& counted : matrices) {
    StudyMatrix* const told = r->add_matrices();
    told->set_attribute(counted.attribute);
    told->set_not_shown(StudyMatrix::NOT_SHOWN_BASE_TOO_SMALL);
  }
}

}  // namespace

absl::Status TabulateThemes(resource::Store& store, StudyStore& studies, const OnBehalf& caller,
                            const TabulateThemesRequest& q, TabulateThemesResponse* r) {
  const auto asked = AskStudy(store, studies, caller, q, {});
  if (!asked.ok()) return asked.status();
  const std::vector<std::string> codes = CodeKeys(q.parent(), q.codes());
  std::vector<std::string> groupings;
  if (q.by_role()) groupings.emplace_back();
  groupings.insert(groupings.end(), q.attributes().begin(), q.attributes().end());
  const auto study =
      ReadCorpus(asked->files.get(), caller, asked->reach, asked->scope, {.codes = codes});
  if (!study.ok()) return study.status();
  const auto wrong = CheckMatrixCodes(study->corpus, codes);
  if (absl::Status s = rpc::InvalidFields(wrong); !s.ok()) return s;
  std::vector<CountedMatrix> matrices;
  for (const std::string& attribute : groupings) {
    matrices.push_back(CountMatrix(asked->scope, *study, codes, attribute));
    matrices.back().numbers.group_variable = static_cast<int>(matrices.size() - 1);
  }
  r->set_left_out_cases(asked->scope.left_out());
  r->mutable_disclosure_rule()->set_minimum_base(tables::kMinReleaseBase);
  r->mutable_disclosure_rule()->set_minimum_cell(tables::kMinReleaseCell);
  if (matrices.front().matrix.groups.empty()) {
    TellNobody(matrices, r);
    return absl::OkStatus();
  }
  return Protect(q, asked->reach.study(), matrices, r);
}

}  // namespace lotse::survey
