// How lotse wave status shows the collection of a wave.
#include <algorithm>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/string_view.h"
#include "cli/engagement/words.h"
#include "cli/wave.h"

namespace lotse::cli {
namespace {

using survey::v1alpha::CollectionFigures;
using survey::v1alpha::FIGURE_ABSENT_UNSPECIFIED;
using survey::v1alpha::GetCollectionReportResponse;
using survey::v1alpha::OutcomeRates;
using survey::v1alpha::QuotaFigures;
using survey::v1alpha::SectionFigures;

using Row = std::vector<std::string>;

constexpr char kNone[] = "-";

class CollectionView {
 public:
  explicit CollectionView(const ViewOptions& options) : options_(options) {}

  void AddAnswers(const GetCollectionReportResponse& report) {
    std::vector<Row> rows = {{Say("Schicht", "stratum"), Say("eingeladen", "invited"),
                              Say("zugestellt", "delivered"), Say("ausgefüllt", "completed")}};
    rows.push_back(AnswersRow(Say("gesamt", "all"), report.total()));
    for (const auto& stratum : report.strata()) {
      rows.push_back(AnswersRow(StratumText(stratum.stratum()), stratum.figures()));
    }
    AddTable(Say("Rücklauf", "collection"), std::move(rows));
  }

  // Only of those that have figures: the table before says why the others have none.
  void AddOthers(const GetCollectionReportResponse& report) {
    if (!IsTold(report.total())) return;
    std::vector<Row> rows = {{Say("Schicht", "stratum"), Say("verweigert", "refused"),
                              Say("nicht erreicht", "not reached"), Say("unbekannt", "unknown"),
                              Say("nicht zugehörig", "not eligible")}};
    rows.push_back(OthersRow(Say("gesamt", "all"), report.total()));
    for (const auto& stratum : report.strata()) {
      if (!IsTold(stratum.figures())) continue;
      rows.push_back(OthersRow(StratumText(stratum.stratum()), stratum.figures()));
    }
    AddTable(Say("Ohne Antwort", "no answer"), std::move(rows));
  }

  // The same.
  void AddRates(const GetCollectionReportResponse& report) {
    if (!IsTold(report.total())) return;
    const OutcomeRates& total = report.total().rates();
    Row head = {Say("Schicht", "stratum")};
    for (const auto& rate : total.rates()) head.push_back(absl::StrCat("RR", rate.kind()));
    std::vector<Row> rows = {std::move(head), RatesRow(Say("gesamt", "all"), total)};
    for (const auto& stratum : report.strata()) {
      if (!IsTold(stratum.figures())) continue;
      rows.push_back(RatesRow(StratumText(stratum.stratum()), stratum.figures().rates()));
    }
    AddTable(absl::StrCat(Say("Ausschöpfungsquoten (AAPOR) in Prozent",
                              "response rates (AAPOR) in per cent"),
                          EText(total)),
             std::move(rows));
  }

  // Only if somebody broke off, as far as it is told.
  void AddBreakOffs(const GetCollectionReportResponse& report) {
    const auto& sections = report.sections();
    const auto noteworthy = [](const SectionFigures& section) {
      return !section.has_broke_off() || section.broke_off() > 0 || section.unsubmitted() > 0;
    };
    if (std::none_of(sections.begin(), sections.end(), noteworthy)) return;
    std::vector<Row> rows = {{Say("Abschnitt", "section"), Say("erreicht", "reached"),
                              Say("abgebrochen", "broke off"),
                              Say("nicht abgeschickt", "not submitted")}};
    for (const SectionFigures& section : sections) {
      rows.push_back({absl::StrCat(section.section()),
                      section.has_reached() ? absl::StrCat(section.reached()) : Protected(),
                      section.has_broke_off() ? absl::StrCat(section.broke_off()) : Protected(),
                      absl::StrCat(section.unsubmitted())});
    }
    AddTable(absl::StrCat(Say("Abbrüche", "break-offs"), BreakOffText(report.total())),
             std::move(rows));
  }

