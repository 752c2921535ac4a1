// What was worked out of a table, in words.
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "cli/engagement/words.h"
#include "cli/release/table_text.h"

namespace lotse::cli {
namespace {

using survey::v1alpha::Association;
using survey::v1alpha::Location;
using survey::v1alpha::Reach;
using survey::v1alpha::Reliability;
using survey::v1alpha::Table;
using survey::v1alpha::TableLayer;

class StatisticsText {
 public:
  StatisticsText(const ViewOptions& options, FigureWriter* writer)
      : options_(options), writer_(*writer) {}

  void Add(const Association& association) {
    std::string chi =
        absl::StrCat(Say("Chi-Quadrat ", "chi-square "), writer_.Text(association.chi_square()));
    if (association.chi_square().has_number()) {
      absl::StrAppend(&chi, " (df ", association.degrees_of_freedom(), "), p ",
                      writer_.Text(association.p()), ", n = ", writer_.Text(association.n()));
    }
    AddFact(chi);
    if (association.chi_square().has_number()) {
      AddFact(absl::StrCat(Say("Cramérs V ", "Cramér's V "), writer_.Text(association.cramers_v()),
                           Say("; ohne Verzerrung ", "; without bias "),
                           writer_.Text(association.cramers_v_corrected())));
    }
    if (!association.expected_too_small()) return;
    AddFact(absl::StrCat(
        "! ", writer_.Text(association.expected_below_five()),
        Say(" % der erwarteten Anzahlen sind unter 5: auf Chi-Quadrat ist kein Verlass.",
            "% of the expected counts are below 5: chi-square is not to be relied on.")));
  }

  void Add(const std::string& label, const Location& location) {
    std::vector<std::string> parts = {absl::StrCat("n ", writer_.Text(location.n()))};
    const auto add = [&](bool has, absl::string_view german, absl::string_view english,
                         const survey::v1alpha::Figure& figure, bool percent,
                         const survey::v1alpha::FigureInterval* interval) {
      if (!has) return;
      std::string part = absl::StrCat(Say(german, english), " ", writer_.Text(figure));
      if (figure.has_number() && percent) absl::StrAppend(&part, Say(" %", "%"));
      if (figure.has_number() && interval != nullptr) {
        absl::StrAppend(&part, " ", writer_.Bracketed(*interval));
      }
      parts.push_back(std::move(part));
    };
    const auto* mean = location.has_mean_interval() ? &location.mean_interval() : nullptr;
    const auto* top = location.has_top_box_interval() ? &location.top_box_interval() : nullptr;
    const auto* net =
        location.has_net_promoter_interval() ? &location.net_promoter_interval() : nullptr;
    add(location.has_mean(), "Mittelwert", "mean", location.mean(), false, mean);
    add(location.has_median(), "Median", "median", location.median(), false, nullptr);
    add(location.has_standard_deviation(), "Standardabweichung", "standard deviation",
        location.standard_deviation(), false, nullptr);
    add(location.has_top_box(), "höchste Werte", "top box", location.top_box(), true, top);
    add(location.has_net_promoter(), "NPS", "NPS", location.net_promoter(), false, net);
    absl::StrAppend(&text_,
                    Lines("  ", absl::StrCat(label, ": ", absl::StrJoin(parts, "; ")), options_));
  }

  void Add(const Reliability& reliability) {
    AddFact(absl::StrCat(
        Say("Cronbachs Alpha über ", "Cronbach's alpha of "), reliability.items(),
        Say(" Fragen: paarweise ", " items: pairwise "), writer_.Text(reliability.alpha_pairwise()),
        Say("; wer alle beantwortet hat ", "; who answered all "),
        writer_.Text(reliability.alpha_listwise()), Say("; standardisiert ", "; standardised "),
        writer_.Text(reliability.alpha_standardised())));
  }

  void Add(const Reach& reach) {
    std::vector<std::string> parts;
    const auto add = [&](absl::string_view german, absl::string_view english,
                         const survey::v1alpha::Figure& figure, const std::string& unit,
                         const survey::v1alpha::FigureInterval* interval) {
      std::string part = absl::StrCat(Say(german, english), " ", writer_.Text(figure));
      if (figure.has_number()) absl::StrAppend(&part, unit);
      if (figure.has_number() && interval != nullptr) {
        absl::StrAppend(&part, " ", writer_.Bracketed(*interval));
      }
      parts.push_back(std::move(part));
    };
    add("Teilnahme", "took part", reach.participation_rate(), Say(" %", "%"),
        &reach.participation_interval());
    add("Verhältnis der Anteile", "ratio of shares", reach.representation_ratio(), "", nullptr);
    add("Abstand", "gap", reach.representation_gap(), Say(" Punkte", " points"), nullptr);
    add("Parität", "parity", reach.parity_ratio(), "", &reach.parity_interval());
    if (reach.below_four_fifths()) {
      parts.push_back(Say("! unter vier Fünfteln", "! below four fifths"));
    }
    add("es fehlen", "missing", reach.missing_to_parity(), Say(" Personen", " people"), nullptr);
    const std::string head =
        absl::StrCat(CategoryText(reach.category(), options_), " (",
                     Say("Grundgesamtheit ", "population "), reach.population(), ")");
    absl::StrAppend(&text_,
                    Lines("  ", absl::StrCat(head, ": ", absl::StrJoin(parts, "; ")), options_));
  }

  void AddHeading(absl::string_view german, absl::string_view english) {
    absl::StrAppend(&text_, "\n", Lines("  ", Say(german, english), options_));
  }
  std::string Say(absl::string_view german, absl::string_view english) const {
    return Show(Either(options_.language, german, english), options_);
  }
  std::string Take() && { return std::move(text_); }

 private:
  void AddFact(const std::string& text) { absl::StrAppend(&text_, Lines("  ", text, options_)); }

  const ViewOptions& options_;
  FigureWriter& writer_;
  std::string text_;
};

}  // namespace

std::string ViewLayerStatistics(const Table& table, const TableLayer& layer,
                                const ViewOptions& options, FigureWriter* writer) {
  StatisticsText text(options, writer);
  if (layer.has_association()) {
    text.AddHeading("Zusammenhang", "Association");
    text.Add(layer.association());
  }
  if (!layer.locations().empty()) text.AddHeading("Lage der Antworten", "Where the answers lie");
  // Of a battery one for each item; else one for each column, and then in all.
  const auto& places = table.spec().battery().empty() ? table.columns() : table.rows();
  for (int i = 0; i < layer.locations_size(); ++i) {
    const std::string label =
        i < places.size() ? CategoryText(places[i], options) : text.Say("alle", "all");
    text.Add(label, layer.locations(i));
  }
  return std::move(text).Take();
}

std::string ViewTableStatistics(const Table& table, const ViewOptions& options,
                                FigureWriter* writer) {
  StatisticsText text(options, writer);
  if (table.has_reliability()) {
    text.AddHeading("Wie die Fragen zusammenhängen", "How the items hang together");
    text.Add(table.reliability());
  }
  if (!table.reach().empty()) text.AddHeading("Wer erreicht wurde", "Who was reached");
  for (const Reach& reach : table.reach()) text.Add(reach);
  return std::move(text).Take();
}

}  // namespace lotse::cli
