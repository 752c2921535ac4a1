// How lotse wave status shows a wave.
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/string_view.h"
#include "cli/engagement/days.h"
#include "cli/engagement/words.h"
#include "cli/wave.h"

namespace lotse::cli {
namespace {

using survey::v1alpha::Population;
using survey::v1alpha::StaffCouncilInvolvement;
using survey::v1alpha::Wave;

// Collects lines of a name and a value.
class WaveLines {
 public:
  explicit WaveLines(const ViewOptions& options) : options_(options) {}

  void Add(absl::string_view german, absl::string_view english, absl::string_view value) {
    rows_.push_back({Show(Say(german, english), options_), Show(value, options_)});
  }
  absl::string_view Say(absl::string_view german, absl::string_view english) const {
    return Either(options_.language, german, english);
  }
  std::string Take() && {
    return Columns(std::move(rows_), /*flexible=*/1, /*indent=*/2, options_);
  }

 private:
  const ViewOptions& options_;
  std::vector<std::vector<std::string>> rows_;
};

std::string PopulationText(const Population* population, const WaveLines& lines,
                           const ViewOptions& options) {
  if (population == nullptr) return std::string(lines.Say("fehlt", "missing"));
  const std::string size = population->has_size()
                               ? absl::StrCat(population->size())
                               : std::string(lines.Say("Größe unbekannt", "size unknown"));
  return absl::StrCat(ShowText(population->title(), options), " (", size, ")");
}

std::string StaffCouncilText(const StaffCouncilInvolvement& involved, const ViewOptions& options) {
  std::string text = Word(involved.involvement(), options.language);
  if (involved.has_date()) absl::StrAppend(&text, ", ", DayText(involved.date()));
  if (!involved.reference().empty()) absl::StrAppend(&text, ", ", involved.reference());
  return text;
}

void AddRelease(const Wave& wave, const ViewOptions& options, WaveLines* lines) {
  if (!wave.has_release()) return;
  lines->Add("Personalrat", "staff council",
             StaffCouncilText(wave.release().staff_council(), options));
  lines->Add("besondere Kategorien", "special categories",
             Word(wave.release().special_category_basis(), options.language));
}

void AddPurge(const Wave& wave, const ViewOptions& options, WaveLines* lines) {
  if (wave.has_purge_due_date()) {
    lines->Add("aufbewahrt bis vor", "kept until before", DayText(wave.purge_due_date()));
  }
  if (wave.erased_codes_size() > 0) {
    lines->Add("getilgt", "erased", absl::StrJoin(wave.erased_codes(), ", "));
  }
  if (!wave.has_purge()) return;
  const auto& purge = wave.purge();
  const auto count = [&](bool shown, int32_t number) {
    return shown ? absl::StrCat(number)
                 : std::string(lines->Say("weniger als 10 oder unlesbar",
                                          "fewer than 10 or "
                                          "unreadable"));
  };
  lines->Add("vernichtet", "purged",
             absl::StrCat(Word(purge.cause(), options.language), purge.reason().empty() ? "" : ": ",
                          purge.reason()));
  lines->Add("Antworten", "responses", count(purge.has_responses(), purge.responses()));
  lines->Add("Einladungen", "invitations", count(purge.has_invitations(), purge.invitations()));
}

// On a line of its own, as a hash that is cut or broken cannot be compared.
std::string CertificateLine(const Wave& wave, const WaveLines& lines) {
  if (wave.purge().certificate_sha256().empty()) return "";
  return absl::StrCat("  ", lines.Say("Löschnachweis SHA-256 ", "certificate SHA-256 "),
                      wave.purge().certificate_sha256(), "\n");
}

void AddInvited(const Wave& wave, WaveLines* lines) {
  // Where each has an invitation, those that were issued are counted; nobody has to say how many.
  const bool are_counted =
      wave.access() == Wave::ACCESS_INVITED && wave.state() != Wave::STATE_PLANNED;
  if (wave.invited_count() == 0 && are_counted) return;
  lines->Add("Eingeladene", "invited",
             wave.invited_count() == 0 ? std::string(lines->Say("unbekannt", "unknown"))
                                       : absl::StrCat(wave.invited_count()));
}

}  // namespace

std::string ViewWave(const Wave& wave, const Population* population, const ViewOptions& options) {
  WaveLines lines(options);
  lines.Add("Feldzeit", "field period",
            PeriodText(wave.start_date(), wave.end_date(), options.ascii));
  for (const auto& prolongation : wave.prolongations()) {
    lines.Add("verlängert", "prolonged",
              absl::StrCat(DayText(prolongation.former_end_date()), " → ",
                           DayText(prolongation.end_date()), ": ", prolongation.reason()));
  }
  if (wave.pilot()) {
    lines.Add("Pilot", "pilot",
              lines.Say("ja; seine Zahlen sagen nichts über die Grundgesamtheit",
                        "yes; its figures say nothing about the population"));
  }
  lines.Add("Identität", "identity", Word(wave.identity(), options.language));
  lines.Add("Grundgesamtheit", "population", PopulationText(population, lines, options));
  lines.Add("Datenschutzhinweis", "notice",
            wave.data_protection_notice().empty() ? std::string(lines.Say("fehlt", "missing"))
                                                  : IdOf(wave.data_protection_notice()));
  if (!wave.consent_text().empty()) {
    lines.Add("Einwilligung", "consent", IdOf(wave.consent_text()));
  }
  AddRelease(wave, options, &lines);
  AddInvited(wave, &lines);
  if (wave.state() == Wave::STATE_OPEN || wave.state() == Wave::STATE_RELEASED) {
    lines.Add("Antworten", "responses",
              absl::StrCat(lines.Say("mindestens ", "at least "), wave.response_count()));
  } else if (wave.state() == Wave::STATE_CLOSED) {
    lines.Add("Antworten", "responses",
              wave.has_response_count()
                  ? absl::StrCat(wave.response_count())
                  : std::string(lines.Say("weniger als 10", "fewer than 10")));
  }
  AddPurge(wave, options, &lines);
  const std::string certificate = CertificateLine(wave, lines);
  return absl::StrCat(ShowText(wave.title(), options), ": ",
                      Show(Word(wave.state(), options.language), options), "\n",
                      std::move(lines).Take(), certificate);
}

}  // namespace lotse::cli
