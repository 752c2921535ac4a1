#include "cli/questionnaire/comparison_text.h"

#include <map>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_replace.h"
#include "cli/output.h"
#include "cli/text.h"
#include "lotse/survey/v1alpha/instrument_steps.pb.h"

namespace lotse::cli {
namespace {

using survey::v1alpha::InstrumentChange;
using survey::v1alpha::InstrumentComparison;
using survey::v1alpha::PublishInstrumentRequest;

// `needs mapping` for VERDICT_NEEDS_MAPPING.
std::string Word(InstrumentChange::Verdict verdict) {
  const std::string name = InstrumentChange::Verdict_Name(verdict);
  return absl::AsciiStrToLower(absl::StrReplaceAll(name, {{"VERDICT_", ""}, {"_", " "}}));
}

std::string WordOf(const InstrumentChange& change) {
  const bool safe = change.verdict() == InstrumentChange::VERDICT_SAFE;
  return !safe && change.settled() ? "settled" : Word(change.verdict());
}

void Append(const InstrumentChange& change, std::string* text) {
  const std::string code = change.code().empty() ? "questionnaire" : change.code();
  absl::StrAppend(text, PadRight(WordOf(change), 15),
                  Printable(absl::StrCat(code, change.option().empty() ? "" : "/", change.option(),
                                         ": ", change.reason())),
                  "\n");
  const auto line = [&](absl::string_view label, absl::string_view what) {
    if (what.empty()) return;
    absl::StrAppend(text, PadRight("", 15), PadRight(std::string(label), 5), Printable(what), "\n");
  };
  line("was", change.was());
  line("is", change.is());
  if (!change.has_suggested()) return;
  const auto& suggested = change.suggested();
  line("like", suggested.options().empty() ? suggested.to() : suggested.options(0).to());
}

}  // namespace

std::string ComparisonText(const InstrumentComparison& comparison, bool all) {
  std::string text;
  for (const InstrumentChange& change : comparison.changes()) {
    if (all || change.verdict() != InstrumentChange::VERDICT_SAFE) Append(change, &text);
  }
  absl::StrAppend(&text, "from     ", Printable(comparison.from()), "\n", "to       ",
                  Printable(comparison.to()), "\n", "verdict  ", Word(comparison.verdict()), "\n",
                  "changes  ", comparison.change_count(), ", open ", comparison.open_count(), "\n");
  return text;
}

std::string SuggestedMappings(const InstrumentComparison& comparison) {
  PublishInstrumentRequest file;
  std::map<std::string, survey::v1alpha::CodeMapping*> by_code;
  for (const InstrumentChange& change : comparison.changes()) {
    if (!change.has_suggested()) continue;
    const auto& suggested = change.suggested();
    auto*& mapping = by_code[suggested.from()];
    if (mapping == nullptr) {
      mapping = file.add_mappings();
      *mapping = suggested;
    } else {
      mapping->mutable_options()->MergeFrom(suggested.options());
    }
  }
  return MessageJson(file, true);
}

}  // namespace lotse::cli
