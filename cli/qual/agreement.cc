// lotse qual agreement: how far coders agree, by code.
#include <cstdint>
#include <map>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "absl/strings/str_replace.h"
#include "cli/channel.h"
#include "cli/engagement/view.h"
#include "cli/engagement/words.h"
#include "cli/failure.h"
#include "cli/output.h"
#include "cli/qual/commands.h"
#include "cli/qual/places.h"
#include "cli/release/spec.h"
#include "lotse/survey/v1alpha/study_agreement.pb.h"
#include "lotse/survey/v1alpha/study_analysis_service.pb.h"
#include "lotse/survey/v1alpha/study_measure.pb.h"

namespace lotse::cli {
namespace {

using survey::v1alpha::CoderAgreement;
using survey::v1alpha::CoderPairAgreement;
using survey::v1alpha::CoefficientWithError;
using survey::v1alpha::MeasureAgreementRequest;
using survey::v1alpha::MeasureAgreementResponse;

using Table = std::vector<std::vector<std::string>>;

std::string Say(absl::string_view german, absl::string_view english, const ViewOptions& options) {
  return Show(Either(options.language, german, english), options);
}

std::string Number(double value, int digits, const ViewOptions& options) {
  const std::string number = absl::StrFormat("%.*f", digits, value);
  return options.language == "de" ? absl::StrReplaceAll(number, {{".", ","}}) : number;
}

// What could not be worked out is a dash.
std::string Nothing(const ViewOptions& options) { return Sign("-", "–", options); }

std::string WithError(bool has, const CoefficientWithError& value, const ViewOptions& options) {
  if (!has) return Nothing(options);
  std::string told = Number(value.value(), 3, options);
  if (value.has_standard_error()) {
    absl::StrAppend(&told, " (", Number(value.standard_error(), 3, options), ")");
  }
  return told;
}

std::string Plain(bool has, double value, const ViewOptions& options) {
  return has ? Number(value, 3, options) : Nothing(options);
}

std::string PerCent(bool has, double value, const ViewOptions& options) {
  return has ? absl::StrCat(Number(100 * value, 1, options), " %") : Nothing(options);
}

absl::Status SetCategories(const Args& args, MeasureAgreementRequest* request) {
  if (args.Has("exclusive") && args.Has("ordered")) {
    return UsageError(
        "--exclusive, --ordered: give one of them; ordered codes exclude one another");
  }
  request->set_categories(MeasureAgreementRequest::CATEGORIES_EACH_CODE);
  if (args.Has("exclusive")) {
    request->set_categories(MeasureAgreementRequest::CATEGORIES_EXCLUSIVE);
  }
  if (args.Has("ordered")) request->set_categories(MeasureAgreementRequest::CATEGORIES_ORDERED);
  return absl::OkStatus();
}

// Each coder once, as the service wants them, with all that was said of them.
absl::Status SetWorkedThrough(const Args& args, MeasureAgreementRequest* request) {
  const auto pairs = ReadPairs(args, "worked-through");
  if (!pairs.ok()) return pairs.status();
  std::map<std::string, survey::v1alpha::WorkedThrough*> by_coder;
  for (const auto& [coder, name] : *pairs) {
    const auto place = ReadQualPlace(name, {QualPlace::kCase, QualPlace::kText});
    if (!place.ok()) return place.status();
    survey::v1alpha::WorkedThrough*& worked = by_coder[coder];
    if (worked == nullptr) {
      worked = request->add_worked_through();
      worked->set_coder(coder);
    }
    worked->add_places(name);
  }
  return absl::OkStatus();
}

absl::StatusOr<MeasureAgreementRequest> Wanted(const Args& args) {
  MeasureAgreementRequest request;
  request.set_parent(args.positional[0]);
  const std::vector<std::string> coders = ReadCodeLists(args, "coder");
  if (coders.size() < 2) return UsageError("--coder: give at least two, as --coder=eins,zwei");
  request.mutable_coders()->Assign(coders.begin(), coders.end());
  const auto codes = ReadCodeNames(request.parent(), args, "code");
  if (!codes.ok()) return codes.status();
  if (codes->empty()) return UsageError("--code is missing: give CODEBOOK/CODE, one or more");
  request.mutable_codes()->Assign(codes->begin(), codes->end());
  request.set_with_below(args.Has("below"));
  if (absl::Status s = SetCategories(args, &request); !s.ok()) return s;
  if (absl::Status s = SetWorkedThrough(args, &request); !s.ok()) return s;
  const auto unit = ReadUnit(args);
  if (!unit.ok()) return unit.status();
  request.set_unit(unit->unit);
  request.set_window_code_points(unit->window_code_points);
  for (const std::string& name : args.GetAll("place")) {
    const auto place = ReadQualPlace(name, {QualPlace::kCase, QualPlace::kText});
    if (!place.ok()) return place.status();
    request.add_places(name);
  }
  return request;
}

// A figure says something only together with its unit.
std::string UnitOf(const CoderAgreement& measured, const ViewOptions& options) {
  switch (measured.unit()) {
    case survey::v1alpha::STUDY_UNIT_TURN:
      return Say("Einheit: Redebeitrag", "unit: turn", options);
    case survey::v1alpha::STUDY_UNIT_SENTENCE:
      return Say("Einheit: Satz", "unit: sentence", options);
    case survey::v1alpha::STUDY_UNIT_WINDOW: {
      const int32_t size = measured.window_code_points();
      return Say(absl::StrCat("Einheit: Fenster von ", size, " Zeichen"),
                 absl::StrCat("unit: window of ", size, " code points"), options);
    }
    case survey::v1alpha::STUDY_UNIT_TEXT:
      return Say("Einheit: Text", "unit: text", options);
    default:
      return Say("Einheit: unbekannt", "unit: not known", options);
  }
}

std::string CodeOf(const CoderAgreement& measured, const ViewOptions& options) {
  // Of all codes together it has none.
  if (measured.code().empty()) return Say("alle", "all", options);
  return Show(absl::StrCat(IdOf(AboveIn(measured.code())), "/", IdOf(measured.code())), options);
}

std::string AllCoders(const MeasureAgreementResponse& response, const ViewOptions& options) {
  Table rows = {{Say("Code", "code", options), Say("Einheiten", "units", options),
                 Say("gleich", "agreed", options), "Cohen (SE)", "Fleiss (SE)", "Krippendorff",
                 "Brennan-P."}};
  for (const CoderAgreement& each : response.agreements()) {
    rows.push_back({CodeOf(each, options), absl::StrCat(each.units()),
                    PerCent(each.has_agreement(), each.agreement(), options),
                    WithError(each.has_cohen_kappa(), each.cohen_kappa(), options),
                    WithError(each.has_fleiss_kappa(), each.fleiss_kappa(), options),
                    Plain(each.has_krippendorff_alpha(), each.krippendorff_alpha(), options),
                    Plain(each.has_brennan_prediger(), each.brennan_prediger(), options)});
  }
  return Columns(std::move(rows), /*flexible=*/0, /*indent=*/0, options);
}

// What only ordered codes have.
std::string OrderedCodes(const MeasureAgreementResponse& response, const ViewOptions& options) {
  Table rows = {{Say("geordnet", "ordered", options), "Cohen linear (SE)",
                 Say("Cohen quadratisch (SE)", "Cohen quadratic (SE)", options),
                 "Krippendorff ordinal"}};
  for (const CoderAgreement& each : response.agreements()) {
    rows.push_back(
        {CodeOf(each, options), WithError(each.has_linear_kappa(), each.linear_kappa(), options),
         WithError(each.has_quadratic_kappa(), each.quadratic_kappa(), options),
         Plain(each.has_krippendorff_alpha_ordinal(), each.krippendorff_alpha_ordinal(), options)});
  }
  return Columns(std::move(rows), /*flexible=*/0, /*indent=*/0, options);
}

// Each two of three or more coders; empty if there are only two.
std::string PairsOfCoders(const MeasureAgreementResponse& response, bool ordered,
                          const ViewOptions& options) {
  Table rows = {{Say("Code", "code", options), Say("Kodierende", "coders", options),
                 Say("Einheiten", "units", options), Say("gleich", "agreed", options), "Cohen (SE)",
                 "Brennan-P."}};
  if (ordered) {
    rows[0].push_back("linear (SE)");
    rows[0].push_back(Say("quadratisch (SE)", "quadratic (SE)", options));
  }
  for (const CoderAgreement& each : response.agreements()) {
    for (const CoderPairAgreement& pair : each.pairs()) {
      rows.push_back({CodeOf(each, options),
                      Show(absl::StrCat(pair.first_coder(), ", ", pair.second_coder()), options),
                      absl::StrCat(pair.units()),
                      PerCent(pair.has_agreement(), pair.agreement(), options),
                      WithError(pair.has_cohen_kappa(), pair.cohen_kappa(), options),
                      Plain(pair.has_brennan_prediger(), pair.brennan_prediger(), options)});
      if (!ordered) continue;
      rows.back().push_back(WithError(pair.has_linear_kappa(), pair.linear_kappa(), options));
      rows.back().push_back(WithError(pair.has_quadratic_kappa(), pair.quadratic_kappa(), options));
    }
  }
  if (rows.size() == 1) return "";
  return Columns(std::move(rows), /*flexible=*/0, /*indent=*/0, options);
}

// How often a coder gave a unit several codes that exclude one another.
std::string AmbiguousLine(const MeasureAgreementResponse& response, const ViewOptions& options) {
  int64_t ambiguous = 0;
  for (const CoderAgreement& each : response.agreements()) ambiguous += each.ambiguous();
  if (ambiguous == 0) return "";
  return absl::StrCat(
      ambiguous,
      Say("-mal gab jemand einer Einheit mehrere der Codes; sie zählt wie nicht kodiert",
          " times a coder gave a unit several of the codes; it counts as not coded", options),
      "\n");
}

std::string ViewAgreements(const MeasureAgreementRequest& request,
                           const MeasureAgreementResponse& response, const ViewOptions& options) {
  if (response.agreements().empty()) return "";
  const bool ordered = request.categories() == MeasureAgreementRequest::CATEGORIES_ORDERED;
  std::string view =
      absl::StrCat(UnitOf(response.agreements(0), options), "\n", AllCoders(response, options));
  if (ordered) absl::StrAppend(&view, "\n", OrderedCodes(response, options));
  const std::string pairs = PairsOfCoders(response, ordered, options);
  if (!pairs.empty()) absl::StrAppend(&view, "\n", pairs);
  const std::string ambiguous = AmbiguousLine(response, options);
  if (!ambiguous.empty()) absl::StrAppend(&view, "\n", ambiguous);
  return view;
}

}  // namespace

absl::Status RunQualAgreement(const Invocation& invocation) {
  const absl::StatusOr<ViewOptions> options = ReadViewOptions(invocation);
  if (!options.ok()) return options.status();
  const auto place = ReadQualPlace(invocation.args.positional[0], {QualPlace::kStudy});
  if (!place.ok()) return place.status();
  const auto request = Wanted(invocation.args);
  if (!request.ok()) return request.status();
  Client client(invocation.settings);
  MeasureAgreementResponse response;
  if (absl::Status s = client.Call(*request, &response); !s.ok()) return s;
  if (invocation.settings.json) {
    invocation.environment.out << JsonValueOf(response) << "\n";
    return absl::OkStatus();
  }
  invocation.environment.out << ViewAgreements(*request, response, *options);
  if (response.left_out_cases() > 0) {
    invocation.environment.err
        << response.left_out_cases()
        << Show(Either(options->language,
                       " Fälle sind nur mit einem weiteren Recht lesbar und fehlen",
                       " cases need a further right to be read and are left out"),
                *options)
        << "\n";
  }
  return absl::OkStatus();
}

}  // namespace lotse::cli
