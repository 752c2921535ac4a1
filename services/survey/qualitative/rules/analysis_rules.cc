#include "services/survey/qualitative/rules/analysis_rules.h"

#include <algorithm>
#include <cmath>
#include <optional>
#include <string>

#include "absl/container/flat_hash_set.h"
#include "absl/strings/str_cat.h"
#include "runtime/rpc/error.h"
#include "services/survey/qualitative/coding/keyword.h"
#include "services/survey/qualitative/rules/codes.h"
#include "services/survey/qualitative/rules/study_place.h"
#include "services/survey/qualitative/rules/study_rules.h"
#include "services/survey/qualitative/text/word_context.h"

namespace lotse::survey::qualitative {
namespace {

using rpc::FieldViolations;
using v1alpha::ParticipantAttribute;
using v1alpha::SegmentNeighbor;
using v1alpha::Study;

using Kind = StudyPlace::Kind;
using MeasureRequest = v1alpha::MeasureAgreementRequest;
using Names = google::protobuf::RepeatedPtrField<std::string>;

constexpr char kTwice[] = "comes twice; give it once";

// The element of `list` of which `id_of` is `id`; null if there is none.
template <typename List, typename IdOf>
const auto* FindIn(const List& list, absl::string_view id, const IdOf& id_of) {
  const auto found =
      std::find_if(list.begin(), list.end(), [&](const auto& each) { return id_of(each) == id; });
  return found == list.end() ? nullptr : &*found;
}

const ParticipantAttribute* FindAttribute(const Study& study, absl::string_view code) {
  return FindIn(study.attributes(), code, [](const auto& each) { return each.code(); });
}

// A list of names, each given once, in which `wrong` finds what none of them may be.
template <typename WrongWith>
void CheckEach(absl::string_view field, const Names& names, const WrongWith& wrong_with,
               FieldViolations* violations) {
  absl::flat_hash_set<std::string> seen;
  for (int i = 0; i < names.size(); ++i) {
    const char* wrong = wrong_with(names.Get(i));
    if (wrong == nullptr && !seen.insert(names.Get(i)).second) wrong = kTwice;
    if (wrong != nullptr) violations->push_back({absl::StrCat(field, "[", i, "]"), wrong});
  }
}

void CheckPlaces(absl::string_view field, const Study& study, const Names& places, int least,
                 FieldViolations* violations) {
  CheckCount(field, places.size(), least, kMaxAskedPlaces, violations);
  const auto wrong_with = [&](const std::string& name) -> const char* {
    const auto place = ReadStudyPlace(study.name(), name);
    const bool is_place =
        place.has_value() && (place->kind == Kind::kCase || place->kind == Kind::kText);
    return is_place ? nullptr : "not the name of a case or of a text of the study";
  };
  CheckEach(field, places, wrong_with, violations);
}

void CheckCodes(absl::string_view field, const Study& study, const Names& codes, int least,
                int most, FieldViolations* violations) {
  CheckCount(field, codes.size(), least, most, violations);
  const auto wrong_with = [&](const std::string& name) -> const char* {
    const auto code = ReadStudyPlace(study.name(), name);
    const bool is_code = code.has_value() && code->kind == Kind::kCode;
    return is_code ? nullptr : "not the name of a code of the study";
  };
  CheckEach(field, codes, wrong_with, violations);
}

void CheckCoders(const Study& study, const Names& coders, int least, FieldViolations* violations) {
  CheckCount("coders", coders.size(), least, kMaxCoders, violations);
  const auto wrong_with = [&](const std::string& id) -> const char* {
    const bool is_coder =
        FindIn(study.coders(), id, [](const auto& each) { return each.coder_id(); }) != nullptr;
    return is_coder ? nullptr : "not a coder of the study; give the id of one";
  };
  CheckEach("coders", coders, wrong_with, violations);
}

void CheckSpeaker(const Study& study, const v1alpha::SpeakerFilter& filter,
                  FieldViolations* violations) {
  const auto code_of = [](const auto& each) { return each.code(); };
  if (!filter.role().empty() && FindIn(study.roles(), filter.role(), code_of) == nullptr) {
    violations->push_back({"speaker.role", "not a role of the study; give the code of one"});
  }
  // It stays in here: what is none may be a name.
  if (!filter.pseudonym().empty() && !IsPseudonym(filter.pseudonym())) {
    violations->push_back({"speaker.pseudonym", "not a pseudonym; give one such as P07"});
  }
  CheckCount("speaker.values", filter.values_size(), 0, kMaxSpeakerValues, violations);
  for (int i = 0; i < filter.values_size(); ++i) {
    const auto& value = filter.values(i);
    const ParticipantAttribute* const attribute = FindAttribute(study, value.attribute());
    const std::string at = absl::StrCat("speaker.values[", i, "]");
    if (attribute == nullptr) {
      violations->push_back({at + ".attribute", "not an attribute of the study"});
    } else if (FindIn(attribute->categories(), value.category(), code_of) == nullptr) {
      violations->push_back({at + ".category", "not a category of the attribute"});
    }
  }
}

void CheckNeighbor(const std::string& at, const Study& study, const SegmentNeighbor& neighbor,
                   FieldViolations* violations) {
  CheckCodes(at + ".codes", study, neighbor.codes(), 1, kMaxSegmentCodes, violations);
  const auto relation = neighbor.relation();
  if (relation == SegmentNeighbor::RELATION_UNSPECIFIED ||
      !SegmentNeighbor::Relation_IsValid(relation)) {
    violations->push_back({at + ".relation", "missing; say how the coding lies"});
  }
  const int64_t most = relation == SegmentNeighbor::RELATION_NEAR ? kMaxNeighborDistance : 0;
  if (neighbor.distance() < 0 || neighbor.distance() > most) {
    violations->push_back(
        {at + ".distance", most == 0 ? std::string("is for RELATION_NEAR; leave it out")
                                     : absl::StrCat("give 0 to ", most, " code points")});
  }
}

void CheckContext(int32_t words, FieldViolations* violations) {
  if (words >= 0 && words <= kMaxContextWords) return;
  violations->push_back({"context_words", absl::StrCat("give 0 to ", kMaxContextWords)});
}

// What is known of codes that are compared with one another, beyond their names.
void CheckScale(const MeasureRequest& q, FieldViolations* violations) {
  if (q.values().empty()) return;
  const char* wrong = nullptr;
  if (q.categories() != MeasureRequest::CATEGORIES_ORDERED) {
    wrong = "are for CATEGORIES_ORDERED; leave them out";
  } else if (q.values_size() != q.codes_size()) {
    wrong = "give one for each code, or none";
  } else if (!std::all_of(q.values().begin(), q.values().end(),
                          [](double value) { return std::isfinite(value); })) {
    wrong = "give finite numbers";
  } else if (std::adjacent_find(q.values().begin(), q.values().end(),
                                [](double a, double b) { return a >= b; }) != q.values().end()) {
    wrong = "give them ascending";
  }
  if (wrong != nullptr) violations->push_back({"values", wrong});
}

void CheckWorkedThrough(const Study& study, const MeasureRequest& q, FieldViolations* violations) {
  absl::flat_hash_set<std::string> seen;
  for (int i = 0; i < q.worked_through_size(); ++i) {
    const auto& worked = q.worked_through(i);
    const std::string at = absl::StrCat("worked_through[", i, "]");
    const auto& coders = q.coders();
    if (std::find(coders.begin(), coders.end(), worked.coder()) == coders.end()) {
      violations->push_back({at + ".coder", "not one of `coders`"});
    } else if (!seen.insert(worked.coder()).second) {
      violations->push_back({at + ".coder", kTwice});
    }
    CheckPlaces(at + ".places", study, worked.places(), 1, violations);
  }
}

}  // namespace

FieldViolations CheckRequest(const Study& study, const v1alpha::FindSegmentsRequest& q) {
  FieldViolations violations;
  CheckCodes("codes", study, q.codes(), 0, kMaxSegmentCodes, &violations);
  CheckPlaces("places", study, q.places(), 0, &violations);
  CheckCoders(study, q.coders(), 0, &violations);
  CheckSpeaker(study, q.speaker(), &violations);
  CheckCount("neighbors", q.neighbors_size(), 0, kMaxNeighbors, &violations);
  for (int i = 0; i < q.neighbors_size(); ++i) {
    CheckNeighbor(absl::StrCat("neighbors[", i, "]"), study, q.neighbors(i), &violations);
  }
  CheckContext(q.context_words(), &violations);
  return violations;
}

FieldViolations CheckRequest(const Study& study, const v1alpha::FindKeywordRequest& q) {
  FieldViolations violations;
  // Of it nothing is repeated.
  if (!CheckKeywordQuery({.keyword = q.keyword(), .window = 0}).empty()) {
    violations.push_back({"keyword", absl::StrCat("give one word or several, at most ", kMaxKeyword,
                                                  " characters")});
  }
  CheckPlaces("places", study, q.places(), 0, &violations);
  CheckContext(q.context_words(), &violations);
  return violations;
}

FieldViolations CheckRequest(const Study& study, const v1alpha::CountCodesRequest& q) {
  FieldViolations violations;
  CheckCodes("codes", study, q.codes(), 1, kMaxCountedCodes, &violations);
  CheckPlaces("places", study, q.places(), 0, &violations);
  CheckCoders(study, q.coders(), 0, &violations);
  if (!q.attribute().empty() && FindAttribute(study, q.attribute()) == nullptr) {
    violations.push_back({"attribute", "not an attribute of the study"});
  }
  return violations;
}

FieldViolations CheckRequest(const Study& study, const v1alpha::CountCoOccurrenceRequest& q) {
  FieldViolations violations;
  CheckCodes("codes", study, q.codes(), 2, kMaxPairedCodes, &violations);
  CheckPlaces("places", study, q.places(), 0, &violations);
  CheckCoders(study, q.coders(), 0, &violations);
  return violations;
}

FieldViolations CheckRequest(const Study& study, const MeasureRequest& q) {
  FieldViolations violations;
  const bool each = q.categories() == MeasureRequest::CATEGORIES_EACH_CODE;
  if (q.categories() == MeasureRequest::CATEGORIES_UNSPECIFIED ||
      !MeasureRequest::Categories_IsValid(q.categories())) {
    violations.push_back({"categories", "missing; say what is compared"});
  }
  CheckCodes("codes", study, q.codes(), each ? 1 : 2, kMaxRatedCodes, &violations);
  CheckScale(q, &violations);
  CheckCoders(study, q.coders(), 2, &violations);
  if (q.least_percent() < 0 || q.least_percent() > 100) {
    violations.push_back({"least_percent", "give 0 to 100"});
  }
  CheckPlaces("places", study, q.places(), 0, &violations);
  CheckWorkedThrough(study, q, &violations);
  return violations;
}

FieldViolations CheckRequest(const Study& study, const v1alpha::TabulateThemesRequest& q) {
  FieldViolations violations;
  CheckCodes("codes", study, q.codes(), 1, kMaxThemes, &violations);
  CheckCount("attributes", q.attributes_size(), q.by_role() ? 0 : 1, kMaxThemeAttributes,
             &violations);
  size_t groups = q.by_role() ? static_cast<size_t>(study.roles_size()) : 0;
  const auto wrong_with = [&](const std::string& code) -> const char* {
    const ParticipantAttribute* const attribute = FindAttribute(study, code);
    if (attribute == nullptr) return "not an attribute of the study";
    groups += static_cast<size_t>(attribute->categories_size()) + 1;
    return nullptr;
  };
  CheckEach("attributes", q.attributes(), wrong_with, &violations);
  if (groups * static_cast<size_t>(q.codes_size()) > kMaxThemeCells) {
    violations.push_back({"codes", absl::StrCat("all matrices have more than ", kMaxThemeCells,
                                                " cells; ask for fewer codes or attributes")});
  }
  return violations;
}

absl::Status CheckCompares(const Study& study, const CodingViewer& viewer) {
  if (!study.blind() || viewer.compares) return absl::OkStatus();
  return rpc::Error(type::v1alpha::ERROR_REASON_WRONG_STATE,
                    absl::StrCat(study.name(),
                                 " is blind; agreement is measured by who may "
                                 "release material and does not code in it, or "
                                 "when it is blind no more"),
                    {{"resource", study.name()}, {"state", "BLIND"}});
}

}  // namespace lotse::survey::qualitative
