#include "cli/form/fill/dialogue.h"

#include <algorithm>
#include <utility>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "cli/engagement/words.h"
#include "runtime/types/utf8.h"

namespace lotse::cli {

using survey::v1alpha::Answer;
using survey::v1alpha::FormViolation;
using survey::v1alpha::Question;

namespace {

// Whether something is typed at a stop.
bool IsAnswered(const FormStop& stop) {
  return stop.kind == FormStop::Kind::kQuestion || stop.kind == FormStop::Kind::kMore;
}

}  // namespace

std::string PlaceText(const FormPlace& place) {
  if (place.instances().empty()) return place.code();
  return absl::StrCat(place.code(), "[", absl::StrJoin(place.instances(), ","), "]");
}

Dialogue::Dialogue(FormSession* session, DialogueSetting setting)
    : session_(*session),
      setting_(std::move(setting)),
      own_(absl::StartsWithIgnoreCase(setting_.language, "de") ? "de" : "en"),
      words_(session->instrument(), setting_.language),
      page_(setting_.width) {}

absl::StatusOr<bool> Dialogue::Run(const FormPlace* next) {
  std::size_t at = 0;
  const auto& stops = session_.stops();
  for (std::size_t i = 0; next != nullptr && i < stops.size(); ++i) {
    if (IsAnswered(stops[i]) && SamePlace(stops[i].place(), *next)) at = i;
  }
  const absl::StatusOr<bool> walked = Walk(at);
  if (!walked.ok() || !*walked) return walked;
  return MendWhatIsWrong();
}

absl::StatusOr<bool> Dialogue::Walk(std::size_t at) {
  while (at < session_.stops().size()) {
    const FormStop stop = session_.stops()[at];
    if (IsAnswered(stop)) {
      if (absl::Status kept = setting_.keep(stop.place()); !kept.ok()) return kept;
    }
    const absl::StatusOr<Step> step = Meet(stop);
    if (!step.ok()) return step.status();
    if (*step == Step::kQuit) return false;
    // An answer may change what comes before it, too.
    if (*step == Step::kNext) at = IndexOf(stop, at) + 1;
    if (*step == Step::kFind) at = IndexOf(stop, 0);
    if (*step != Step::kBack) continue;
    const auto& stops = session_.stops();
    std::size_t before = at;
    while (before > 0 && !IsAnswered(stops[--before])) {
    }
    at = before;
  }
  return true;
}

std::size_t Dialogue::IndexOf(const FormStop& stop, std::size_t otherwise) const {
  const auto& stops = session_.stops();
  const auto found = std::find_if(stops.begin(), stops.end(), [&](const FormStop& each) {
    return each.kind == stop.kind && SamePlace(each.place(), stop.place());
  });
  return found == stops.end() ? otherwise : static_cast<std::size_t>(found - stops.begin());
}

// What was right once and is not any more, and what was left open.
absl::StatusOr<bool> Dialogue::MendWhatIsWrong() {
  while (true) {
    const auto& stops = session_.stops();
    auto found = stops.end();
    for (const FormViolation& violation : session_.Wrong()) {
      if (left_open_.count(PlaceText(violation.place())) > 0) continue;
      found = std::find_if(stops.begin(), stops.end(), [&](const FormStop& stop) {
        return stop.kind == FormStop::Kind::kQuestion && SamePlace(stop.place(), violation.place());
      });
      if (found != stops.end()) break;
    }
    if (found == stops.end()) {
      if (absl::Status kept = setting_.keep({}); !kept.ok()) return kept;
      return true;
    }
    const FormStop stop = *found;
    Say(Own("Nach den übrigen Antworten ist hier noch etwas offen:",
            "After the other answers something is open here:"));
    if (absl::Status kept = setting_.keep(stop.place()); !kept.ok()) return kept;
    const absl::StatusOr<Step> step = AskQuestion(stop);
    if (!step.ok()) return step.status();
    if (*step == Step::kQuit) return false;
  }
}

absl::StatusOr<Dialogue::Step> Dialogue::Meet(const FormStop& stop) {
  ShowSection(stop);
  switch (stop.kind) {
    case FormStop::Kind::kQuestion:
      return AskQuestion(stop);
    case FormStop::Kind::kMore:
      return AskForMore(stop);
    default:
      ShowText(stop);
      return Step::kNext;
  }
}

absl::StatusOr<Dialogue::Step> Dialogue::AskQuestion(const FormStop& stop) {
  ShowQuestion(stop);
  const Question::Kind kind = stop.question->question->kind();
  if (kind == Question::KIND_FILE) {
    Say(Own("Eine Datei kann hier nicht angegeben werden; die Frage bleibt offen.",
            "A file cannot be given here; the question stays open."));
    left_open_.insert(PlaceText(stop.place()));
    return Step::kNext;
  }
  const bool has_options = !stop.question->options->empty();
  if (has_options && OptionsAt(stop).empty()) {
    Say(Own("Nach den anderen Antworten steht nichts zur Wahl.",
            "After the other answers nothing is offered."));
    left_open_.insert(PlaceText(stop.place()));
    return Step::kNext;
  }
  while (true) {
    const std::optional<std::string> typed = ReadLine();
    if (!typed) return Step::kQuit;
    absl::StatusOr<Step> step = Step::kAgain;
    if (*typed == ":skip") {
      left_open_.insert(PlaceText(stop.place()));
      return Step::kNext;
    }
    if (*typed == ":clear") {
      if (absl::Status s = session_.Clear(stop.place()); !s.ok()) return s;
      if (absl::Status s = setting_.keep(stop.place()); !s.ok()) return s;
      Say(Own("Die Antwort ist weggenommen.", "The answer is taken away."));
    } else if (const std::optional<Step> command = Command(*typed)) {
      step = *command;
    } else {
      step = typed->empty() ? TakeNothing(stop) : Take(stop, *typed);
    }
    if (!step.ok() || *step != Step::kAgain) return step;
  }
}

absl::StatusOr<Dialogue::Step> Dialogue::TakeNothing(const FormStop& stop) {
  if (stop.element.required() && session_.AnswerAt(stop.place()) == nullptr) {
    const std::string message = Wording(stop.question->question->logic().required_message());
    Say(message.empty() ? Own("Eine Antwort ist nötig; :skip lässt die Frage offen.",
                              "An answer is needed; :skip leaves the question open.")
                        : message);
    return Step::kAgain;
  }
  const std::string objection = Objection(stop);
  if (objection.empty()) return Step::kNext;
  Say(objection);
  return Step::kAgain;
}

absl::StatusOr<Dialogue::Step> Dialogue::Take(const FormStop& stop, const std::string& typed) {
  Answer answer;
  answer.set_code(stop.place().code());
  *answer.mutable_instances() = stop.place().instances();
  const std::string text = absl::StartsWith(typed, "::") ? typed.substr(1) : typed;
  const std::string wrong =
      ReadTyped(*stop.question->question, OptionsAt(stop), text, own_, &answer);
  if (!wrong.empty()) {
    Say(wrong);
    return Step::kAgain;
  }
  const Answers before = session_.answers();
  const FormPlace place = stop.place();
  if (absl::Status set = session_.Set(answer); !set.ok()) {
    // What cannot be computed after this answer is its fault.
    Say(set.message());
    return Step::kAgain;
  }
  for (const FormStop& now : session_.stops()) {
    if (!SamePlace(now.place(), place) || now.kind != FormStop::Kind::kQuestion) continue;
    const std::string objection = Objection(now);
    if (objection.empty()) break;
    Say(objection);
    if (absl::Status s = session_.Restore(before); !s.ok()) return s;
    return Step::kAgain;
  }
  left_open_.erase(PlaceText(place));
  if (absl::Status kept = setting_.keep(place); !kept.ok()) return kept;
  return Step::kNext;
}

absl::StatusOr<Dialogue::Step> Dialogue::AskForMore(const FormStop& stop) {
  const FormPlace place = stop.place();
  const int count = stop.element.count();
  std::string name = TextOf(stop);
  if (name.empty()) name = place.code();
  page_.Gap();
  page_.Add(
      0, "",
      absl::StrCat(
          name, ": ",
          count == 0 ? Own("gibt es dazu etwas?", "is there any?")
                     : Own("noch etwas?", "another one?"),
          Own(" (j/n", " (y/n"),
          count == 0 ? ")" : Own(", - nimmt das letzte weg)", ", - takes the last one away)")));
  Flush();
  while (true) {
    const std::optional<std::string> typed = ReadLine();
    if (!typed) return Step::kQuit;
    if (const std::optional<Step> command = Command(*typed)) {
      if (*command != Step::kAgain) return *command;
      continue;
    }
    const std::string word = absl::AsciiStrToLower(*typed);
    if (word.empty() || word == "n" || word == "nein" || word == "no") return Step::kNext;
    const bool more = word == "j" || word == "ja" || word == "y" || word == "yes";
    if (!more && (word != "-" || count == 0)) {
      Say(Own("Erwartet: j oder n", "Expected: y or n"));
      continue;
    }
    if (absl::Status set = session_.SetCount(place, more ? count + 1 : count - 1); !set.ok()) {
      Say(set.message());
      return Step::kNext;
    }
    if (absl::Status kept = setting_.keep(place); !kept.ok()) return kept;
    // A new instance stands where this was asked.
    return more ? Step::kAgain : Step::kFind;
  }
}

std::optional<Dialogue::Step> Dialogue::Command(const std::string& typed) {
  if (!absl::StartsWith(typed, ":") || absl::StartsWith(typed, "::")) return std::nullopt;
  if (typed == ":quit") return Step::kQuit;
  if (typed == ":back") return Step::kBack;
  Say(
      Own(":back die Frage davor  :skip lässt sie offen  :clear nimmt die Antwort weg  :quit "
          "beendet; alles bleibt",
          ":back the question before  :skip leaves it open  :clear takes the answer away  :quit "
          "ends; all is kept"));
  return Step::kAgain;
}

std::optional<std::string> Dialogue::ReadLine() {
  while (true) {
    setting_.out << "> " << std::flush;
    std::string line;
    if (!std::getline(setting_.in, line)) {
      setting_.out << "\n";
      return std::nullopt;
    }
    const std::string typed(absl::StripAsciiWhitespace(line));
    if (types::IsUtf8(typed)) return typed;
    Say(Own("Das ist kein Text in UTF-8.", "That is no text in UTF-8."));
  }
}

}  // namespace lotse::cli
