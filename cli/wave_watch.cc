// lotse wave watch.
#include <ostream>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/string_view.h"
#include "cli/catalog.h"
#include "cli/channel.h"
#include "cli/engagement/days.h"
#include "cli/engagement/words.h"
#include "cli/wave.h"
#include "lotse/survey/v1alpha/collection_feed.pb.h"

namespace lotse::cli {
namespace {

using survey::v1alpha::CollectionFigures;
using survey::v1alpha::QuotaFigures;
using survey::v1alpha::WatchCollectionRequest;
using survey::v1alpha::WatchCollectionResponse;
using survey::v1alpha::Wave;
using survey::v1alpha::WaveCollection;

class WatchLines {
 public:
  explicit WatchLines(const ViewOptions& options) : options_(options) {}

  std::string Of(const WaveCollection& told) {
    const Wave& wave = told.wave();
    parts_ = {Show(wave.name(), options_)};
    if (wave.has_delete_time()) {
      Add("gelöscht", "deleted");
    } else {
      parts_.push_back(Show(Word(wave.state(), options_.language), options_));
      if (wave.state() != Wave::STATE_PURGED) {
        parts_.push_back(absl::StrCat(Say("bis ", "until "), DayText(wave.end_date())));
      }
    }
    if (told.unreadable()) Add("Antworten nicht lesbar", "answers cannot be read");
    if (told.has_total()) AddFigures(told);
    return absl::StrJoin(parts_, "  ") + "\n";
  }

  std::string AllTold() const {
    return Say("Das ist der Stand; von nun an kommt, was sich ändert.",
               "That is how it stands; from now on comes what changes.") +
           "\n";
  }

 private:
  std::string Say(absl::string_view german, absl::string_view english) const {
    return Show(Either(options_.language, german, english), options_);
  }
  void Add(absl::string_view german, absl::string_view english) {
    parts_.push_back(Say(german, english));
  }

  void AddFigures(const WaveCollection& told) {
    const CollectionFigures& total = told.total();
    if (total.has_invited()) {
      parts_.push_back(absl::StrCat(Say("eingeladen ", "invited "), total.invited()));
      parts_.push_back(absl::StrCat(Say("zugestellt ", "delivered "), total.delivered()));
    }
    parts_.push_back(absl::StrCat(Say("Antworten ", "responses "), ResponsesText(told.wave())));
    for (const auto& stratum : told.strata()) {
      const auto& figures = stratum.figures();
      parts_.push_back(absl::StrCat(stratum.stratum().empty() ? Say("ohne Schicht", "no stratum")
                                                              : Show(stratum.stratum(), options_),
                                    " ",
                                    figures.has_completed()
                                        ? absl::StrCat(figures.completed())
                                        : Show(Word(figures.absent(), options_.language), options_),
                                    "/", figures.invited()));
    }
    for (const QuotaFigures& quota : told.quotas()) {
      if (!quota.has_counted()) continue;
      parts_.push_back(absl::StrCat(Show(quota.code(), options_), " ", quota.counted(), "/",
                                    quota.limit(), quota.full() ? Say(" voll", " full") : ""));
    }
  }

  std::string ResponsesText(const Wave& wave) const {
    if (wave.state() != Wave::STATE_CLOSED) {
      return absl::StrCat(Say("mindestens ", "at least "), wave.response_count());
    }
    return wave.has_response_count() ? absl::StrCat(wave.response_count())
                                     : Say("weniger als 10", "fewer than 10");
  }

  const ViewOptions& options_;
  std::vector<std::string> parts_;
};

}  // namespace

absl::Status RunWaveWatch(const Invocation& invocation) {
  const absl::StatusOr<ViewOptions> options = ReadViewOptions(invocation);
  if (!options.ok()) return options.status();
  const auto method = FindMethod("WatchCollection");
  if (!method.ok()) return method.status();
  WatchCollectionRequest request;
  request.set_parent(invocation.args.positional[0]);
  request.set_with_strata(invocation.args.Has("strata"));
  WatchCollectionResponse message;
  WatchLines lines(*options);
  std::ostream& out = invocation.environment.out;
  bool sent = false;
  bool answered = false;
  const auto take = [&] {
    answered = true;
    if (invocation.settings.json) {
      out << MessageJson(message, /*indented=*/false) << std::flush;
      return;
    }
    for (const WaveCollection& told : message.waves()) out << lines.Of(told);
    if (message.all_told()) out << lines.AllTold();
    out << std::flush;
  };
  absl::Status called = Client(invocation.settings)
                            .Stream(
                                "survey", **method, &request,
                                [&] { return !std::exchange(sent, true); }, &message, take);
  // It was to go on for so long and no longer.
  if (answered && invocation.settings.timeout_given && absl::IsDeadlineExceeded(called)) {
    return absl::OkStatus();
  }
  return called;
}

}  // namespace lotse::cli