  void AddQuotas(const GetCollectionReportResponse& report) {
    if (report.quotas().empty()) return;
    std::vector<Row> rows = {{Say("Quote", "quota"), Say("gezählt", "counted"),
                              Say("Ziel", "wanted"), Say("Stand", "state")}};
    for (const QuotaFigures& quota : report.quotas()) {
      rows.push_back({Show(quota.code(), options_),
                      quota.has_counted() ? absl::StrCat(quota.counted()) : kNone,
                      absl::StrCat(quota.limit()), StateText(quota)});
    }
    AddTable(Say("Quoten", "quotas"), std::move(rows));
  }

  std::string Take() && { return std::move(text_); }

 private:
  std::string Say(absl::string_view german, absl::string_view english) const {
    return Show(Either(options_.language, german, english), options_);
  }

  std::string StratumText(absl::string_view code) const {
    return code.empty() ? Say("ohne Schicht", "no stratum") : Show(code, options_);
  }

  std::string Invited(const CollectionFigures& figures, int64_t count) const {
    return figures.has_invited() ? absl::StrCat(count) : Say("unbekannt", "unknown");
  }

  // Whether it is known what became of everybody.
  static bool IsTold(const CollectionFigures& figures) {
    return figures.absent() == FIGURE_ABSENT_UNSPECIFIED;
  }

  Row AnswersRow(std::string label, const CollectionFigures& figures) const {
    return {std::move(label), Invited(figures, figures.invited()),
            Invited(figures, figures.delivered()),
            figures.has_completed() ? absl::StrCat(figures.completed())
                                    : Show(Word(figures.absent(), options_.language), options_)};
  }

  std::string Protected() const {
    return Show(Word(survey::v1alpha::FIGURE_ABSENT_PROTECTED, options_.language), options_);
  }

  std::string BreakOffText(const CollectionFigures& total) const {
    if (!total.has_broke_off()) return "";
    return absl::StrCat(": ", total.partial(), " ", Say("teilweise", "partial"), ", ",
                        total.broke_off(), " ", Say("abgebrochen", "broke off"), "; ",
                        total.usable(), " ", Say("auswertbar", "usable"));
  }

  static Row OthersRow(std::string label, const CollectionFigures& figures) {
    return {std::move(label), absl::StrCat(figures.refused()), absl::StrCat(figures.not_reached()),
            absl::StrCat(figures.unknown_eligibility()), absl::StrCat(figures.not_eligible())};
  }

  static Row RatesRow(std::string label, const OutcomeRates& rates) {
    Row row = {std::move(label)};
    for (const auto& rate : rates.rates()) {
      row.push_back(rate.has_percent() ? rate.percent().value() : kNone);
    }
    return row;
  }

  std::string EText(const OutcomeRates& rates) const {
    if (!rates.has_e()) return "";
    return absl::StrCat(", e = ", rates.e().value(), " (",
                        Show(Word(rates.e_source(), options_.language), options_), ")");
  }

  std::string StateText(const QuotaFigures& quota) const {
    if (!quota.has_counted()) return kNone;
    if (!quota.full()) return Say("offen", "open");
    return absl::StrCat(Say("voll", "full"), ": ",
                        Show(Word(quota.action(), options_.language), options_));
  }

  void AddTable(absl::string_view title, std::vector<Row> rows) {
    absl::StrAppend(&text_, title, "\n", Columns(std::move(rows), 0, 2, options_));
  }

  const ViewOptions& options_;
  std::string text_;
};

}  // namespace

std::string ViewCollection(const GetCollectionReportResponse& report, const ViewOptions& options) {
  CollectionView view(options);
  view.AddAnswers(report);
  view.AddOthers(report);
  view.AddRates(report);
  view.AddBreakOffs(report);
  view.AddQuotas(report);
  return std::move(view).Take();
}

}  // namespace lotse::cli
