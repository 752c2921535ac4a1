// lotse qual agreement: how far coders agree, by code.
#include <string>
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
#include "cli/release/codes.h"
#include "lotse/survey/v1alpha/study_analysis_service.pb.h"

namespace lotse::cli {
namespace {

using survey::v1alpha::CoderAgreement;
using survey::v1alpha::CoefficientWithError;
using survey::v1alpha::MeasureAgreementRequest;
using survey::v1alpha::MeasureAgreementResponse;

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
  request.set_categories(args.Has("exclusive") ? MeasureAgreementRequest::CATEGORIES_EXCLUSIVE
                                               : MeasureAgreementRequest::CATEGORIES_EACH_CODE);
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

std::string ViewAgreements(const MeasureAgreementResponse& response, const ViewOptions& options) {
  const auto say = [&](absl::string_view german, absl::string_view english) {
    return Show(Either(options.language, german, english), options);
  };
  std::vector<std::vector<std::string>> rows = {{say("Code", "code"), say("Einheiten", "units"),
                                                 say("gleich", "agreed"), "Cohen (SE)",
                                                 "Fleiss (SE)", "Krippendorff", "Brennan-P."}};
  for (const CoderAgreement& each : response.agreements()) {
    // Of all codes together it has none.
    const std::string code =
        each.code().empty()
            ? say("alle", "all")
            : Show(absl::StrCat(IdOf(AboveIn(each.code())), "/", IdOf(each.code())), options);
    rows.push_back({code, absl::StrCat(each.units()),
                    each.has_agreement()
                        ? absl::StrCat(Number(100 * each.agreement(), 1, options), " %")
                        : Nothing(options),
                    WithError(each.has_cohen_kappa(), each.cohen_kappa(), options),
                    WithError(each.has_fleiss_kappa(), each.fleiss_kappa(), options),
                    each.has_krippendorff_alpha() ? Number(each.krippendorff_alpha(), 3, options)
                                                  : Nothing(options),
                    each.has_brennan_prediger() ? Number(each.brennan_prediger(), 3, options)
                                                : Nothing(options)});
  }
  return Columns(std::move(rows), /*flexible=*/0, /*indent=*/0, options);
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
  invocation.environment.out << ViewAgreements(response, *options);
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
